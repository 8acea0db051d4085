import type { Context } from "#context";
import type { Provider } from "#domain/provider";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitMappings, findPaymentName } from "#store/provider-mappings";
import type { ProviderPayment } from "#store/provider-mappings";
import { describeChange } from "#usecases/describe-change";
import { workDeliveries } from "#usecases/work-delivery";

export type PaymentMapping = { provider: Provider; externalId: string; paymentRef: string };

/**
 * Says by hand which payment a provider means, once: events were made under that name, and another one would lose them.
 * Deliveries that waited for it are worked on afterwards.
 */
export async function mapPayment(ctx: Context, mapping: PaymentMapping): Promise<Result<ProviderPayment, Refusal>> {
  const { mode } = ctx.actor;
  const { provider, externalId, paymentRef } = mapping;
  const known = await findPaymentName(ctx.db, { mode, provider }, externalId);
  if (known !== null) return answer(known, mapping);
  const woken = await commitMappings(ctx.db, {
    mode,
    provider,
    customer: null,
    payments: [{ externalId, paymentRef }],
    paymentIds: [externalId],
    isByHand: true,
    audit: [describeChange(ctx, "provider_payment.mapped", externalId, { provider, payment_ref: paymentRef })],
    nowMs: ctx.nowMs,
  });
  if (woken.length > 0) ctx.afterwards(async () => workDeliveries(ctx, woken));
  // A delivery or another request may have named it at the same moment.
  const written = await findPaymentName(ctx.db, { mode, provider }, externalId);
  return answer(written ?? { mode, ...mapping, createdAtMs: ctx.nowMs }, mapping);
}

function answer(known: ProviderPayment, { externalId, paymentRef }: PaymentMapping): Result<ProviderPayment, Refusal> {
  if (known.paymentRef === paymentRef) return ok(known);
  return refuse({ code: "provider_payment_known", externalId, paymentRef: known.paymentRef });
}
