import type { Context } from "#context";
import { listDueMessages } from "#store/dispatch";
import { dispatchMessage } from "#usecases/dispatch-message";
import { sweepFulfilments } from "#usecases/sweep-fulfilments";

/** Bounds one tick. */
const pageSize = 100;

/** The safety net under the doorbell: whatever is due is handed on and sent, whether anybody rang or not. */
export async function deliverMessages(ctx: Context): Promise<{ dispatched: number; fulfilled: number }> {
  const messages = await listDueMessages(ctx.db, { nowMs: ctx.nowMs, limit: pageSize });
  for (const { id } of messages) await dispatchMessage(ctx, id);
  return { dispatched: messages.length, fulfilled: await sweepFulfilments(ctx) };
}
