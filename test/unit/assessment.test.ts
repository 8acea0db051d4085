import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess } from "#domain/assessment";
import { gatherFraudFacts } from "#domain/fraud-facts";
import { fraudPresetNames, fraudPresets } from "#domain/fraud-presets";
import { signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import type { FraudListEntry } from "#domain/fraud-list";
import { aHistory, anEntry, aPastReferral, factsMeasuring, someLists, withEmail } from "#support/fraud-factories";

const { moderate } = fraudPresets;
type Measures = Partial<Record<SignalName, number | null>>;

function assessed(measures: Measures, entries: FraudListEntry[] = []) {
  return assess(factsMeasuring(measures), moderate, someLists(entries));
}

const twins = { similarity: 900_000, velocity: 20 };
const ring = { ...twins, timing: 1_000_000, conversion_speed: 10 };

test("an honest referral is approved, with every signal told", () => {
  const { signals, ...rest } = assess(gatherFraudFacts(aHistory(), new Set()), moderate, someLists());
  expect(rest).toEqual({ score: 0, risk: "low", action: "approve", rules: [], allowedBy: null });
  expect(signals.map(({ signal }) => signal)).toEqual([...signalNames]);
});

test.each<[string, Measures, object]>([
  ["low is approved", { velocity: 20, conversion_speed: 1 }, { score: 400_000, risk: "low", action: "approve" }],
  ["a crowd with one likeness is low still", twins, { score: 400_000, risk: "low", action: "approve" }],
  ["medium is held", { similarity: 900_000, referrer_doubles: 9 }, { risk: "medium", action: "hold" }],
  [
    "exactly the high level is medium still",
    { ...twins, timing: 1_000_000 },
    { score: 700_000, risk: "medium", action: "hold" },
  ],
  ["high goes to review", ring, { score: 800_000, risk: "high", action: "review" }],
])("%s", (_, measures, expected) => {
  expect(assessed(measures)).toMatchObject({ ...expected, rules: [] });
});

test("no score rejects anyone, at any preset", () => {
  const loudest = Object.fromEntries(signalNames.map((name) => [name, name === "conversion_speed" ? 0 : 1_000_000]));
  for (const name of fraudPresetNames)
    expect(assess(factsMeasuring(loudest), fraudPresets[name], someLists())).toMatchObject({
      ...{ score: 1_000_000, action: "review" },
    });
});

test("a rule is stronger than a low score, and a high score than a milder rule", () => {
  const doubled = { sameMailbox: [{ id: "ptc_b", isEarlier: false }] };
  expect(assess(factsMeasuring({}, doubled), moderate, someLists())).toMatchObject({ risk: "low", action: "review" });
  const suspended = factsMeasuring(ring, { ...doubled, referrerRefusal: "referrer_suspended" });
  expect(assess(suspended, moderate, someLists())).toMatchObject({ risk: "high", action: "reject" });
});

describe("an address alone", () => {
  const block = anEntry("block", "address", "hash_mike");

  test("approves at every preset, however many share it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fraudPresetNames), fc.nat(), (name, count) => {
        const { action } = assess(factsMeasuring({ address_clustering: count }), fraudPresets[name], someLists());
        expect(action).toBe("approve");
      }),
    );
  });
  test("of a whole fair, with different people on different devices, approves by relaxed and moderate", () => {
    const signedUpAtMs = (index: number) => aPastReferral("x").signedUpAtMs - (index ** 2 % 97) * 240_000;
    const others = Array.from({ length: 60 }, (_, index) =>
      aPastReferral(`guest${index}`, {
        referee: withEmail(
          `Guest ${words[index % 7]} ${words[(index * 3) % 11]}`,
          `${words[index % 13]}@home${index}.example`,
        ),
        ...{ addressHash: "fair", signedUpAtMs: signedUpAtMs(index), clickedAtMs: signedUpAtMs(index) - 60_000 },
        // Some buy at the stand, and others the day after.
        ...(index % 2 === 0 && { paidAtMs: signedUpAtMs(index) + 600_000 }),
      }),
    );
    const facts = gatherFraudFacts(
      aHistory({ referral: aPastReferral("mike", { addressHash: "fair" }), others }),
      new Set(),
    );
    for (const name of ["relaxed", "moderate"] as const)
      expect(assess(facts, fraudPresets[name], someLists()).action).toBe("approve");
  });
  test("when blocked holds and neither reviews nor rejects, at every preset", () => {
    for (const name of fraudPresetNames)
      for (const count of [1, 5, 500])
        expect(
          assess(factsMeasuring({ address_clustering: count }), fraudPresets[name], someLists([block])).action,
        ).toBe("hold");
  });
  test("when blocked rejects those whom other signs put at risk, and no one for its own sign", () => {
    expect(assessed({ ...twins, timing: 1_000_000 }, [block])).toMatchObject({ action: "reject" });
    expect(assessed({ velocity: 20, address_clustering: 50, conversion_speed: 1 }, [block]).action).toBe("hold");
  });
  test("when allowed says nothing any more", () => {
    const crowd = { address_clustering: 9, similarity: 900_000, timing: 1_000_000 };
    expect(assessed(crowd)).toMatchObject({ score: 600_000, action: "hold" });
    const allow = anEntry("allow", "address", "hash_mike");
    expect(assessed(crowd, [allow])).toMatchObject({ score: 600_000, action: "approve", allowedBy: allow.id });
    expect(assessed(ring, [allow]).action).toBe("review");
  });
});

