import type { Context } from "#context";
import { decideDispatch, waitBeforeDispatch } from "#domain/dispatch";
import type { Dispatch } from "#domain/dispatch";
import { describeFault } from "#domain/fault";
import { commitDispatch, countFailedDispatch, findFailedAttempts, loadDispatchFacts } from "#store/dispatch";

/** Hands a message on to whoever is to be told of it; null when that was done before, or fails and is to be done later. */
export async function dispatchMessage(ctx: Context, id: string): Promise<Dispatch | null> {
  try {
    const loaded = await loadDispatchFacts(ctx.db, id);
    if (loaded === null) return null;
    const dispatch = decideDispatch(loaded.message, loaded.facts, ctx.nowMs);
    await commitDispatch(ctx.db, loaded.message, { dispatch, nowMs: ctx.nowMs });
    return dispatch;
  } catch (error) {
    ctx.log("error", "dispatch_failed", { message_id: id, error: describeFault(error) });
    await dispatchLater(ctx, id);
    return null;
  }
}

/** Where not even that can be written it stays due, and keeps none of the others from its turn. */
async function dispatchLater({ db, nowMs, log }: Context, id: string): Promise<void> {
  try {
    const failed = await findFailedAttempts(db, id);
    if (failed === null) return;
    const attempts = failed + 1;
    await countFailedDispatch(db, id, { attempts, nextAtMs: nowMs + waitBeforeDispatch(attempts) });
  } catch (error) {
    log("error", "dispatch_not_counted", { message_id: id, error: describeFault(error) });
  }
}
