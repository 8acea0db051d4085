import type { Context } from "#context";
import type { FulfilmentCall } from "#domain/fulfilment";
import { decideAnswer } from "#domain/fulfilment-answer";
import { programNowMs } from "#domain/mode";
import type { StripeAnswer } from "#domain/outside";
import { commitFulfilment, commitOutcome } from "#store/fulfilment-commit";
import type { CallOutcome } from "#store/fulfilment-commit";
import { loadFulfilmentFacts } from "#store/fulfilment-facts";
import { describeGiven } from "#usecases/describe-given";
import { openFulfilmentFacts } from "#usecases/open-fulfilment-facts";
import { retryRaces } from "#usecases/retry-races";
import { isRewardRace } from "#usecases/take-reward-step";

/** Each lost race is a step of the reward. Where all of them are lost, the call is made again with the same key. */
const maxAttempts = 16;

/**
 * What Stripe answered, decided on how the reward stands by now: a refund or a claim may have been faster than the
 * answer. What was given is recorded all the same, and taken back by the next step.
 */
export async function recordAnswer(ctx: Context, call: FulfilmentCall, answer: StripeAnswer): Promise<void> {
  const races = { name: `${ctx.requestId}/${call.rewardId}`, attempts: maxAttempts, isRace: isRewardRace };
  await retryRaces(races, async () => {
    const loaded = await loadFulfilmentFacts(ctx.db, call.rewardId);
    if (loaded === null) return;
    const { facts, setting } = openFulfilmentFacts(ctx, loaded);
    const outcome = outcomeOf(call, answer);
    const plan = decideAnswer(facts, { call, answer }, setting);
    if (plan === null) return commitOutcome(ctx.db, call.rewardId, outcome);
    const { mode } = facts.fulfilment;
    const audit = describeGiven(ctx, facts, { plan, externalId: outcome.externalId });
    const at = { mode, atMs: programNowMs(facts.program, ctx.nowMs), nowMs: ctx.nowMs };
    await commitFulfilment(ctx.db, facts, { plan, outcome, audit, ...at });
    ctx.ring(plan.rewards.messages);
  });
}

function outcomeOf({ position }: FulfilmentCall, answer: StripeAnswer): CallOutcome {
  const { durationMs } = answer;
  return answer.isDone
    ? { position, externalId: answer.externalId, responseStatus: 200, error: null, durationMs }
    : { position, externalId: null, responseStatus: answer.status, error: answer.code, durationMs };
}
