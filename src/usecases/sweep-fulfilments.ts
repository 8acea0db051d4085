import type { Context } from "#context";
import type { Dispatch } from "#domain/dispatch";
import { describeFault } from "#domain/fault";
import { workInTurn } from "#domain/lanes";
import type { Turn } from "#domain/lanes";
import type { Mode } from "#domain/mode";
import { listDueFulfilments, postponeFulfilment, wakeFulfilments } from "#store/fulfilments";
import { fulfilReward } from "#usecases/fulfil-reward";

/** Bounds one tick: each asks Stripe and the database a few times. */
const mostAtOnce = 50;
const postponedMs = 5 * 60_000;

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
    await postponeFulfilment(ctx.db, rewardId, { nowMs: ctx.nowMs, untilMs: ctx.nowMs + postponedMs });
  }
}

/** The safety net under those who wake what waits. */
export async function wakeWaitingFulfilments(ctx: Context): Promise<{ woken: number }> {
  const modes: Mode[] = ["live", "test"];
  const configured = modes.filter((mode) => ctx.outside.stripe(mode) !== null);
  return { woken: await wakeFulfilments(ctx.db, { nowMs: ctx.nowMs, configured }) };
}
