import { expect, test } from "vitest";
import { describePerson } from "#domain/board-card";
import type { BoardFacts } from "#domain/board-card";
import { countKey, criterionOf, paidCriterion } from "#domain/qualification";
import { aDocument, aReward, aRule, nowMs } from "#support/domain-factories";

const friends = (reaches: number) =>
  aRule({
    key: `friends-${reaches}`,
    on: { count: { reaches } },
    milestone: { title: `${reaches} friends`, description: "", reward: "" },
  });
const level = (key: string, reaches: number) => aRule({ key, on: { count: { reaches } }, tier: { key, title: key } });
const every = (number: number) => ({ ...friends(1), key: "each", on: { count: { every: number } } });

const sarah: BoardFacts["person"] = {
  ...{ id: "ptc_sarah", kind: "supplier", name: "Sarah Moon", category: "dj", location: "York" },
  ...{ avatarUrl: "https://app.example.com/sarah.png", status: "active", boardName: null, boardOptOut: false },
  erasedAtMs: null,
};
const counted = (count: number, criterion = paidCriterion) => new Map([[countKey(sarah.id, criterion).name, count]]);

function describe(
  facts: Partial<BoardFacts> = {},
  document: Parameters<typeof aDocument>[0] = {},
  former = aDocument(),
) {
  const stages = { signedUp: 4, activated: 1, converted: 1, rewarded: 3 };
  const totals = { ...stages, earned: { free_months: 2, GBP: 500 }, worth: { GBP: 10_300 } };
  const known = { person: sarah, totals, counts: counted(4), tierRewards: [], badges: [], ...facts };
  const current = aDocument(document);
  return describePerson(known, { current, versions: new Map([[1, former]]), nowMs });
}

test("a card says what somebody brought and earned, by currency what it is worth", () => {
  const { card, ...person } = describe();
  expect(person).toEqual({ id: "ptc_sarah", kind: "supplier", category: "dj", location: "York", isListed: true });
  expect(card).toMatchObject({ referrals: 9, conversions: 4, monthsEarned: 2, valueEarned: { GBP: 10_300 } });
});

test("a name is shown as its bearer wants, else as the program says, and a face is shown with a name in full alone", () => {
  const as = (boardName: BoardFacts["person"]["boardName"], names?: "initials" | "hidden") => {
    const document = names === undefined ? {} : { leaderboard: { public: true, names } };
    const { name, avatarUrl } = describe({ person: { ...sarah, boardName } }, document).card;
    return [name, avatarUrl !== null];
  };
  expect(as(null)).toEqual(["Sarah Moon", true]);
  expect(as(null, "initials")).toEqual(["S. M.", false]);
  expect(as(null, "hidden")).toEqual([null, false]);
  expect(as("full", "hidden")).toEqual(["Sarah Moon", true]);
  expect(as("hidden")).toEqual([null, false]);
});

test.each([{ boardOptOut: true }, { status: "suspended" }, { status: "inactive" }, { erasedAtMs: 1 }] as const)(
  "with %o somebody stands on no board, and neither name nor face is handed over",
  (fields) => {
    const { isListed, card } = describe({ person: { ...sarah, ...fields } });
    expect([isListed, card.name, card.avatarUrl]).toEqual([false, null, null]);
  },
);

test("the next milestone is the one with the least left to do, of those that are offered", () => {
  const next = (count: number, rules = [friends(10), friends(5), friends(1)]) =>
    describe({ counts: counted(count) }, { rules }).card.nextMilestone;
  expect(next(0)).toEqual({ rule: "friends-1", title: "1 friends", needed: 1, progress: 0 });
  expect(next(4)).toEqual({ rule: "friends-5", title: "5 friends", needed: 5, progress: 4 });
  expect(next(7, [friends(10), every(4)])).toMatchObject({ rule: "each", needed: 4, progress: 3 });
  expect(next(10)).toBeNull();
  expect(next(0, [{ ...friends(1), flow: { referrer: ["couple"] } }])).toBeNull();
});

test("a level is the highest that was reached and not lost, also where it is offered no more", () => {
  const reached = (ruleKey: string, ordinal: number, state: "available" | "reversed" = "available") =>
    aReward({ id: `rwd_${ruleKey}`, ruleKey, ordinal, state, beneficiaryId: sarah.id });
  const rules = [level("bronze", 1), level("silver", 3)];
  const tier = (tierRewards: BoardFacts["tierRewards"], former = aDocument()) =>
    describe({ tierRewards }, { rules }, former).card.tier?.key ?? null;
  expect(tier([])).toBeNull();
  expect(tier([reached("bronze", 1), reached("silver", 3)])).toBe("silver");
  expect(tier([reached("bronze", 1), reached("silver", 3, "reversed")])).toBe("bronze");
  expect(tier([reached("gold", 4)], aDocument({ rules: [level("gold", 4)] }))).toBe("gold");
});

test("each badge that is held is shown once, the newest first", () => {
  const badge = (label: string, earnedAtMs: number, fields = {}) =>
    aReward({ ...{ id: `rwd_${earnedAtMs}`, kind: "badge", unit: "badges", label, earnedAtMs }, ...fields });
  const badges = [badge("Star", 1), badge("Moon", 2), badge("Star", 3), badge("Sun", 4, { expiresAtMs: nowMs })];
  const shown = (label: string) => ({ label, name: label, icon: null, color: null });
  expect(describe({ badges }).card.badges).toEqual([shown("Star"), shown("Moon")]);
});

test("a badge of the catalogue looks as it says there, now or when it was promised", () => {
  const entry = (key: string, name: string) => ({ key, name, icon: "star", description: "", color: "#ffcc00" });
  const badges = ["new", "old"].map((label, n) => aReward({ id: `rwd_${n}`, kind: "badge", label, earnedAtMs: n }));
  const { card } = describe(
    { badges },
    { badges: [entry("new", "New")] },
    aDocument({ badges: [entry("new", "Else"), entry("old", "Old")] }),
  );
  expect(card.badges).toEqual([
    { label: "old", name: "Old", icon: "star", color: "#ffcc00" },
    { label: "new", name: "New", icon: "star", color: "#ffcc00" },
  ]);
});

test("counts under other criteria lead to the milestones that ask for them", () => {
  const verified = { ...friends(3), qualify: { verified: true } };
  const counts = new Map([...counted(4), ...counted(1, criterionOf(verified))]);
  expect(describe({ counts }, { rules: [verified] }).card.nextMilestone).toMatchObject({ progress: 1 });
});
