import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import type { Mode } from "#domain/mode";
import { listDueFulfilments, postponeFulfilment, wakeFulfilments } from "#store/fulfilments";
import { fulfilReward } from "#usecases/fulfil-reward";

/** Bounds one tick: each asks Stripe and the database a few times. */
const mostAtOnce = 50;
/** A Worker has six connections, and others of the tick need some. */
const lanes = 3;
const postponedMs = 5 * 60_000;

/** Works off the fulfilments that are due, the longest due first. */
export async function sweepFulfilments(ctx: Context): Promise<number> {
  const due = await listDueFulfilments(ctx.db, { nowMs: ctx.nowMs, limit: mostAtOnce });
  const queue = due.values();
  const runLane = async () => {
    for (const rewardId of queue) await fulfilOrLog(ctx, rewardId);
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
  return due.length;
}

/** One that fails keeps none of the others from its turn, now and at the next tick. */
export async function fulfilOrLog(ctx: Context, rewardId: string): Promise<void> {
  try {
    await fulfilReward(ctx, rewardId);
  } catch (error) {
    ctx.log("error", "fulfilment_failed", { reward_id: rewardId, error: describeFault(error) });
    await postponeFulfilment(ctx.db, rewardId, { nowMs: ctx.nowMs, untilMs: ctx.nowMs + postponedMs });
  }
}

/** The safety net under those who wake what waits. */
export async function wakeWaitingFulfilments(ctx: Context): Promise<void> {
  const modes: Mode[] = ["live", "test"];
  const configured = modes.filter((mode) => ctx.outside.stripe(mode) !== null);
  await wakeFulfilments(ctx.db, { nowMs: ctx.nowMs, configured });
}
