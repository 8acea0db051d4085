import { describe, expect, test } from "vitest";
import { assess } from "#domain/assessment";
import type { Assessment } from "#domain/assessment";
import { fraudPresets } from "#domain/fraud-presets";
import type { FraudRule } from "#domain/fraud-rules";
import { groundsOf, heedPerson, heedReview, isBlocked, judgeReferral, reviewOf } from "#domain/fraud-finding";
import { aReferral } from "#support/domain-factories";
import { anEntry, factsMeasuring, someEvidence, someLists, strangersWith, withEmail } from "#support/fraud-factories";

const risky = assess(factsMeasuring({ shared_payment: 3, timing: 1 }), fraudPresets.moderate, someLists());
const withRule = (rule: FraudRule): Assessment => ({
  ...risky,
  action: "reject",
  rules: [{ rule, action: "reject", about: "referee", evidence: [] }],
});
const approved = (grounds: string[]) => ({ status: "approved" as const, grounds });

test("grounds are the signals that fired and the rules that spoke", () => {
  expect(risky.action).toBe("hold");
  expect(groundsOf(risky)).toEqual(["shared_payment"]);
  expect(groundsOf(withRule("duplicate_person"))).toEqual(["shared_payment", "duplicate_person"]);
});

describe("heedReview", () => {
  test("as long as nobody has decided, scoring says what is done", () => {
    for (const moment of ["decision", "release"] as const) expect(heedReview(risky, null, moment)).toBe("hold");
  });

  test("what is promised while a review is open waits for it, but for what is rejected anyway", () => {
    const open = { status: "open" as const, grounds: ["shared_payment"] };
    expect(heedReview(risky, open, "decision")).toBe("review");
    expect(heedReview(withRule("duplicate_person"), open, "decision")).toBe("reject");
    expect(heedReview(risky, open, "release")).toBe("hold");
  });

  test("whom a person has rejected earns nothing, whatever scoring says", () => {
    const honest = assess(factsMeasuring({}), fraudPresets.moderate, someLists());
    for (const moment of ["decision", "release"] as const)
      expect(heedReview(honest, { status: "rejected", grounds: [] }, moment)).toBe("reject");
  });

  test("an approval holds on the grounds that were seen; at a release on all but a block", () => {
    expect(heedReview(risky, approved(["shared_payment"]), "decision")).toBe("approve");
    expect(heedReview(risky, approved(["velocity"]), "decision")).toBe("hold");
    expect(heedReview(risky, approved([]), "release")).toBe("approve");
    expect(heedReview(withRule("duplicate_person"), approved([]), "release")).toBe("approve");
    for (const rule of ["blocked_email", "blocked_domain", "blocked_participant", "blocked_pattern"] as const)
      expect(heedReview(withRule(rule), approved(["shared_payment", rule]), "release")).toBe("reject");
  });

  test("an approved referrer who may not earn any more gets nothing when the hold ends", () => {
    expect(heedReview(withRule("ineligible_referrer"), approved(["shared_payment"]), "release")).toBe("reject");
  });

  test("an address that only holds blocks nobody", () => {
    const rules: Assessment["rules"] = [{ rule: "blocked_address", action: "hold", about: "address", evidence: [] }];
    expect(isBlocked({ rules })).toBe(false);
    expect(isBlocked(withRule("blocked_address"))).toBe(true);
  });
});

test("where nothing is scored a person is heeded all the same", () => {
  expect(heedPerson(null)).toBe("approve");
  expect(heedPerson({ status: "open" })).toBe("review");
  expect(heedPerson({ status: "approved" })).toBe("approve");
  expect(heedPerson({ status: "rejected" })).toBe("reject");
});

test("a referral is judged by all that is known of it, its program's lists and what was said of it", () => {
  const mike = withEmail("mike", "mike@home.example", { paymentFingerprint: "card" });
  const scored = {
    ...{ referral: aReferral(), referrer: withEmail("ann", "ann@lens.example"), referee: mike, referrerRefusal: null },
  };
  const asked = { settings: fraudPresets.moderate, moment: "decision" as const };
  const evidence = someEvidence({ namesakes: strangersWith("card") });
  expect(judgeReferral(evidence, scored, asked)).toMatchObject({ action: "hold", assessment: { risk: "medium" } });
  const reviews = [{ referralId: "ref_1", ...approved(["shared_payment"]) }];
  expect(judgeReferral({ ...evidence, reviews }, scored, asked).action).toBe("approve");
  expect(reviewOf({ reviews }, "ref_1")?.status).toBe("approved");
  expect(reviewOf({ reviews }, "ref_2")).toBeNull();
  const entries = [{ ...anEntry("block", "domain", "home.example"), programId: "prg_1" }];
  expect(judgeReferral({ ...evidence, reviews, entries }, scored, asked).action).toBe("reject");
});
