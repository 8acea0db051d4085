import type { Context } from "#context";
import type { Provider } from "#domain/provider";
import { commitMappings, findPaymentName } from "#store/provider-mappings";
import type { ProviderPayment } from "#store/provider-mappings";
import { describeChange } from "#usecases/describe-change";
import { workDeliveries } from "#usecases/work-delivery";

export type PaymentMapping = { provider: Provider; externalId: string; paymentRef: string };

/** Says by hand which payment a provider means. Deliveries that waited for it are worked on afterwards. */
export async function mapPayment(ctx: Context, mapping: PaymentMapping): Promise<ProviderPayment> {
  const { mode } = ctx.actor;
  const { provider, externalId, paymentRef } = mapping;
  const known = await findPaymentName(ctx.db, { mode, provider }, externalId);
  if (known?.paymentRef === paymentRef) return known;
  const woken = await commitMappings(ctx.db, {
    mode,
    provider,
    customer: null,
    payments: [{ externalId, paymentRef }],
    isByHand: true,
    audit: [describeChange(ctx, "provider_payment.mapped", externalId, { provider, payment_ref: paymentRef })],
    nowMs: ctx.nowMs,
  });
  if (woken.length > 0) ctx.afterwards(async () => workDeliveries(ctx, woken));
  return { mode, ...mapping, createdAtMs: known?.createdAtMs ?? ctx.nowMs };
}
