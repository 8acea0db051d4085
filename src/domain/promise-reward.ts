import { withBadgeName } from "#domain/badge";
import { refusalOfReferrer } from "#domain/binding";
import { dayMs } from "#domain/day";
import type { Clause, DenialReason } from "#domain/explanation";
import type { Facts } from "#domain/facts";
import type { Grant } from "#domain/grant";
import { valueOf } from "#domain/grant-value";
import type { Value } from "#domain/grant-value";
import type { HoldReason } from "#domain/hold";
import { limitUses } from "#domain/limit";
import type { LimitUse } from "#domain/limit";
import { judgePromise } from "#domain/judge-work";
import { newReward } from "#domain/new-reward";
import { isSelfReferral } from "#domain/participant";
import type { Limit, Rule } from "#domain/program";
import { scoringOf } from "#domain/program-fraud";
import { addCount, takeStep, usedOf } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { countKey, dependsOnConversions, paidCriterion } from "#domain/qualification";
import type { Reward } from "#domain/reward";

/** What was earned, and what it still waits for. */
export type Earning = {
  subject: string;
  atMs: number;
  facts: Facts;
  /** The count that was reached, and under which criterion; null where none was counted. */
  ordinal: number | null;
  criterion: string | null;
  releaseAtMs: number | null;
  needsReview: boolean;
  disputed: boolean;
};

export type Promised = { rule: Rule; grant: Grant; index: number };

/**
 * One reward for one promise: granted, kept back for a while or denied. A denied one is kept as a row: it says
 * why, and it uses up its occasion like a paid one.
 */
export function promiseReward(work: Work, promised: Promised, earning: Earning): void {
  const { rule, grant } = promised;
  const { plan } = work;
  const value = valueOf(grant, earning.facts);
  if (value === null) {
    plan.clauses.push({
      code: "rule_missed",
      rule: rule.key,
      reason: "nothing_to_pay",
      condition: null,
      atMs: earning.atMs,
    });
    return;
  }
  const reward = promisedReward(promised, value, earning, work);
  const uses = usesOf(reward, rule, work);
  // Scoring comes last, so that nobody is scored for what would be denied anyway.
  const denial = denialOf(reward, work) ?? denialByLimit(uses, work) ?? denialByScore(work);
  if (denial !== null || uses === "budget_other_unit") {
    const { reason, limit } = denial ?? otherUnit;
    takeStep(work, { ...reward, needsReview: false, disputed: false }, "deny", { quantity: reward.quantity, reason });
    plan.clauses.push({ code: "reward_denied", reason, limit, ...aboutReward(reward) });
    return;
  }
  work.isOverValue ||= reward.needsReview;
  const kept = keepForRisk(takePlaces(reward, uses, work), work);
  const wait = waitingFor(kept, { ruleUntilMs: earning.releaseAtMs, nowMs: work.input.nowMs });
  const { quantity } = kept;
  takeStep(work, kept, wait === null ? "grant" : "hold", { quantity, reason: wait ?? "rule_met" });
  expectConversions(work, rule);
  const told = withBadgeName(kept, [work.setting.promised.document]);
  plan.clauses.push(wait === null ? grantedClause(told) : heldClause(told, wait));
}

type Denial = { reason: DenialReason; limit: Limit | null };

function denialOf(reward: Reward, { input, setting }: Work): Denial | null {
  const { program, rewardsEnabled } = input;
  const { parties, current } = setting;
  const deny = (reason: DenialReason | null) => (reason === null ? null : { reason, limit: null });
  if (!rewardsEnabled) return deny("rewards_disabled");
  if (program.status === "paused") return deny("program_paused");
  if (isSelfReferral(parties.referrer, parties.referee)) return deny("self_referral");
  return reward.side === "referrer" ? deny(refusalOfReferrer(parties.referrer, current)) : null;
}

function usesOf(reward: Reward, rule: Rule, { setting }: Work): ReturnType<typeof limitUses> {
  const { current, parties, campaign } = setting;
  const ids = { referrerId: parties.referrer.id, refereeId: parties.referee.id };
  return limitUses(rule, reward, { current, campaign, ...ids });
}

