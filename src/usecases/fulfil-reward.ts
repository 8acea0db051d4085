import { minuteMs } from "#domain/day";
import type { Context } from "#context";
import type { FulfilmentCall, FulfilmentFacts } from "#domain/fulfilment";
import type { StripeCall } from "#domain/fulfilment-call";
import { planStep } from "#domain/fulfilment-plan";
import type { FulfilmentPlan } from "#domain/fulfilment-plan";
import { decideFulfilmentStep } from "#domain/fulfilment-step";
import { programNowMs } from "#domain/mode";
import type { StripeAccount, StripeAnswer } from "#domain/outside";
import { commitClaim, commitFulfilment } from "#store/fulfilment-commit";
import { loadFulfilmentFacts } from "#store/fulfilment-facts";
import type { StoredFulfilmentFacts } from "#store/fulfilment-facts";
import { openFulfilmentFacts } from "#usecases/open-fulfilment-facts";
import { recordAnswer } from "#usecases/record-answer";
import { isRewardRace } from "#usecases/take-reward-step";

/** A call that is under way longer is taken to be lost. It is made again with the same key, so that this may be wrong. */
const turnMs = 5 * minuteMs;
/** A call, and what it leaves to do; more than that is for the next tick. */
const mostRounds = 8;

/**
 * Brings together what a reward is worth and what the outside has of it, step by step: each decided on what stands in
 * the database, so that a crash, a refund or another worker in between only changes what is next.
 */
export async function fulfilReward(ctx: Context, rewardId: string): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const loaded = await loadFulfilmentFacts(ctx.db, rewardId);
    if (loaded === null || loaded.fulfilment.status !== "due" || loaded.fulfilment.dueAtMs > ctx.nowMs) return;
    try {
      await takeFulfilmentStep(ctx, loaded);
    } catch (error) {
      if (!isRewardRace(error)) throw error;
    }
  }
}

async function takeFulfilmentStep(ctx: Context, loaded: StoredFulfilmentFacts): Promise<void> {
  const { account, facts, setting } = openFulfilmentFacts(ctx, loaded);
  const step = decideFulfilmentStep(facts, setting.times);
  if (step.what === "call") {
    if (account === null) throw new Error(`a call to Stripe without an API key of ${facts.fulfilment.mode}`);
    const attempt = await claimTurn(ctx, loaded, step.call);
    await recordAnswer(ctx, attempt, await makeCall(account, step.call));
    return;
  }
  await commitPlan(ctx, facts, planStep(facts, step, setting));
}

async function commitPlan(ctx: Context, facts: FulfilmentFacts, plan: FulfilmentPlan): Promise<void> {
  const { mode } = facts.fulfilment;
  const atMs = programNowMs(facts.program, ctx.nowMs);
  await commitFulfilment(ctx.db, facts, { plan, outcome: null, audit: null, mode, atMs, nowMs: ctx.nowMs });
  ctx.ring(plan.rewards.messages);
}

async function claimTurn(ctx: Context, loaded: StoredFulfilmentFacts, call: StripeCall): Promise<FulfilmentCall> {
  const { rewardId, calls } = loaded.fulfilment;
  const { action, quantity, idempotencyKey } = call;
  const unknown = { externalId: null, responseStatus: null, error: null, durationMs: 0 };
  const attempt = { rewardId, position: calls + 1, action, quantity, idempotencyKey, atMs: ctx.nowMs, ...unknown };
  await commitClaim(ctx.db, loaded, { call: attempt, untilMs: ctx.nowMs + turnMs });
  return attempt;
}

function makeCall(account: StripeAccount, call: StripeCall): Promise<StripeAnswer> {
  if (call.action === "coupon") return account.giveCoupon(call.gift);
  return call.action === "withdraw_coupon" ? account.takeCoupon(call.withdrawal) : account.adjustBalance(call.change);
}
