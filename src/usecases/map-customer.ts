import type { Context } from "#context";
import type { Provider } from "#domain/provider";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findParticipant, findParticipantByKey } from "#store/participants";
import { commitMappings, findCustomer } from "#store/provider-mappings";
import type { ProviderCustomer } from "#store/provider-mappings";
import { describeChange } from "#usecases/describe-change";
import { workDeliveries } from "#usecases/work-delivery";

export type CustomerMapping = {
  provider: Provider;
  customerId: string;
  /** By id, or as the main app knows him. */
  participant: string | { kind: string; externalId: string };
};

/** Says by hand whom a provider means. Deliveries that waited for it are worked on afterwards. */
export async function mapCustomer(
  ctx: Context,
  { provider, customerId, participant: named }: CustomerMapping,
): Promise<Result<ProviderCustomer, Refusal>> {
  const { mode } = ctx.actor;
  const participant =
    typeof named === "string"
      ? await findParticipant(ctx.db, mode, named)
      : await findParticipantByKey(ctx.db, { mode, ...named });
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  const known = await findCustomer(ctx.db, { mode, provider }, customerId);
  const mapped = { mode, provider, customerId, participantId: participant.id };
  if (known?.participantId === participant.id) return ok(known);
  const woken = await commitMappings(ctx.db, {
    mode,
    provider,
    customer: { customerId, participantId: participant.id },
    payments: [],
    isByHand: true,
    audit: [describeChange(ctx, "provider_customer.mapped", participant.id, { provider, customer_id: customerId })],
    nowMs: ctx.nowMs,
  });
  if (woken.length > 0) ctx.afterwards(async () => workDeliveries(ctx, woken));
  return ok({ ...mapped, createdAtMs: known?.createdAtMs ?? ctx.nowMs });
}
