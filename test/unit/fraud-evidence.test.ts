import { expect, test } from "vitest";
import { historyFrom, listsOf } from "#domain/fraud-evidence";
import type { ScoredReferral } from "#domain/fraud-evidence";
import { aReferral, nowMs } from "#support/domain-factories";
import { anEntry, aPair, aPastReferral, someEvidence, withEmail } from "#support/fraud-factories";

const trace = { visitorId: "vis", via: "image", addressHash: "hash" } as const;
const scored: ScoredReferral = {
  referral: aReferral({ ...trace, convertedAtMs: nowMs + 5 }),
  referrer: withEmail("ann", "ann@lens.example"),
  referee: withEmail("mike", "mike@home.example", { paymentFingerprint: "card" }),
  referrerRefusal: null,
};

test("a referral is scored as the decision leaves it, beside those of its referrer in its program", () => {
  const others = [aPastReferral("nina"), aPastReferral("otto"), aPastReferral("mike")];
  const read = { referrerVisitorId: "hers", isTakenBack: true, doubles: ["ptc_double"] };
  const evidence = someEvidence({
    pairs: [
      aPair({ programId: "prg_2", clicks: { clicks: 99, embedded: 9 } }),
      aPair({ referrerId: "ptc_bob", clicks: { clicks: 98, embedded: 8 } }),
      aPair({ ...read, clicks: { clicks: 7, embedded: 3 }, others }),
    ],
  });
  expect(historyFrom(evidence, scored)).toMatchObject({
    referral: { ...trace, signedUpAtMs: nowMs, paidAtMs: nowMs + 5, isTakenBack: true },
    referrerVisitorId: "hers",
    others: [{ referee: { id: "ptc_nina" } }, { referee: { id: "ptc_otto" } }],
    referrerDoubles: ["ptc_double"],
    clicks: { clicks: 7, embedded: 3 },
  });
});

test("of a pair that nothing was read of nothing is known", () => {
  expect(historyFrom(someEvidence({ pairs: [] }), scored)).toMatchObject({
    ...{ referrerVisitorId: null, referrerDoubles: [], others: [], clicks: { clicks: 0, embedded: 0 } },
    referral: { isTakenBack: false },
  });
});

test("namesakes are others with the mailbox or the card that the referee has by now; who was there first is told", () => {
  const namesake = (
    id: string,
    normalizedEmail: string | null,
    paymentFingerprint: string | null,
    createdAtMs: number,
  ) => ({
    ...{ id, normalizedEmail, paymentFingerprint, createdAtMs },
  });
  const namesakes = [
    namesake("ptc_mike", "mike@home.example", "card", 5),
    namesake("ptc_a", "mike@home.example", null, 4),
    namesake("ptc_b", "mike@home.example", "card", 5),
    namesake("ptc_z", "mike@home.example", null, 5),
    namesake("ptc_c", "former@home.example", "former", 0),
    namesake("ptc_d", null, "", 0),
  ];
  expect(historyFrom(someEvidence({ namesakes }), scored)).toMatchObject({
    sameMailbox: [
      { id: "ptc_a", isEarlier: true },
      { id: "ptc_b", isEarlier: true },
      { id: "ptc_z", isEarlier: false },
    ],
    samePayment: ["ptc_b"],
  });
  const nameless = { ...scored, referee: { ...scored.referee, normalizedEmail: null, paymentFingerprint: "" } };
  expect(historyFrom(someEvidence({ namesakes }), nameless)).toMatchObject({ sameMailbox: [], samePayment: [] });
});

test.each([
  ["a clock far ahead", nowMs + 1_000_000],
  ["a signup of long ago", nowMs - 1_000_000],
])("under %s who was there first is told by when both became known", (_name, signedUpAtMs) => {
  const known = (id: string, createdAtMs: number) => ({
    ...{ id, createdAtMs, normalizedEmail: "mike@home.example", paymentFingerprint: null },
  });
  const at = { ...scored, referral: { ...scored.referral, signedUpAtMs } };
  const [first, second] = [known("ptc_a", nowMs - 1), known("ptc_b", nowMs + 1)];
  const isEarlier = (namesakes: (typeof first)[]) =>
    historyFrom(someEvidence({ namesakes }), at).sameMailbox.map((one) => one.isEarlier);
  expect(isEarlier([first, known("ptc_mike", nowMs), second])).toEqual([true, false]);
  // Nobody has known the referee before this event.
  expect(isEarlier([first, second])).toEqual([true, true]);
});

test("a program has its own entries and those of all programs", () => {
  const entry = (value: string, programId: string) => ({ ...anEntry("block", "email", value), programId });
  const entries = [entry("a", ""), entry("b", "prg_1"), entry("c", "prg_2")];
  const lists = listsOf(someEvidence({ entries }), "prg_1");
  expect(lists.entries.map(({ value }) => value)).toEqual(["a", "b"]);
  expect(lists.nowMs).toBe(nowMs);
});
