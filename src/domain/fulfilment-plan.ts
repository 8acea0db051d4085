import { hourMs } from "#domain/day";
import { changeReward } from "#domain/change-reward";
import type { ChangeSetting, RewardStep } from "#domain/change-reward";
import { planSteps } from "#domain/decide-step";
import { decideFulfilmentStep } from "#domain/fulfilment-step";
import type { FulfilmentStep } from "#domain/fulfilment-step";
import type { FulfilmentFacts, RewardFulfilment, Times } from "#domain/fulfilment";
import { hasBalance } from "#domain/grant-value";
import { usableOf } from "#domain/holding";
import { postReward } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import type { StripeFailure } from "#domain/outside";
import type { Message, RewardPlan } from "#domain/plan";
import { leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** Every row that will exist when a change of a fulfilment is committed. */
export type FulfilmentPlan = {
  set: Pick<RewardFulfilment, "status" | "givenQuantity" | "attempts" | "dueAtMs" | "reason" | "detail">;
  rewards: RewardPlan;
  /** Movements beside those of the steps. */
  postings: Posting[];
};

export type FulfilmentSetting = ChangeSetting & { times: Times };

/** One minute, 5 minutes, half an hour, two hours, then every 6 hours. */
const delaysMs = [1, 5, 30, 120].map((minutes) => minutes * 60_000);
const longestDelayMs = 6 * hourMs;
/** About ten days. */
const mostAttempts = 40;

/**
 * The outside has so much more of the reward, or less. The reward's step tells it where the reward can still take one;
 * otherwise a movement of its own does, so that the ledger always knows what the outside has.
 */
export function planGiven(
  facts: FulfilmentFacts,
  { quantity, reason }: { quantity: number; reason: string },
  setting: FulfilmentSetting,
): FulfilmentPlan {
  const givenQuantity = facts.fulfilment.givenQuantity + quantity;
  const isUse = facts.reward.state === "available" && quantity > 0 && quantity <= leftOf(facts.reward);
  const steps = isUse ? [redeem(facts.reward, { quantity, reason }, setting)] : [];
  const postings = isUse ? [] : moveOutside(facts, { quantity, reason }, setting);
  const moved = hasBalance(facts.reward.kind) ? quantity : 0;
  const after = {
    ...facts,
    fulfilment: { ...facts.fulfilment, givenQuantity, attempts: 0 },
    reward: steps[0]?.reward ?? facts.reward,
    balance: facts.balance - moved,
    attempts: [],
  };
  return { set: standingAfter(after, setting.times), rewards: planOf(facts, steps, setting), postings };
}

/** What was given before the reward could say so. */
export function planRedeemed(facts: FulfilmentFacts, quantity: number, setting: FulfilmentSetting): FulfilmentPlan {
  const step = { ...redeem(facts.reward, { quantity, reason: "fulfilled_by_stripe" }, setting), posting: null };
  const after = { ...facts, reward: step.reward };
  return { set: standingAfter(after, setting.times), rewards: planOf(facts, [step], setting), postings: [] };
}

/** Nothing was done, or nobody knows: again later, unless that is of no use. */
export function planFailed(
  facts: FulfilmentFacts,
  { code, detail, isFinal }: Pick<StripeFailure, "code" | "detail" | "isFinal">,
  setting: FulfilmentSetting,
): FulfilmentPlan {
  const { set, messages } = failOnce(facts.fulfilment, { code, detail, isFinal }, setting);
  return { set, rewards: { ...planOf(facts, [], setting), messages }, postings: [] };
}

/** What a fault of ours leaves behind, by its own row alone: anything else may be what cannot be read. */
export type FaultPlan = Pick<FulfilmentPlan, "set"> & { messages: Message[] };

/** Counted like a failure, so that it ends and is told. A turn that is under way keeps its time. */
export function planFault(
  fulfilment: RewardFulfilment,
  setting: Pick<FulfilmentSetting, "newId" | "times">,
): FaultPlan | null {
  if (fulfilment.status !== "due") return null;
  const { set, messages } = failOnce(fulfilment, { code: "fault", detail: null, isFinal: false }, setting);
  return { set: { ...set, dueAtMs: Math.max(fulfilment.dueAtMs, set.dueAtMs) }, messages };
}

function failOnce(
  fulfilment: RewardFulfilment,
  { code, detail, isFinal }: { code: string; detail: string | null; isFinal: boolean },
  { newId, times: { nowMs } }: Pick<FulfilmentSetting, "newId" | "times">,
): FaultPlan {
  const { givenQuantity } = fulfilment;
  const attempts = fulfilment.attempts + 1;
  const tried = { givenQuantity, attempts, reason: code, detail };
  if (isFinal || attempts >= mostAttempts)
    return { set: { ...tried, status: "dead", dueAtMs: nowMs }, messages: [tellFailed(fulfilment, code, newId)] };
  const dueAtMs = nowMs + (delaysMs[attempts - 1] ?? longestDelayMs);
  return { set: { ...tried, status: "due", dueAtMs }, messages: [] };
}

function tellFailed(
  { mode, programId, rewardId, participantId, form }: RewardFulfilment,
  reason: string,
  newId: FulfilmentSetting["newId"],
): Message {
  const about = { program_id: programId, reward_id: rewardId, beneficiary_id: participantId };
  return { id: newId("msg"), type: "fulfilment.failed", mode, payload: { ...about, form, reason } };
}

/** What a step that calls nobody comes to. Where it is dead, somebody has to look at it. */
export function planStep(
  facts: FulfilmentFacts,
  step: Exclude<FulfilmentStep, { what: "call" }>,
  setting: FulfilmentSetting,
): FulfilmentPlan {
  if (step.what === "redeem") return planRedeemed(facts, step.quantity, setting);
  const { status, reason } = step;
  if (status !== "dead") return planRest(facts, { status, reason }, setting);
  const { givenQuantity, attempts } = facts.fulfilment;
  const set = { status, givenQuantity, attempts, dueAtMs: setting.times.nowMs, reason, detail: null };
  const messages = [tellFailed(facts.fulfilment, reason ?? status, setting.newId)];
  return { set, rewards: { ...planOf(facts, [], setting), messages }, postings: [] };
}

/** Nothing happens for now. */
export function planRest(
  facts: FulfilmentFacts,
  { status, reason, detail = null }: { status: "waiting" | "done"; reason: string | null; detail?: string | null },
  setting: FulfilmentSetting,
): FulfilmentPlan {
  const { givenQuantity } = facts.fulfilment;
  const set = { status, givenQuantity, attempts: 0, dueAtMs: setting.times.nowMs, reason, detail };
  return { set, rewards: planOf(facts, [], setting), postings: [] };
}

/** How it stands once that is done; `due` where there is more to do. */
function standingAfter(after: FulfilmentFacts, times: Times): FulfilmentPlan["set"] {
  const next = decideFulfilmentStep(after, times);
  const rests = next.what === "rest" && next.status !== "dead";
  const { givenQuantity } = after.fulfilment;
  const [status, reason] = rests ? [next.status, next.reason] : ["due" as const, null];
  return { status, givenQuantity, attempts: 0, dueAtMs: times.nowMs, reason, detail: null };
}

function redeem(reward: Reward, cause: { quantity: number; reason: string }, setting: ChangeSetting): RewardStep {
  return changeReward(reward, cause.quantity === leftOf(reward) ? "redeem" : "redeem_part", cause, setting);
}

/** What a participant has claimed was used by that already. What comes back to an expired reward expires with it. */
function moveOutside(
  { reward, balance, others }: FulfilmentFacts,
  { quantity, reason: description }: { quantity: number; reason: string },
  { times, newId }: FulfilmentSetting,
): Posting[] {
  if (!hasBalance(reward.kind) || quantity === 0) return [];
  const post = (move: "use" | "return" | "back", amount: number) =>
    postReward(
      reward,
      move,
      { quantity: amount, description },
      {
        transactionId: newId("txn"),
        atMs: times.programNowMs,
      },
    );
  if (quantity > 0) return reward.claim === "manual" && reward.state === "redeemed" ? [] : [post("use", quantity)];
  const returned = post("return", -quantity);
  if (reward.state !== "expired") return [returned];
  const back: Reward = { ...reward, state: "available", quantity: -quantity, reversedQuantity: 0, redeemedQuantity: 0 };
  const lapsed = usableOf(back, { balance: balance - quantity, others });
  return lapsed === 0 ? [returned] : [returned, { ...post("back", lapsed), description: "expired" }];
}

function planOf(facts: FulfilmentFacts, steps: readonly RewardStep[], setting: ChangeSetting): RewardPlan {
  return planSteps(facts, steps, setting);
}
