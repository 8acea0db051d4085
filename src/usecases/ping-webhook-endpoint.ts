import type { Context } from "#context";
import type { Message } from "#domain/plan";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitOwnMessage, findDelivery } from "#store/webhook-deliveries";
import { findWebhookEndpoint } from "#store/webhook-endpoints";
import { deliverWebhook } from "#usecases/deliver-webhook";
import { describeChange } from "#usecases/describe-change";

export type FoundDelivery = NonNullable<Awaited<ReturnType<typeof findDelivery>>>;

/** Sends a `test.ping` to this endpoint alone, once, and answers what came of it. */
export async function pingWebhookEndpoint(ctx: Context, endpointId: string): Promise<Result<FoundDelivery, Refusal>> {
  const { mode } = ctx.actor;
  const endpoint = await findWebhookEndpoint(ctx.db, mode, endpointId);
  if (endpoint === null) return refuse({ code: "not_found", what: "webhook endpoint" });
  if (endpoint.status === "disabled") return refuse({ code: "webhook_endpoint_disabled", endpoint: endpointId });
  const messageId = ctx.newId("msg");
  const payload = { endpoint_id: endpointId };
  const message: Message = { id: messageId, mode, type: "test.ping", payload };
  const audit = describeChange(ctx, "webhook_endpoint.pinged", endpointId, { message_id: messageId });
  await commitOwnMessage(ctx.db, { message, endpointId, nowMs: ctx.nowMs }, audit);
  await deliverWebhook(ctx, { endpointId, messageId });
  const found = await findDelivery(ctx.db, { endpointId, messageId });
  if (found === null) throw new Error(`the delivery of ${messageId} has gone`);
  return ok(found);
}
