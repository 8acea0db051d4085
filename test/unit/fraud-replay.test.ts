import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { fraudPresets } from "#domain/fraud-presets";
import { describeFraud } from "#bench/fraud-print";
import { actionOf, holdMs, replayCorpus, standingActionOf } from "#bench/fraud-replay";
import type { ReplayedReferral } from "#bench/fraud-replay";
import type { Corpus, Happening, Person } from "#bench/fraud-world/corpus";

const startMs = Date.UTC(2026, 2, 2, 9);
const hourMs = 3_600_000;

const options = { settings: fraudPresets.moderate, disposable: new Set(["throw.example"]) };

describe("a referral", () => {
  test("that is honest is bound, assessed twice and approved", () => {
    const [mike] = replay([...visit("mike"), pay("mike", 2 * dayMs)]);
    expect(mike).toMatchObject({ refusal: null, atPayment: "approve", atRelease: "approve", score: 0 });
    expect([...(mike?.signals ?? []), ...(mike?.rules ?? [])]).toEqual([]);
  });

  test("that was never paid for is not assessed", () => {
    expect(replay(visit("mike"))).toMatchObject([{ refusal: null, atPayment: null, atRelease: null }]);
  });

  test("of oneself is refused at the signup; with one's own card it is rejected when the card is known", () => {
    const mailbox = { mike: { email: "an.n@gmail.com" }, ann: { email: "ann+1@gmail.com" } };
    expect(replay([...visit("mike"), pay("mike", dayMs)], mailbox)).toMatchObject([
      { refusal: "self_referral", atPayment: null },
    ]);
    const card = { mike: { paymentFingerprint: "card" }, ann: { paymentFingerprint: "card" } };
    const [own] = replay([...visit("mike"), pay("mike", dayMs)], card);
    expect(own).toMatchObject({ refusal: null, atPayment: "reject" });
    expect(own?.rules).toContain("self_referral");
  });

  test("that closes a circle, and one of a person who was there before, are refused", () => {
    const circle = replay([...visit("mike"), ...visit("ann", { referrerId: "mike", atMs: startMs + dayMs })]);
    expect(circle.map(({ refusal }) => refusal)).toEqual([null, "referral_cycle"]);
    expect(replay(visit("mike"), { mike: { registeredAtMs: startMs - dayMs } })).toMatchObject([
      { refusal: "existing_participant" },
    ]);
  });

  test("with throw-away mail is rejected before anything is paid", () => {
    const [mike] = replay([...visit("mike"), pay("mike", dayMs)], { mike: { email: "m@throw.example" } });
    expect(mike).toMatchObject({ atPayment: "reject", atRelease: "reject" });
  });

  test("by way of an image that many loaded is held; of a visitor who also came himself it is not", () => {
    const loaded = Array.from({ length: 9 }, (_, index) => ({ ...clickOf(`p${index}`, { via: "image" }) }));
    const stuffed = replay([...loaded, ...visit("mike", { via: "image" }), pay("mike", dayMs)]);
    expect(stuffed).toMatchObject([{ atPayment: "hold", atRelease: "hold" }]);
    expect(replay([...visit("mike", { via: "image" }), pay("mike", dayMs)])).toMatchObject([{ atPayment: "approve" }]);
    // Any sooner it is a repeat, which leaves no touch.
    const came = { ...clickOf("mike"), atMs: startMs + hourMs / 2 };
    const [click, signup] = visit("mike", { via: "image" });
    const own = replay([...loaded, click, came, signup, pay("mike", dayMs)].filter((one) => one !== undefined));
    expect(own).toMatchObject([{ atPayment: "approve" }]);
  });
});

test("clicks of machines are none, and device and address are those of the click that the signup was bound by", () => {
  const names = Array.from({ length: 5 }, (_, index) => `p${index}`);
  const office = names.flatMap((name, index) => visit(name, { atMs: startMs + index * hourMs, address: "office" }));
  const paid = names.map((name) => pay(name, 12 * dayMs));
  const signalsOf = (happenings: Happening[]) => replay([...happenings, ...paid]).map(({ signals }) => [...signals]);
  expect(signalsOf(office)).toEqual(names.map(() => ["address_clustering"]));
  const typed = office.map((one) => (one.type === "signup" ? { ...one, codeSource: "typed" as const } : one));
  expect(signalsOf(typed)).toEqual(names.map(() => []));
  const scanned = office.map((one) => (one.type === "click" ? { ...one, agent: "WhatsApp/2.25.30.74 A" } : one));
  expect(signalsOf(scanned)).toEqual(names.map(() => []));
});

