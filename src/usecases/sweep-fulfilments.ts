import type { Context } from "#context";
import type { Dispatch } from "#domain/dispatch";
import { describeFault } from "#domain/fault";
import { workInTurn } from "#domain/lanes";
import type { Turn } from "#domain/lanes";
import { planFault } from "#domain/fulfilment-plan";
import { commitFault } from "#store/fulfilment-commit";
import { findFulfilmentRow, listDueFulfilments } from "#store/fulfilments";
import { fulfilReward } from "#usecases/fulfil-reward";
import { isRewardRace } from "#usecases/take-reward-step";

/** Bounds one tick: each asks Stripe and the database a few times. */
const mostAtOnce = 50;

/** Works off the fulfilments that are due, the longest due first, as far as time allows. */
export async function fulfilDueRewards(ctx: Context, turn: Turn): Promise<{ tried: number; left: number }> {
  const due = await listDueFulfilments(ctx.db, { nowMs: ctx.nowMs, limit: mostAtOnce });
  return workInTurn(due, turn, async (rewardId) => fulfilOrLog(ctx, rewardId));
}

/** The reward that a message has just opened a fulfilment for. What fails is the sweep's. */
export async function fulfilRewardOf(ctx: Context, { dispatch }: { dispatch: Dispatch | null }): Promise<null> {
  const opening = dispatch?.fulfilment ?? null;
  if (opening !== null) await fulfilOrLog(ctx, opening.rewardId);
  return null;
}

/** One that fails keeps none of the others from its turn, now and at the next tick. */
async function fulfilOrLog(ctx: Context, rewardId: string): Promise<void> {
  try {
    await fulfilReward(ctx, rewardId);
  } catch (error) {
    ctx.log("error", "fulfilment_failed", { reward_id: rewardId, error: describeFault(error) });
    await countFault(ctx, rewardId);
  }
}

/** What cannot even be looked at would stay the longest due and hide the others, and nobody would know of it. */
async function countFault(ctx: Context, rewardId: string): Promise<void> {
  const times = { nowMs: ctx.nowMs, programNowMs: ctx.nowMs };
  try {
    const fulfilment = await findFulfilmentRow(ctx.db, rewardId);
    const plan = fulfilment === null ? null : planFault(fulfilment, { newId: ctx.newId, times });
    if (fulfilment === null || plan === null) return;
    await commitFault(ctx.db, { fulfilment, plan }, ctx.nowMs);
    ctx.ring(plan.messages);
  } catch (error) {
    // Whoever was faster has moved it on.
    if (isRewardRace(error)) return;
    ctx.log("error", "fulfilment_not_counted", { reward_id: rewardId, error: describeFault(error) });
  }
}
