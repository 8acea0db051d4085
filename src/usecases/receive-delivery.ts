import type { Context } from "#context";
import type { RawDelivery } from "#domain/provider-door";
import type { Provider } from "#domain/provider";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { insertProviderDelivery } from "#store/provider-deliveries";
import { workDeliveries } from "#usecases/work-delivery";

/** Takes a signed delivery: it is kept before it is answered, and worked on afterwards. */
export async function receiveDelivery(
  ctx: Context,
  provider: Provider,
  delivery: RawDelivery,
): Promise<Result<{ deliveryId: string }, Refusal>> {
  const door = ctx.providers[provider];
  if (!door.isOpen) return refuse({ code: "provider_not_configured", provider });
  const verified = await door.verify(delivery);
  if (!verified.isVerified) {
    if (verified.flaw !== "not_understood") return refuse({ code: "signature_invalid", flaw: verified.flaw });
    return refuse({ code: "invalid_request", issues: [{ path: "", message: "is no event of the provider's" }] });
  }
  const { envelope } = verified;
  const id = ctx.newId("pdl");
  const isNew = await insertProviderDelivery(ctx.db, {
    id,
    provider,
    ...envelope,
    body: delivery.body,
    receivedAtMs: ctx.nowMs,
  });
  if (isNew) ctx.afterwards(async () => workDeliveries(ctx, [id]));
  return ok({ deliveryId: envelope.deliveryId });
}
