import * as fc from "fast-check";
import { expect, test } from "vitest";
import { gatherFraudFacts } from "#domain/fraud-facts";
import { fraudWindowMs, mostOthers } from "#domain/fraud-history";
import { signalNames } from "#domain/fraud-settings";
import { nowMs } from "#support/domain-factories";
import { aHistory, aPastReferral } from "#support/fraud-factories";

test("every signal is measured", () => {
  expect(Object.keys(gatherFraudFacts(aHistory(), new Set()).measures)).toEqual([...signalNames]);
});

test("what lies outside the window and the referral itself change nothing", () => {
  const others = [aPastReferral("mike"), aPastReferral("mike brown", { signedUpAtMs: nowMs - fraudWindowMs })];
  expect(gatherFraudFacts(aHistory({ others }), new Set())).toEqual(gatherFraudFacts(aHistory(), new Set()));
});

test("of very many others the nearest are looked at, on both sides", () => {
  const others = Array.from({ length: 2 * mostOthers }, (_, index) =>
    aPastReferral(`r${index}`, { signedUpAtMs: nowMs + (index - mostOthers) * 60_000, addressHash: "hash_mike" }),
  );
  const { measures } = gatherFraudFacts(aHistory({ others, clicks: { clicks: 1e6, embedded: 0 } }), new Set());
  expect(measures.velocity.measure).toBe(mostOthers + 1);
  expect(measures.address_clustering.measure).toBe(mostOthers + 1);
  expect(measures.timing.measure).toBe(1_000_000);
  expect(measures.click_stuffing.measure).toBeNull();
});

const anyOther = fc.record({
  signedUpAtMs: fc.integer({ min: nowMs - 2 * fraudWindowMs, max: nowMs + 2 * fraudWindowMs }),
  addressHash: fc.constantFrom("hash_mike", "other", null),
  visitorId: fc.constantFrom("vis_mike", "other", null),
  paidAtMs: fc.constant(null),
  isTakenBack: fc.boolean(),
});
const names = ["mike", "mika", "mikes", "ann", "anna", "tom"];
const anyOthers = fc
  .array(fc.tuple(anyOther, fc.constantFrom(...names)), { maxLength: 25 })
  .map((all) => all.map(([fields, name], index) => aPastReferral(`${name}${index}`, fields)));

test("the order in which others were loaded makes no difference", () => {
  fc.assert(
    fc.property(
      anyOthers.chain((others) =>
        fc.tuple(fc.constant(others), fc.shuffledSubarray(others, { minLength: others.length })),
      ),
      ([others, shuffled]) => {
        expect(gatherFraudFacts(aHistory({ others: shuffled }), new Set())).toEqual(
          gatherFraudFacts(aHistory({ others }), new Set()),
        );
      },
    ),
  );
});

test("what is measured is whole numbers, and names nobody", () => {
  fc.assert(
    fc.property(anyOthers, (others) => {
      for (const { measure, participants } of Object.values(
        gatherFraudFacts(aHistory({ others }), new Set()).measures,
      )) {
        expect(measure === null || Number.isSafeInteger(measure)).toBe(true);
        expect(participants.every((id) => id.startsWith("ptc_"))).toBe(true);
      }
    }),
  );
});

test("another referral on the same day, address or device lowers no count", () => {
  const counts = ["velocity", "address_clustering", "shared_device"] as const;
  fc.assert(
    fc.property(anyOthers, anyOther, (others, fields) => {
      const [before, after] = [others, [...others, aPastReferral("another", fields)]].map(
        (all) => gatherFraudFacts(aHistory({ others: all }), new Set()).measures,
      );
      for (const name of counts) expect(after?.[name].measure ?? 0).toBeGreaterThanOrEqual(before?.[name].measure ?? 0);
    }),
  );
});
