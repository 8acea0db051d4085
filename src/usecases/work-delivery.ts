import type { Context } from "#context";
import type { ReportedEvent } from "#domain/event";
import { describeFault } from "#domain/fault";
import { decideDelivery } from "#domain/provider-delivery";
import type { DeliveryDecision, DeliveryFacts } from "#domain/provider-delivery";
import { countFailedDelivery, findPendingDelivery, settleDelivery } from "#store/provider-deliveries";
import type { StoredDelivery } from "#store/provider-deliveries";
import { commitMappings, loadDeliveryFacts } from "#store/provider-mappings";
import { describeChange } from "#usecases/describe-change";
import { recordEvent } from "#usecases/record-event";
import { upsertParticipant } from "#usecases/upsert-participant";

const minuteMs = 60_000;
const longestDelayMs = 6 * 60 * minuteMs;
/** Bounds what follows from one delivery; whatever else it has made due waits for the minute job. */
const mostAtOnce = 10;

/** Works on these, and on those that each of them makes possible. */
export async function workDeliveries(ctx: Context, ids: readonly string[], most = mostAtOnce): Promise<void> {
  const open = [...ids];
  let worked = 0;
  for (const id of open) {
    if (worked++ >= most) return;
    open.push(...(await workDelivery(ctx, id)));
  }
}

/** A failure is this delivery's own: it is due again later and later, and the others go on. */
async function workDelivery(ctx: Context, id: string): Promise<string[]> {
  const delivery = await findPendingDelivery(ctx.db, id);
  if (delivery === null) return [];
  try {
    return await makeEvents(ctx, delivery);
  } catch (error) {
    ctx.log("error", "delivery_failed", { delivery: id, error: describeFault(error) });
    await postpone(ctx, delivery);
    return [];
  }
}

/** Every step finds its own traces: one that was cut off is done again from the start. Answers what has become due. */
async function makeEvents(ctx: Context, delivery: StoredDelivery): Promise<string[]> {
  const { id, provider, mode, receivedAtMs } = delivery;
  // Decided as of its receipt: dates must not depend on when it was worked on.
  const worker: Context = { ...ctx, actor: { type: "provider", name: provider, mode }, nowMs: receivedAtMs };
  const report = await ctx.providers[provider].report(delivery.body);
  const facts = report.outcome === "told" ? await loadDeliveryFacts(ctx.db, delivery, report.told) : noFacts;
  const decision = decideDelivery(delivery, report, facts);
  const recorded = await recordAll(worker, decision.events);
  if (recorded === "busy") {
    await postpone(ctx, delivery);
    return [];
  }
  const { status, reason, waitsFor } = decision;
  const { eventIds, refusal } = recorded;
  // What cannot stand does not say whose customer it is: that is where credits go.
  const lesson = { ...decision, customer: refusal === null ? decision.customer : null };
  const woken = await learn(worker, lesson, { delivery, nowMs: ctx.nowMs });
  const standing = refusal === null ? { status, reason, waitsFor } : { status: "refused" as const, reason: refusal };
  const isSettled = await settleDelivery(ctx.db, delivery, { waitsFor: null, ...standing, eventIds });
  return isSettled ? woken : [...woken, id];
}

const noFacts: DeliveryFacts = { customer: null, people: [], payments: new Map() };

/** Remembers whose customer and which payment it is about. Somebody who is new is registered as by the main app. */
async function learn(
  worker: Context,
  { customer, payments }: DeliveryDecision,
  { delivery, nowMs }: { delivery: StoredDelivery; nowMs: number },
): Promise<string[]> {
  if (customer === null && payments.length === 0) return [];
  const participantId = customer === null ? null : await identify(worker, customer.referee);
  return commitMappings(worker.db, {
    mode: delivery.mode,
    provider: delivery.provider,
    customer: customer === null || participantId === null ? null : { customerId: customer.customerId, participantId },
    payments,
    isByHand: false,
    audit:
      customer === null || participantId === null
        ? []
        : [
            describeChange({ ...worker, nowMs }, "provider_customer.learned", participantId, {
              provider: delivery.provider,
              customer_id: customer.customerId,
            }),
          ],
    nowMs,
  });
}

async function identify(
  worker: Context,
  { id, kind, externalId }: { id: string | null; kind: string; externalId: string },
): Promise<string> {
  if (id !== null) return id;
  const upserted = await upsertParticipant(worker, { kind, externalId, fields: {} });
  if (!upserted.ok) throw new Error(`a participant could not be registered: ${upserted.refusal.code}`);
  return upserted.value.participant.id;
}

type Recorded = { eventIds: string[]; refusal: string | null };

async function recordAll(worker: Context, events: readonly ReportedEvent[]): Promise<Recorded | "busy"> {
  const recorded: Recorded = { eventIds: [], refusal: null };
  for (const event of events) {
    const result = await recordEvent(worker, event, true);
    if (!result.ok && result.refusal.code === "busy") return "busy";
    // Nobody but a delivery names an event so: it was made of this one before, and what was made first stands.
    if (result.ok || result.refusal.code === "event_content_differs") recorded.eventIds.push(event.id);
    else recorded.refusal ??= result.refusal.code;
  }
  return recorded;
}

async function postpone(ctx: Context, { id, attempts }: StoredDelivery): Promise<void> {
  const delayMs = Math.min(longestDelayMs, minuteMs * 2 ** Math.min(attempts, 10));
  await countFailedDelivery(ctx.db, id, ctx.nowMs + delayMs);
}
