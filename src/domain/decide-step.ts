import { changeReward } from "#domain/change-reward";
import type { ChangeSetting, RewardStep, StepCause } from "#domain/change-reward";
import { fulfilmentOf, isByClaim, usableOf } from "#domain/holding";
import type { FraudAction } from "#domain/fraud-rules";
import { freedPlaces } from "#domain/limit";
import { refuseSuspended } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { RewardPlan } from "#domain/plan";
import type { Program, ProgramDocument } from "#domain/program";
import type { ClaimObstacle, Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { isDue, leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";
import { rewardMessages } from "#domain/reward-message";

/** Everything a decision about one stored reward depends on, read in one batch. */
export type RewardFacts = {
  reward: Reward;
  program: Program;
  /** In force now: it says how each kind is fulfilled. */
  document: ProgramDocument | null;
  beneficiary: Pick<Participant, "id" | "status">;
  /** What the beneficiary has of the reward's unit; below zero after a clawback. */
  balance: number;
  /** The other rewards that are available in the same account. */
  others: readonly Reward[];
};

/** `finding`: what scoring asks for at the end of the hold; `approve` where nothing is scored. */
export type JudgedFacts = RewardFacts & { finding: FraudAction };

/** The steps that a verb takes; none where there is nothing to do. */
export type StepDecision = (facts: JudgedFacts, setting: ChangeSetting) => Result<RewardStep[], Refusal>;

/** Its hold is over, and nothing else keeps it: unless scoring speaks against it, which is then a person's to look at. */
export function decideRelease({ reward, finding }: JudgedFacts, setting: ChangeSetting): Result<RewardStep[], never> {
  if (!isDue(reward, setting.nowMs)) return ok([]);
  const step = (change: "refer" | "void", reason: string) =>
    ok([changeReward(reward, change, { quantity: 0, reason }, setting)]);
  if (finding === "reject") return step("void", "fraud_rejected");
  return finding === "approve" ? ok([release(reward, "hold_ended", setting)]) : step("refer", "risk_stands");
}

/** The step by which scoring keeps a reward whose hold is over; none where it lets it go. */
export function keptBack(facts: JudgedFacts, setting: ChangeSetting): RewardStep[] {
  const due = decideRelease(facts, setting);
  return due.ok && facts.finding !== "approve" ? due.value : [];
}

/** What nobody used in time goes back, as far as an earlier clawback has left it, and nothing of the other rewards. */
export function decideExpiry(
  { reward, balance, others }: RewardFacts,
  setting: ChangeSetting,
): Result<RewardStep[], never> {
  if (reward.state !== "available" || !isOver(reward, setting.nowMs)) return ok([]);
  const quantity = usableOf(reward, { balance, others });
  return ok([changeReward(reward, "expire", { quantity, reason: "expired" }, setting)]);
}

/** The participant takes what is left of it. One whose hold has just ended need not wait for the job. */
export function decideClaim(facts: JudgedFacts, setting: ChangeSetting): Result<RewardStep[], Refusal> {
  const due = decideRelease(facts, setting);
  const released = due.ok ? due.value : [];
  const { reward } = released[0] ?? facts;
  const balance = facts.balance + (released[0]?.posting?.quantity ?? 0);
  const { id, state, expiresAtMs } = reward;
  if (!isByClaim(reward, fulfilmentOf(reward, facts.document))) return notClaimable(reward, "automatic");
  if (state === "redeemed") return refuse({ code: "reward_claimed", reward: id });
  if (state === "expired" || (state === "available" && isOver(reward, setting.nowMs)))
    return refuse({ code: "reward_expired", reward: id, expiredAtMs: expiresAtMs ?? setting.nowMs });
  if (state !== "available") return notClaimable(reward, waitingFor(reward));
  const suspended = refuseSuspended(facts.beneficiary);
  if (suspended !== null) return suspended;
  const quantity = usableOf(reward, { balance, others: facts.others });
  if (quantity === 0) return notClaimable(reward, "balance_owed");
  return ok([...released, changeReward(reward, "redeem", { quantity, reason: "claimed" }, setting)]);
}

/** A person has looked at it; where nothing else keeps it, it is released at once. */
export function decideApproval(
  { reward }: Pick<RewardFacts, "reward">,
  note: string | null,
  setting: ChangeSetting,
): Result<RewardStep[], Refusal> {
  if (reward.state !== "pending" || !reward.needsReview)
    return refuse({ code: "reward_not_in_review", reward: reward.id, state: reward.state });
  const approved = changeReward(reward, "approve", { quantity: 0, reason: "approved", note }, setting);
  const isFree = isDue(approved.reward, setting.nowMs);
  return ok(isFree ? [approved, release(approved.reward, "hold_ended", setting)] : [approved]);
}

/** A person takes it back, whatever earned it. */
export function decideRevocation(facts: RewardFacts, note: string, setting: ChangeSetting) {
  return decideTakingBack(facts, { reason: "revoked", note }, setting);
}

/** All of it is taken back, also what was redeemed: the balance then goes below zero. */
export function decideTakingBack(
  { reward }: Pick<RewardFacts, "reward">,
  cause: Omit<StepCause, "quantity">,
  setting: ChangeSetting,
): Result<RewardStep[], Refusal> {
  const { id, state, quantity, reversedQuantity } = reward;
  if (state === "pending") return ok([changeReward(reward, "void", { ...cause, quantity: 0 }, setting)]);
  if (state !== "available" && state !== "redeemed") return refuse({ code: "reward_over", reward: id, state });
  return ok([changeReward(reward, "reverse", { ...cause, quantity: quantity - reversedQuantity }, setting)]);
}

/** The plan of steps that one stored reward takes, with the places it gives back. */
export function planSteps(
  { reward: before, program }: Pick<RewardFacts, "reward" | "program">,
  steps: readonly RewardStep[],
  { newId }: ChangeSetting,
): RewardPlan {
  const after = steps.at(-1)?.reward ?? before;
  return {
    programId: before.programId,
    rewards: [],
    changed: steps.length === 0 ? [] : [after],
    steps: [...steps],
    counts: freedPlaces(before, after),
    messages: rewardMessages(steps, { mode: program.mode, newId }),
  };
}

function release(reward: Reward, reason: string, setting: ChangeSetting): RewardStep {
  return changeReward(reward, "release", { quantity: leftOf(reward), reason }, setting);
}

/** Whether the job has run yet or not. */
function isOver({ expiresAtMs }: Reward, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

function waitingFor({ state, needsReview, disputed }: Reward): ClaimObstacle {
  if (state !== "pending") return state === "denied" || state === "voided" ? state : "reversed";
  if (needsReview) return "in_review";
  return disputed ? "disputed" : "held";
}

function notClaimable({ id }: Reward, reason: ClaimObstacle) {
  return refuse({ code: "reward_not_claimable" as const, reward: id, reason });
}
