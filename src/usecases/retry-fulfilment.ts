import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitRetry, findFulfilment } from "#store/fulfilments";
import type { StoredFulfilment } from "#store/fulfilments";
import { describeChange } from "#usecases/describe-change";

/** Tries again what waits or failed; the next tick works it off. What is due is so already, and a call may be under way. */
export async function retryFulfilment(ctx: Context, rewardId: string): Promise<Result<StoredFulfilment, Refusal>> {
  const { mode } = ctx.actor;
  const found = await findFulfilment(ctx.db, mode, rewardId);
  if (found === null) return refuse({ code: "not_found", what: "fulfilment" });
  const { status } = found.fulfilment;
  if (status === "done") return refuse({ code: "fulfilment_done", reward: rewardId });
  if (status === "due") return ok(found);
  const audit = describeChange(ctx, "fulfilment.retried", rewardId, { program_id: found.fulfilment.programId });
  await commitRetry(ctx.db, { rewardId, nowMs: ctx.nowMs }, audit);
  return ok((await findFulfilment(ctx.db, mode, rewardId)) ?? found);
}
