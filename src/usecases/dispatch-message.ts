import type { Context } from "#context";
import { decideDispatch } from "#domain/dispatch";
import type { Dispatch } from "#domain/dispatch";
import { describeFault } from "#domain/fault";
import { commitDispatch, countFailedDispatch, loadDispatchFacts } from "#store/dispatch";

const retryAfterMs = 60_000;

/** Hands a message on to whoever is to be told of it; null when that was done before. */
export async function dispatchMessage(ctx: Context, id: string): Promise<Dispatch | null> {
  try {
    const loaded = await loadDispatchFacts(ctx.db, id);
    if (loaded === null) return null;
    const dispatch = decideDispatch(loaded.message, loaded.facts, ctx.nowMs);
    await commitDispatch(ctx.db, loaded.message, { dispatch, nowMs: ctx.nowMs });
    return dispatch;
  } catch (error) {
    ctx.log("error", "dispatch_failed", { message_id: id, error: describeFault(error) });
    await countFailedDispatch(ctx.db, id, ctx.nowMs + retryAfterMs);
    return null;
  }
}
