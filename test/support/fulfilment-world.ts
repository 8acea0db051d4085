import { changeReward } from "#domain/change-reward";
import type { FulfilmentCall, FulfilmentFacts } from "#domain/fulfilment";
import { planFailed, planGiven, planRedeemed, planRest } from "#domain/fulfilment-plan";
import type { FulfilmentPlan } from "#domain/fulfilment-plan";
import { decideFulfilmentStep, worthOf } from "#domain/fulfilment-step";
import { usableOf } from "#domain/holding";
import { redeemedAccount } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { leftOf } from "#domain/reward";
import type { Reward, RewardChange } from "#domain/reward";
import { fulfilmentFacts, setting } from "#support/fulfilment-factories";

/** One credit of GBP 10.00, its account, and a Stripe that answers a key once and for ever. */
export function createFulfilmentWorld() {
  const keys = new Map<string, { amount: number }>();
  const start = fulfilmentFacts();
  return {
    reward: start.reward,
    fulfilment: start.fulfilment,
    calls: [] as FulfilmentCall[],
    balance: 1000,
    /** What the house has of it as redeemed. */
    redeemed: 0,
    /** What other rewards and operations owe or brought. */
    others: 0,
    /** What the house gave for it and took back, redemptions aside. */
    granted: 1000,
    stripe: { keys, total: () => [...keys.values()].reduce((sum, { amount }) => sum + amount, 0) },
    worth() {
      return this.reward.state === "pending" ? 1000 - this.reward.reversedQuantity : worthOf(this.reward);
    },
    expectedBalance() {
      return this.granted - this.redeemed + this.others;
    },
  };
}
type World = ReturnType<typeof createFulfilmentWorld>;
type Fate = "done" | "lost" | "lost_after" | "refused" | "crash" | "crash_after";
export type Turn = { what: string; fate: Fate; amount: number; meanwhile: number | null };

export function takeTurn(world: World, { what, fate, amount, meanwhile }: Turn): void {
  if (what === "work") work(world, fate, meanwhile);
  if (what === "reverse") reverse(world, amount);
  if (what === "owe" || what === "repay") {
    const moved = what === "owe" ? -amount : amount;
    world.others += moved;
    world.balance += moved;
  }
  const { reward } = world;
  if (what === "expire" && reward.state === "available")
    step(world, "expire", usableOf(reward, { balance: world.balance, others: [] }));
  if (what === "recall" && reward.state === "available" && reward.redeemedQuantity === 0)
    step(world, "recall", leftOf(reward));
  if (what === "release") release(world);
}

/** All goes well from now on, debts are paid and disputes are won. */
export function settleWorld(world: World): void {
  release(world);
  for (let round = 0; round < 30; round++) {
    if (world.balance < 0) takeTurn(world, { what: "repay", fate: "done", amount: -world.balance, meanwhile: null });
    if (world.fulfilment.reason === "balance_owed") world.fulfilment = { ...world.fulfilment, status: "due" };
    work(world, "done", null);
  }
}

function factsOf({ reward, fulfilment, calls, balance }: World): FulfilmentFacts {
  const attempts = calls.filter(({ idempotencyKey }) => idempotencyKey === calls.at(-1)?.idempotencyKey);
  return { ...fulfilmentFacts(), reward, fulfilment, balance, attempts };
}

function work(world: World, fate: Fate, meanwhile: number | null): void {
  if (world.fulfilment.status !== "due") return;
  const facts = factsOf(world);
  const next = decideFulfilmentStep(facts, setting.times);
  if (next.what === "redeem") return apply(world, planRedeemed(facts, next.quantity, setting));
  if (next.what === "rest") {
    if (next.status === "dead") throw new Error(`dead: ${next.reason}`);
    return apply(world, planRest(facts, { status: next.status, reason: next.reason }, setting));
  }
  const { call } = next;
  if (!("change" in call)) throw new Error(call.action);
  const { action, quantity, idempotencyKey } = call;
  const isRepeated = world.calls.some((known) => known.idempotencyKey === idempotencyKey);
  if (action === "credit" && !isRepeated && world.balance < quantity) throw new Error("more than the account holds");
  const position = world.calls.length + 1;
  const unknown = { externalId: null, responseStatus: null, error: null, durationMs: 0 };
  const attempt: FulfilmentCall = {
    ...{ rewardId: world.reward.id, position, action, quantity, idempotencyKey },
    ...{ atMs: setting.nowMs, ...unknown },
  };
  world.calls.push(attempt);
  const isCarriedOut = fate === "done" || fate === "lost_after" || fate === "crash_after";
  if (isCarriedOut) carryOut(world, idempotencyKey, call.change.amountMinor);
  if (meanwhile !== null) reverse(world, meanwhile);
  if (fate === "crash" || fate === "crash_after") return;
  const fresh = factsOf(world);
  if (fate === "done") {
    attempt.externalId = `cbtxn_${position}`;
    const reason = action === "credit" ? "fulfilled_by_stripe" : "taken_back_by_stripe";
    return apply(world, planGiven(fresh, { quantity: action === "credit" ? quantity : -quantity, reason }, setting));
  }
  const code = fate === "refused" ? "rate_limit" : "timeout";
  attempt.error = code;
  attempt.responseStatus = fate === "refused" ? 429 : null;
  apply(world, planFailed(fresh, { code, detail: "", isFinal: false }, setting));
}

/** The same key with another amount is an error at Stripe, and would be one here. */
function carryOut({ stripe: { keys } }: World, key: string, amount: number): void {
  const known = keys.get(key);
  if (known !== undefined && known.amount !== amount) throw new Error(`${key}: ${known.amount} and ${amount}`);
  keys.set(key, { amount });
}

function apply(world: World, { set, rewards, postings }: FulfilmentPlan): void {
  world.fulfilment = { ...world.fulfilment, ...set };
  world.reward = rewards.changed[0] ?? world.reward;
  for (const { posting } of rewards.steps) if (posting !== null) post(world, posting);
  for (const posting of postings) post(world, posting);
}

function post(world: World, { fromOwner, toOwner, quantity }: Posting): void {
  const isOut = fromOwner === world.reward.beneficiaryId;
  const house = isOut ? toOwner : fromOwner;
  const moved = isOut ? -quantity : quantity;
  world.balance += moved;
  if (house === redeemedAccount) world.redeemed -= moved;
  else world.granted += moved;
}

/** As the engine takes back: the rest, a part or all of it; its message makes the fulfilment due. */
function reverse(world: World, amount: number): void {
  const { reward } = world;
  if (reward.state !== "available" && reward.state !== "redeemed") return;
  const quantity = Math.min(amount, reward.quantity - reward.reversedQuantity);
  if (quantity === 0) return;
  step(world, reversalOf(reward, quantity), quantity);
}

function reversalOf(reward: Reward, quantity: number): RewardChange {
  if (reward.reversedQuantity + quantity === reward.quantity) return "reverse";
  return reward.state === "available" && quantity >= leftOf(reward) ? "reverse_rest" : "reverse_part";
}

function release(world: World): void {
  if (world.reward.state !== "pending") return;
  world.reward = { ...world.reward, disputed: false };
  step(world, "release", leftOf(world.reward));
}

function step(world: World, change: RewardChange, quantity: number): void {
  const { reward, posting } = changeReward(world.reward, change, { quantity, reason: change }, setting);
  world.reward = reward;
  if (posting !== null) post(world, posting);
  world.fulfilment = { ...world.fulfilment, status: "due" };
}