test("a signup is bound under whoever's link was opened first, whomever the corpus names", () => {
  const first = { ...clickOf("mike", { referrerId: "bob" }), atMs: startMs - dayMs };
  const twins = { bob: { email: "sam@home.example" }, mike: { email: "sam+1@home.example" } };
  // Bob is Mike, so that his own link does not count.
  expect(replay([first, ...visit("mike")], twins)).toMatchObject([{ refusal: null }]);
  const own = replay([first, pay("mike", dayMs), ...visit("mike")], {
    bob: { paymentFingerprint: "card" },
    mike: { paymentFingerprint: "card" },
  });
  expect(own).toMatchObject([{ atPayment: "reject" }]);
});

test("what is only known when the hold ends is caught then", () => {
  const twins = { paymentFingerprint: "card" };
  const people = { a: twins, b: twins, c: twins, d: twins };
  const names = Object.keys(people);
  const happenings = [
    ...names.flatMap((name, index) => visit(name, { atMs: startMs + index * 5 * hourMs })),
    ...names.map((name, index) => pay(name, 12 * dayMs + index * hourMs)),
  ];
  const [first, , , last] = replay(happenings, people);
  expect(first).toMatchObject({ atPayment: "approve", atRelease: "hold" });
  expect(last).toMatchObject({ atPayment: "hold", atRelease: "hold" });
});

test("a second account with one mailbox is rejected, and the first is looked at when the hold ends", () => {
  const people = { a: { email: "sam@home.example" }, b: { email: "sam+2@home.example" } };
  const happenings = [...visit("a"), pay("a", hourMs), ...visit("b", { atMs: startMs + dayMs }), pay("b", 2 * dayMs)];
  expect(replay(happenings, people)).toMatchObject([
    { atPayment: "approve", atRelease: "review" },
    { atPayment: "reject", atRelease: "reject" },
  ]);
});

test("the second look is fourteen days after the payment, and sees what happened until then", () => {
  expect(holdMs).toBe(14 * dayMs);
  const people = { a: { email: "sam@home.example" }, b: { email: "sam+2@home.example" } };
  const paid = pay("a", hourMs);
  const lookAfter = (waitMs: number) => {
    const second = visit("b", { atMs: paid.atMs + waitMs - hourMs });
    return replay([...visit("a"), paid, ...second], people)[0]?.atRelease;
  };
  expect([lookAfter(holdMs - 1), lookAfter(holdMs)]).toEqual(["review", "approve"]);
});

test("refunds after redemption are held against the referrals of their days, those before it are not", () => {
  const names = ["a", "b", "c"];
  const visitsEvery = (days: number) =>
    names.flatMap((name, index) => [
      ...visit(name, { atMs: startMs + index * days * dayMs }),
      pay(name, index * days * dayMs + hourMs),
      ...undoing(name, index * days * dayMs + 2 * hourMs),
    ]);
  const visits = visitsEvery(3);
  expect(replay(visitsEvery(20)).map(actionOf)).toEqual(names.map(() => "approve"));
  expect(replay(visits.filter(({ type }) => type !== "redeemed")).map(actionOf)).toEqual(names.map(() => "approve"));
  const [first, , third] = replay(visits);
  expect(first).toMatchObject({ atPayment: "approve", atRelease: "hold" });
  expect(third).toMatchObject({ atPayment: "hold", atRelease: "hold" });
});

test("an address is another one after midnight", () => {
  const evening = Date.UTC(2026, 2, 2, 20);
  const names = Array.from({ length: 9 }, (_, index) => `p${index}`);
  const at = (index: number) => evening + index * hourMs;
  const happenings = names.flatMap((name, index) => visit(name, { atMs: at(index), address: "office" }));
  const paid = names.map((name, index) => pay(name, at(index) - startMs + 12 * dayMs));
  const replayed = replay([...happenings, ...paid]);
  const clustered = replayed.filter(({ signals }) => signals.has("address_clustering"));
  expect(clustered.map(({ refereeId }) => refereeId)).toEqual(names.slice(4));
  expect(replayed.map(actionOf)).toEqual(names.map(() => "approve"));
});

