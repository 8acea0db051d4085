import { minuteMs } from "#domain/day";
import type { Context } from "#context";
import { decideAttempt, isAnswered, isSuccess, webhookBody } from "#domain/delivery";
import type { AttemptOutcome, DeliveryDecision } from "#domain/delivery";
import { describeFault } from "#domain/fault";
import { isoText } from "#domain/instant";
import { signingSecrets } from "#domain/webhook-endpoint";
import { sha256Hex } from "#store/digest";
import { claimDelivery, commitAttempt, endDelivery } from "#store/webhook-attempts";
import type { AttemptPlan, ClaimedDelivery } from "#store/webhook-attempts";
import type { DeliveryKey } from "#store/webhook-deliveries";
import { describeChange } from "#usecases/describe-change";
import { settleWebhookFulfilment } from "#usecases/settle-webhook-fulfilment";

/**
 * The sender that took a delivery and died loses it then. Longer than any attempt, whose instant is that of the tick or
 * batch in which it may be the last.
 */
const leaseMs = 3 * minuteMs;

/** `isAnswered`: whether anything came back, so that a receiver that hangs is not asked at once for the next one. */
export type Delivered = { delivery: DeliveryDecision["delivery"]; isAnswered: boolean };

/** Sends a message to an endpoint if it is due there. Null when it is not, or when somebody else is sending it. */
export async function deliverWebhook(ctx: Context, key: DeliveryKey): Promise<Delivered | null> {
  const { nowMs } = ctx;
  const claimed = await claimDelivery(ctx.db, key, { nowMs, leaseUntilMs: nowMs + leaseMs });
  if (claimed === null) return null;
  const { delivery, endpoint, message } = claimed;
  if (endpoint.status === "disabled") {
    await endDelivery(ctx.db, key, nowMs);
    return null;
  }
  const outcome = await settle(ctx, claimed, await attempt(ctx, claimed));
  const decision = decideAttempt({
    attempts: delivery.attempts,
    isPing: message.type === "test.ping",
    failingSinceMs: endpoint.failingSinceMs,
    outcome,
    nowMs,
    share: Number.parseInt(sha256Hex(`${message.id}/${delivery.attempts}`).slice(0, 8), 16) / 0xffffffff,
  });
  const disabling = describeDisabling(ctx, claimed, decision);
  const row = attemptRow(claimed, outcome, nowMs);
  await commitAttempt(ctx.db, { claimed: delivery, attempt: row, decision, disabling }, nowMs);
  if (disabling !== null) ctx.ring([disabling.message]);
  return { delivery: decision.delivery, isAnswered: isAnswered(outcome) };
}

/** What follows from a success comes first: if it fails, the delivery has failed, and a further one changes nothing twice. */
async function settle(ctx: Context, { message }: ClaimedDelivery, outcome: AttemptOutcome): Promise<AttemptOutcome> {
  if (!isSuccess(outcome)) return outcome;
  try {
    await settleWebhookFulfilment(ctx, message.id);
    return outcome;
  } catch (error) {
    ctx.log("error", "delivery_not_settled", { message_id: message.id, error: describeFault(error) });
    return { durationMs: outcome.durationMs, headers: outcome.headers, status: null, error: "not_settled" };
  }
}

/** What the receiver makes of it. The body is the same on every attempt, the time is the attempt's. */
async function attempt(ctx: Context, { endpoint, message }: ClaimedDelivery): Promise<AttemptOutcome> {
  const secrets = signingSecrets(ctx.signing, endpoint, ctx.nowMs);
  if (secrets === null) return { durationMs: 0, headers: {}, status: null, error: "signing_key_retired" };
  return ctx.outside.postWebhook({
    url: endpoint.url,
    id: message.id,
    atMs: ctx.nowMs,
    body: webhookBody({ ...message, at: isoText(message.createdAtMs) }),
    secrets,
  });
}

function attemptRow({ endpoint, message }: ClaimedDelivery, outcome: AttemptOutcome, atMs: number) {
  return {
    endpointId: endpoint.id,
    messageId: message.id,
    atMs,
    durationMs: outcome.durationMs,
    url: endpoint.url,
    requestHeaders: outcome.headers,
    responseStatus: outcome.status,
    responseBody: outcome.status === null ? null : outcome.body,
    error: outcome.status === null ? outcome.error : null,
  };
}

function describeDisabling(
  ctx: Context,
  { endpoint }: ClaimedDelivery,
  { endpoint: { disable } }: DeliveryDecision,
): AttemptPlan["disabling"] {
  if (disable === null) return null;
  const payload = { endpoint_id: endpoint.id, reason: disable, disabled_at: isoText(ctx.nowMs) };
  return {
    message: { id: ctx.newId("msg"), type: "endpoint.disabled", mode: endpoint.mode, payload },
    audit: describeChange(ctx, "webhook_endpoint.disabled", endpoint.id, { reason: disable }),
  };
}