const otherUnit: Denial = { reason: "budget_other_unit", limit: null };

/** The limit that has no place left. */
function denialByLimit(uses: ReturnType<typeof limitUses>, work: Work): Denial | null {
  if (uses === "budget_other_unit") return otherUnit;
  const full = uses.find(({ place, cap }) => cap !== null && usedOf(work, place) + place.amount > cap);
  if (full === undefined) return null;
  return { reason: "max" in full.limit ? "limit_reached" : "budget_exhausted", limit: full.limit };
}

function denialByScore(work: Work): Denial | null {
  return judgePromise(work) === "reject" ? { reason: "fraud_rejected", limit: null } : null;
}

/** The reward with the places it takes under every limit. */
function takePlaces(reward: Reward, uses: readonly LimitUse[], work: Work): Reward {
  for (const use of uses) addCount(work, countOf(use));
  return uses.length === 0 ? reward : { ...reward, places: uses.map(({ place }) => place) };
}

/** Where the days for a medium risk are over already, as in a late report, it is what it is at the end of a hold. */
function keepForRisk(reward: Reward, work: Work): Reward {
  const action = judgePromise(work);
  const riskDays = scoringOf(work.setting.current)?.holdDays ?? null;
  if (action === "review") return { ...reward, needsReview: true };
  if (action !== "hold" || riskDays === null) return reward;
  const releaseAtMs = Math.max(reward.releaseAtMs ?? 0, reward.earnedAtMs + riskDays * dayMs);
  return { ...reward, riskDays, releaseAtMs, needsReview: reward.needsReview || releaseAtMs <= work.input.nowMs };
}

function countOf({ place: { amount, byQuantity: _, ...key }, cap }: LimitUse) {
  return { ...key, delta: amount, cap, expected: null };
}

/** What an amount depends on must still be so when it is committed. */
function expectConversions(work: Work, rule: Rule): void {
  if (!dependsOnConversions(rule)) return;
  const key = countKey(work.setting.parties.referrer.id, paidCriterion);
  addCount(work, { ...key, delta: 0, cap: null, expected: usedOf(work, key) });
}

function waitingFor(
  { disputed, needsReview, releaseAtMs }: Reward,
  { ruleUntilMs, nowMs }: { ruleUntilMs: number | null; nowMs: number },
): HoldReason | null {
  if (disputed) return "dispute";
  if (needsReview) return "review";
  if (releaseAtMs === null || releaseAtMs <= nowMs) return null;
  return releaseAtMs === ruleUntilMs ? "hold" : "risk";
}

function grantedClause(reward: Reward): Clause {
  const { kind, unit, quantity, label, worthMinor, worthCurrency } = reward;
  return { code: "reward_granted", kind, unit, quantity, label, worthMinor, worthCurrency, ...aboutReward(reward) };
}

function heldClause(reward: Reward, reason: HoldReason): Clause {
  const { kind, unit, quantity, label, releaseAtMs } = reward;
  return { code: "reward_held", reason, kind, unit, quantity, label, releaseAtMs, ...aboutReward(reward) };
}

export function aboutReward({ ruleKey: rule, side, beneficiaryId, earnedAtMs: atMs }: Reward) {
  return { rule, side, beneficiaryId, atMs };
}

function promisedReward(
  { rule, grant, index }: Promised,
  value: Value,
  earning: Earning,
  { input, setting }: Work,
): Reward {
  const { subject, atMs, ordinal, criterion, releaseAtMs, needsReview, disputed } = earning;
  return newReward({
    id: input.newId("rwd"),
    programId: input.program.id,
    referralId: setting.referralId,
    ruleKey: rule.key,
    grantIndex: index,
    subject,
    beneficiaryId: setting.parties[grant.to].id,
    side: grant.to,
    kind: grant.kind,
    value,
    version: setting.promised.version,
    claim: rule.claim ?? "automatic",
    earnedAtMs: atMs,
    releaseAtMs,
    needsReview,
    disputed,
    expiresDays: rule.expires_days ?? null,
    ordinal,
    criterion,
  });
}
