import { refusalOfReferrer } from "#domain/binding";
import type { Clause, DenialReason } from "#domain/explanation";
import { valueOf } from "#domain/grant";
import type { Grant } from "#domain/grant";
import type { NewId } from "#domain/id";
import { postGrant } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { isSelfReferral } from "#domain/participant";
import type { Program, ProgramDocument, ProgramVersion, Rule } from "#domain/program";
import { rewardChanges } from "#domain/reward";
import type { Reward, RewardTransition } from "#domain/reward";
import { matchRule } from "#domain/rule";
import type { Occasion, Parties } from "#domain/rule";

const dayMs = 86_400_000;

export type RewardDecision = {
  rewards: Reward[];
  transitions: RewardTransition[];
  postings: Posting[];
  clauses: Clause[];
};

export type RewardSetting = {
  program: Program;
  referralId: string;
  parties: Parties;
  /** In force at the signup: rules and amounts. */
  promised: ProgramVersion;
  /** In force now: who is eligible. */
  current: ProgramDocument;
  /** What this referral earned so far. */
  rewards: readonly Reward[];
  rewardsEnabled: boolean;
  actor: string;
  nowMs: number;
  newId: NewId;
};

/** What the rules give for one occasion. Every rule that listens to it leaves a clause, paid or not. */
export function decideRewards(occasion: Occasion, setting: RewardSetting): RewardDecision {
  const decision: RewardDecision = { rewards: [], transitions: [], postings: [], clauses: [] };
  const { atMs } = occasion;
  for (const rule of setting.promised.document.rules) {
    const match = matchRule(rule, occasion, setting.parties, setting.rewards);
    if (match === "not_meant" || match === "rewarded_before") continue;
    if (match !== "met") {
      decision.clauses.push({
        code: "rule_missed",
        rule: rule.key,
        reason: match.miss,
        condition: match.condition,
        atMs,
      });
    } else if (setting.rewardsEnabled) {
      rule.grant.forEach((grant, index) =>
        addReward(decision, newReward({ rule, grant, index }, occasion, setting), setting),
      );
    } else {
      decision.clauses.push({ code: "rewards_disabled", atMs });
    }
  }
  return decision;
}

/** A denied reward is kept as a row: it says why, and it uses up its occasion like a paid one. */
function addReward(decision: RewardDecision, promise: Reward, setting: RewardSetting): void {
  const denial = denialOf(promise, setting);
  const { from, to } = rewardChanges[denial === null ? "grant" : "deny"];
  const reward = { ...promise, state: to };
  const { actor, nowMs } = setting;
  decision.rewards.push(reward);
  decision.transitions.push({
    rewardId: reward.id,
    fromState: from,
    toState: to,
    reason: denial ?? "rule_met",
    actor,
    atMs: nowMs,
  });
  const about = {
    rule: reward.ruleKey,
    side: reward.side,
    beneficiaryId: reward.beneficiaryId,
    atMs: reward.earnedAtMs,
  };
  if (denial !== null) {
    decision.clauses.push({ code: "reward_denied", reason: denial, ...about });
    return;
  }
  const { kind, unit, quantity, worthMinor, worthCurrency } = reward;
  decision.postings.push(postGrant(reward, nowMs));
  decision.clauses.push({ code: "reward_granted", kind, unit, quantity, worthMinor, worthCurrency, ...about });
}

function denialOf(reward: Reward, { program, parties, current }: RewardSetting): DenialReason | null {
  if (program.status === "paused") return "program_paused";
  if (isSelfReferral(parties.referrer, parties.referee)) return "self_referral";
  return reward.side === "referrer" ? refusalOfReferrer(parties.referrer, current) : null;
}

function newReward(
  promise: { rule: Rule; grant: Grant; index: number },
  occasion: Occasion,
  setting: RewardSetting,
): Reward {
  const { rule, grant, index: grantIndex } = promise;
  const value = valueOf(grant);
  const { promised, program, referralId, parties, nowMs, newId } = setting;
  return {
    id: newId("rwd"),
    programId: program.id,
    referralId,
    ruleKey: rule.key,
    grantIndex,
    subject: occasion.subject,
    beneficiaryId: parties[grant.to].id,
    side: grant.to,
    kind: grant.kind,
    unit: value.unit,
    quantity: value.quantity,
    reversedQuantity: 0,
    worthMinor: value.worth?.amountMinor ?? null,
    worthCurrency: value.worth?.currency ?? null,
    state: "available",
    version: promised.version,
    earnedAtMs: occasion.atMs,
    releaseAtMs: null,
    expiresAtMs: rule.expires_days === undefined ? null : nowMs + rule.expires_days * dayMs,
  };
}