test("who was held and let go was caught at one moment and not in the end; a refusal is for good", () => {
  const referral = { refusal: null, atPayment: "hold", atRelease: "approve" } as ReplayedReferral;
  expect([actionOf(referral), standingActionOf(referral)]).toEqual(["hold", "approve"]);
  expect(standingActionOf({ ...referral, atPayment: "review" })).toBe("review");
  expect(standingActionOf({ ...referral, atPayment: "approve", atRelease: "hold" })).toBe("hold");
  expect([actionOf, standingActionOf].map((of) => of({ ...referral, refusal: "self_referral" }))).toEqual([
    ...["reject", "reject"],
  ]);
});

test("a referral without a label is an error of the corpus", () => {
  const corpus = aCorpus(visit("mike"));
  expect(() => replayCorpus({ ...corpus, labels: new Map() }, options)).toThrow("no label for mike");
});

test("the figures say what was caught, whom it cost, and each population by itself", () => {
  const happenings = [
    ...["mike", "fake", "shy"].flatMap((name, index) => visit(name, { atMs: startMs + index * hourMs })),
    ...["mike", "fake"].map((name) => pay(name, dayMs)),
  ];
  const text = describeFraud(replay(happenings, { fake: { email: "f@throw.example" } }));
  expect(text).toContain("3 referrals, of which 1 abusive and 1 honest were paid for or refused");
  expect(text).toContain("| at either | 100.0 % (20.7–100.0) | 100.0 % (20.7–100.0) | 0.0 % (0.0–79.3) |");
  expect(text).toContain("- PASS recall 100.0 % (20.7–100.0), at least 90.0 %");
  expect(text).toContain("- MISS abusers among all 33.3 % (6.1–79.2), about 5.0 %");
  expect(text).toContain("| abuse: fake | 1 | 0 | 0 | 0 | 1 | 100.0 %");
  expect(text).toContain("| honest: people | 1 | 1 | 0 | 0 | 0 | 0.0 %");
  expect(text).toContain("| disposable_domain | 1 | 0 |");
});

type Visit = { atMs?: number; referrerId?: string; via?: "navigation" | "image"; address?: string };

const agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** A click on a link of Ann's, and the signup an hour later. */
function visit(name: string, fields: Visit = {}): Happening[] {
  const click = clickOf(name, fields);
  const { referrerId, visitor, address, atMs } = click;
  const signup = { referrerId, visitor, address, refereeId: name, codeSource: "click", atMs: atMs + hourMs } as const;
  return [click, { type: "signup", ...signup }];
}

function clickOf(name: string, fields: Visit = {}): Happening & { type: "click" } {
  const { atMs = startMs, referrerId = "ann", via = "navigation", address = `home of ${name}` } = fields;
  return { type: "click", atMs, visitor: `device of ${name}`, referrerId, address, agent, via };
}

function pay(name: string, afterMs: number): Happening {
  const payment = { refereeId: name, paymentRef: `order of ${name}`, amountMinor: 4900, currency: "GBP" };
  return { type: "payment", atMs: startMs + hourMs + afterMs, ...payment };
}

function undoing(name: string, afterMs: number): Happening[] {
  const atMs = startMs + hourMs + afterMs;
  return [
    { type: "redeemed", atMs, refereeId: name },
    { type: "refund", atMs: atMs + 1, paymentRef: `order of ${name}`, amountMinor: 4900 },
  ];
}

function replay(happenings: Happening[], people: Record<string, Partial<Person>> = {}): ReplayedReferral[] {
  return replayCorpus(aCorpus(happenings, people), options);
}

/** Everybody who is named, with a name and mailbox of his own; whoever is called fake is. */
function aCorpus(happenings: Happening[], people: Record<string, Partial<Person>> = {}): Corpus {
  const referees = happenings.flatMap((one) => (one.type === "signup" ? [one.refereeId] : []));
  const names = new Set(["ann", ...referees, ...Object.keys(people)]);
  return {
    people: [...names].map((id) => ({
      ...{ id, name: id.repeat(3), email: `${id.repeat(2)}@${id}.example`, organization: null },
      ...{ registeredAtMs: null, paymentFingerprint: null },
      ...people[id],
    })),
    happenings: happenings.toSorted((a, b) => a.atMs - b.atMs),
    labels: new Map(
      referees.map((id) => [id, { isAbuse: id === "fake", population: id === "fake" ? "fake" : "people" }]),
    ),
  };
}
