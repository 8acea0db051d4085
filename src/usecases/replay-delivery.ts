import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitProviderReplay, findProviderDelivery } from "#store/provider-deliveries";
import type { ProviderDelivery } from "#store/provider-deliveries";
import { describeChange } from "#usecases/describe-change";
import { workDeliveries } from "#usecases/work-delivery";

/** Works on a delivery once more, at once. What was made of it before is not made again: events are known by their ids. */
export async function replayDelivery(ctx: Context, id: string): Promise<Result<ProviderDelivery, Refusal>> {
  const known = await findProviderDelivery(ctx.db, ctx.actor.mode, id);
  if (known === null) return refuse({ code: "not_found", what: "provider delivery" });
  const { provider, status } = known;
  // Its body was stripped: nothing can be made of it any more, and what was made stands.
  if (known.body === "") return ok(known);
  const audit = describeChange(ctx, "provider_delivery.replayed", id, { provider, was: status });
  await commitProviderReplay(ctx.db, { id, nowMs: ctx.nowMs }, audit);
  await workDeliveries(ctx, [id]);
  return ok((await findProviderDelivery(ctx.db, ctx.actor.mode, id)) ?? known);
}
