import type { Context } from "#context";
import type { Mode } from "#domain/mode";
import type { Provider } from "#domain/provider";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { findParticipant, findParticipantByKey } from "#store/participants";
import { commitMappings, deleteCustomer, findCustomer, findFirstCustomer } from "#store/provider-mappings";
import type { ProviderCustomer } from "#store/provider-mappings";
import { describeChange } from "#usecases/describe-change";
import { workDeliveries } from "#usecases/work-delivery";

export type CustomerMapping = {
  provider: Provider;
  customerId: string;
  /** By id, or as the main app knows him. */
  participant: string | { kind: string; externalId: string };
};

/**
 * Says by hand whom a provider means, and that the participant's credits go there. Deliveries that waited for it are
 * worked on afterwards.
 */
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
  if (participant.erasedAtMs !== null) return refuse({ code: "participant_erased", participant: participant.id });
  const known = await findCustomer(ctx.db, { mode, provider }, customerId);
  const mapped = { mode, provider, customerId, participantId: participant.id };
  if (known !== null && known.place < 0 && (await isFirst(ctx, known, participant.id))) return ok(known);
  const woken = await commitUnlessErased(ctx, mapped);
  if (woken === null) return refuse({ code: "participant_erased", participant: participant.id });
  if (woken.length > 0) ctx.afterwards(async () => workDeliveries(ctx, woken));
  return ok({ ...mapped, place: -ctx.nowMs, createdAtMs: known?.createdAtMs ?? ctx.nowMs });
}

type Mapped = { mode: Mode; provider: Provider; customerId: string; participantId: string };

/** Null where he was erased in between. */
async function commitUnlessErased(ctx: Context, { mode, provider, customerId, participantId }: Mapped) {
  try {
    return await commitMappings(ctx.db, {
      ...{ mode, provider, customer: { customerId, participantId }, payments: [], paymentIds: [], isByHand: true },
      audit: [describeChange(ctx, "provider_customer.mapped", participantId, { provider })],
      nowMs: ctx.nowMs,
    });
  } catch (error) {
    if (violatedConstraint(error) !== "facts_stale") throw error;
    return null;
  }
}

/** Whether the participant's credits go there already: of several that were mapped by hand, to the latest. */
async function isFirst({ db }: Context, known: ProviderCustomer, participantId: string): Promise<boolean> {
  const first = await findFirstCustomer(db, known, participantId);
  return first?.customerId === known.customerId;
}

/** Nobody is meant by it any more. What was handed over to it is still taken back from it. */
export async function unmapCustomer(
  ctx: Context,
  { provider, customerId }: Pick<CustomerMapping, "provider" | "customerId">,
): Promise<Result<ProviderCustomer, Refusal>> {
  const known = await findCustomer(ctx.db, { mode: ctx.actor.mode, provider }, customerId);
  if (known === null) return refuse({ code: "not_found", what: "customer" });
  // The audit log outlives an erasure: it does not say which customer.
  const detail = { provider };
  await deleteCustomer(ctx.db, known, describeChange(ctx, "provider_customer.unmapped", known.participantId, detail));
  return ok(known);
}
