import { expect, test } from "vitest";
import { giveAward } from "#domain/award-reward";
import { dayMs } from "#domain/day";
import { countingIds, nowMs } from "#support/domain-factories";

const award = {
  ...{ programId: "prg_1", beneficiaryId: "ptc_ann", version: 2, ruleKey: "monthly_leader", grantIndex: 1 },
  ...{
    subject: "2026-10",
    kind: "free_month",
    claim: "automatic" as const,
    expiresDays: 30,
    earnedAtMs: nowMs - dayMs,
  },
  value: { unit: "free_months", quantity: 2, worth: { amountMinor: 4900, currency: "GBP" }, label: null },
};
const setting = { actor: "job:reward_leaders", nowMs, newId: countingIds() };

test("an award is available at once and moves its value, under no referral and no limit", () => {
  const { reward, transition, posting } = giveAward(award, { change: "grant", reason: "month_led" }, setting);
  expect(reward).toMatchObject({
    ...{ ruleKey: "monthly_leader", subject: "2026-10", version: 2, referralId: null, side: "referrer" },
    ...{ state: "available", quantity: 2, worthMinor: 4900, expiresAtMs: nowMs + 30 * dayMs, places: null },
  });
  expect(transition).toMatchObject({ fromState: null, toState: "available", reason: "month_led" });
  expect(posting).toMatchObject({ quantity: 2, toOwner: "ptc_ann" });
});

test("what may not be given is denied, and moves nothing", () => {
  const { reward, posting } = giveAward(award, { change: "deny", reason: "program_paused" }, setting);
  expect([reward.state, posting]).toEqual(["denied", null]);
});