const words = [
  "ash",
  "birch",
  "cedar",
  "dogwood",
  "elm",
  "fir",
  "gum",
  "holly",
  "ivy",
  "juniper",
  "kauri",
  "larch",
  "oak",
];

describe("who is allowed by name", () => {
  test.each([
    ["email", "mike@home.example"],
    ["participant", "ptc_mike"],
    ["participant", "ptc_ann"],
  ] as const)("%s %s is approved, and the score is told all the same", (kind, value) => {
    const entry = anEntry("allow", kind, value);
    expect(assessed(ring, [entry])).toMatchObject({
      score: 800_000,
      risk: "high",
      action: "approve",
      allowedBy: entry.id,
    });
  });
  test("is not rejected for a blocked address by the score that is not acted on", () => {
    const entries = [anEntry("allow", "participant", "ptc_ann"), anEntry("block", "address", "hash_mike")];
    expect(assessed(ring, entries)).toMatchObject({
      risk: "high",
      action: "hold",
      rules: [{ rule: "blocked_address", action: "hold" }],
    });
  });
  test("is still no referrer of himself, and a later double of his is still looked at", () => {
    const allow = someLists([anEntry("allow", "participant", "ptc_mike")]);
    const own = aPastReferral("mike", { referee: withEmail("mike", "ann@lens.example") });
    expect(assess(factsMeasuring({}, { referral: own }), moderate, allow).action).toBe("reject");
    const doubled = { sameMailbox: [{ id: "ptc_b", isEarlier: false }] };
    expect(assess(factsMeasuring(ring, doubled), moderate, allow).action).toBe("review");
  });
  test("is not everybody of an allowed domain", () => {
    const entries = [anEntry("allow", "domain", "home.example"), anEntry("allow", "pattern", "*")];
    expect(assessed(ring, entries)).toMatchObject({ action: "review", allowedBy: null });
  });
});

test("with an allowance for the referee, no block of him or his address is acted on", () => {
  const blocks = [
    anEntry("block", "email", "mike@home.example"),
    anEntry("block", "domain", "home.example"),
    anEntry("block", "participant", "ptc_mike"),
    anEntry("block", "pattern", "mike*"),
    anEntry("block", "address", "hash_mike"),
  ];
  const allows = [anEntry("allow", "email", "mike@home.example"), anEntry("allow", "pattern", "*@home.example")];
  fc.assert(
    fc.property(fc.subarray(blocks), fc.subarray(allows, { minLength: 1 }), (blocked, allowed) => {
      expect(assessed({}, [...blocked, ...allowed])).toMatchObject({ action: "approve", rules: [] });
      expect(assessed({}, [...allowed, ...blocked])).toEqual(assessed({}, [...blocked, ...allowed]));
    }),
  );
});

const ranks = ["approve", "hold", "review", "reject"];

test("more of a signal is never answered more mildly", () => {
  const anyMeasures = fc.record({
    velocity: fc.nat({ max: 30 }),
    similarity: fc.nat({ max: 1_000_000 }),
    address_clustering: fc.nat({ max: 30 }),
    timing: fc.nat({ max: 1_000_000 }),
    shared_device: fc.nat({ max: 9 }),
  });
  const rising = ["velocity", "similarity", "address_clustering", "timing", "shared_device"] as const;
  const anyBlocks = fc.subarray([anEntry("block", "address", "hash_mike")]);
  fc.assert(
    fc.property(
      fc.constantFrom(...fraudPresetNames),
      anyMeasures,
      fc.constantFrom(...rising),
      anyBlocks,
      (name, measures, signal, blocks) => {
        const rank = (all: Measures) =>
          ranks.indexOf(assess(factsMeasuring(all), fraudPresets[name], someLists(blocks)).action);
        expect(rank({ ...measures, [signal]: 1_000_000 })).toBeGreaterThanOrEqual(rank(measures));
      },
    ),
  );
});

test("what is stored is whole numbers and ids, and comes out the same twice", () => {
  const facts = gatherFraudFacts(aHistory({ others: [aPastReferral("mika"), aPastReferral("tom")] }), new Set());
  const once = assess(facts, moderate, someLists());
  expect(assess(facts, moderate, someLists())).toEqual(once);
  const text = JSON.stringify(once);
  expect(text).not.toMatch(/\d\.\d|@/);
});
