import { refusalOfReferrer } from "#domain/binding";
import { changeReward } from "#domain/change-reward";
import { dayMs } from "#domain/day";
import type { Clause, DenialReason } from "#domain/explanation";
import { valueOf } from "#domain/grant";
import type { Grant } from "#domain/grant";
import type { NewId } from "#domain/id";
import type { Posting } from "#domain/ledger";
import { isSelfReferral } from "#domain/participant";
import type { Program, ProgramDocument, ProgramVersion, Rule } from "#domain/program";
import type { Reward, RewardTransition } from "#domain/reward";
import { matchRule } from "#domain/rule";
import type { Occasion, Parties } from "#domain/rule";

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
    } else {
      rule.grant.forEach((grant, index) =>
        addReward(decision, newReward({ rule, grant, index }, occasion, setting), setting),
      );
    }
  }
  return decision;
}

/** A denied reward is kept as a row: it says why, and it uses up its occasion like a paid one. */
function addReward(decision: RewardDecision, promise: Reward, setting: RewardSetting): void {
  const denial = denialOf(promise, setting);
  const change = denial === null ? "grant" : "deny";
  const { quantity } = promise;
  const { reward, transition, posting } = changeReward(
    promise,
    change,
    { quantity, reason: denial ?? "rule_met" },
    setting,
  );
  decision.rewards.push(reward);
  decision.transitions.push(transition);
  if (posting !== null) decision.postings.push(posting);
  decision.clauses.push(denial === null ? grantedClause(reward) : deniedClause(reward, denial));
}

function grantedClause(reward: Reward): Clause {
  const { kind, unit, quantity, worthMinor, worthCurrency } = reward;
  return { code: "reward_granted", kind, unit, quantity, worthMinor, worthCurrency, ...aboutReward(reward) };
}

function deniedClause(reward: Reward, reason: DenialReason): Clause {
  return { code: "reward_denied", reason, ...aboutReward(reward) };
}

function aboutReward({ ruleKey: rule, side, beneficiaryId, earnedAtMs: atMs }: Reward) {
  return { rule, side, beneficiaryId, atMs };
}

function denialOf(reward: Reward, { program, parties, current, rewardsEnabled }: RewardSetting): DenialReason | null {
  if (!rewardsEnabled) return "rewards_disabled";
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
    state: "pending",
    position: 0,
    version: promised.version,
    earnedAtMs: occasion.atMs,
    releaseAtMs: null,
    expiresAtMs: rule.expires_days === undefined ? null : nowMs + rule.expires_days * dayMs,
  };
}
