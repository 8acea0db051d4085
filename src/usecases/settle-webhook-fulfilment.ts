import type { Context } from "#context";
import { decideDelivered } from "#domain/fulfilment-answer";
import { programNowMs } from "#domain/mode";
import { commitFulfilment } from "#store/fulfilment-commit";
import { loadFulfilmentFacts } from "#store/fulfilment-facts";
import { findRewardMessage } from "#store/outbox";
import { describeGiven } from "#usecases/describe-given";
import { openFulfilmentFacts } from "#usecases/open-fulfilment-facts";
import { busy, retryRaces } from "#usecases/retry-races";
import { isRewardRace } from "#usecases/take-reward-step";

const maxAttempts = 16;

/**
 * For each delivery that an endpoint took: where its message hands a reward over, the main app has it now, and where it
 * takes one back, the main app has taken it back. Every further delivery of it changes nothing. Throws when it
 * could not be written down.
 */
export async function settleWebhookFulfilment(ctx: Context, messageId: string): Promise<void> {
  const told = await findRewardMessage(ctx.db, messageId);
  if (told === null) return;
  const races = { name: `${ctx.requestId}/${told.rewardId}`, attempts: maxAttempts, isRace: isRewardRace };
  const settled = await retryRaces(races, () => settle(ctx, told));
  if (settled === busy) throw new Error("too many want this reward at this moment");
}

async function settle(
  ctx: Context,
  { rewardId, type }: { rewardId: string; type: "reward.available" | "reward.reversed" },
): Promise<void> {
  const loaded = await loadFulfilmentFacts(ctx.db, rewardId);
  if (loaded === null) return;
  const { facts, setting } = openFulfilmentFacts(ctx, loaded);
  const plan = decideDelivered(facts, type, setting);
  if (plan === null) return;
  const { program } = facts;
  const audit = describeGiven(ctx, facts, { plan, externalId: null });
  const at = { mode: program.mode, atMs: programNowMs(program, ctx.nowMs), nowMs: ctx.nowMs };
  await commitFulfilment(ctx.db, facts, { plan, outcome: null, audit, ...at });
  ctx.ring(plan.rewards.messages);
}
