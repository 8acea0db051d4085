import type { Context } from "#context";
import { listDueProviderDeliveries } from "#store/provider-deliveries";
import { workDeliveries } from "#usecases/work-delivery";

/** Bounds one tick: each asks the database up to nine times, and all jobs of a tick may ask about a thousand times. */
const pageSize = 50;

/** The safety net under the work that follows an answer: whatever is due is worked on, however it was left. */
export async function sweepProviderDeliveries(ctx: Context): Promise<{ due: number }> {
  const ids = await listDueProviderDeliveries(ctx.db, { nowMs: ctx.nowMs, limit: pageSize });
  await workDeliveries(ctx, ids, pageSize);
  return { due: ids.length };
}
