import type { Context } from "#context";
import type { ReportedEvent } from "#domain/event";
import { describeFault } from "#domain/fault";
import { decideDelivery } from "#domain/provider-delivery";
import type { ProviderDeliveryDecision, DeliveryFacts } from "#domain/provider-delivery";
import {
  countFailedProviderDelivery,
  findPendingProviderDelivery,
  settleProviderDelivery,
} from "#store/provider-deliveries";
import type { ProviderDelivery } from "#store/provider-deliveries";
import { commitMappings, loadDeliveryFacts } from "#store/provider-mappings";
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
  const delivery = await findPendingProviderDelivery(ctx.db, id);
  if (delivery === null) return [];
  try {
    return await makeEvents(ctx, delivery);
  } catch (error) {
    ctx.log("error", "provider_delivery_failed", { delivery: id, error: describeFault(error) });
    await postpone(ctx, delivery);
    return [];
  }
}

/** Every step finds its own traces: one that was cut off is done again from the start. Answers what has become due. */
async function makeEvents(ctx: Context, delivery: ProviderDelivery): Promise<string[]> {
  const { id, provider, mode, receivedAtMs } = delivery;
  const worker: Context = { ...ctx, actor: { type: "provider", name: provider, mode } };
  const report = await ctx.providers[provider].report(delivery.body);
  const facts = report.outcome === "told" ? await loadDeliveryFacts(ctx.db, delivery, report.told) : noFacts;
  const decision = decideDelivery(delivery, report, facts);
  const woken = await learn(worker, decision, delivery);
  const recorded = await recordAll(worker, decision.events, receivedAtMs);
  if (recorded === "busy") {
    await postpone(ctx, delivery);
    return woken;
  }
  const { status, reason, waitsFor } = decision;
  const { eventIds, refusal } = recorded;
  const standing = refusal === null ? { status, reason, waitsFor } : { status: "refused" as const, reason: refusal };
  const isSettled = await settleProviderDelivery(ctx.db, delivery, { waitsFor: null, ...standing, eventIds });
  return isSettled ? woken : [...woken, id];
}

const noFacts: DeliveryFacts = { customer: null, people: [], payments: new Map() };

/** Remembers whose customer and which payment it is about. Somebody who is new is registered as by the main app. */
async function learn(
  worker: Context,
  { customer, payments }: ProviderDeliveryDecision,
  { mode, provider }: ProviderDelivery,
): Promise<string[]> {
  if (customer === null && payments.length === 0) return [];
  const participantId = customer === null ? null : await identify(worker, customer.referee);
  return commitMappings(worker.db, {
    mode,
    provider,
    customer: customer === null || participantId === null ? null : { customerId: customer.customerId, participantId },
    payments,
    isByHand: false,
    audit: [],
    nowMs: worker.nowMs,
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

async function recordAll(
  worker: Context,
  events: readonly ReportedEvent[],
  decidedAsOfMs: number,
): Promise<Recorded | "busy"> {
  const recorded: Recorded = { eventIds: [], refusal: null };
  for (const event of events) {
    const result = await recordEvent(worker, event, { verified: true, decidedAsOfMs });
    if (!result.ok && result.refusal.code === "busy") return "busy";
    // Nobody but a delivery names an event so: it was made of this one before, and what was made first stands.
    if (result.ok || result.refusal.code === "event_content_differs") recorded.eventIds.push(event.id);
    else recorded.refusal ??= result.refusal.code;
  }
  return recorded;
}

async function postpone(ctx: Context, { id, attempts }: ProviderDelivery): Promise<void> {
  const delayMs = Math.min(longestDelayMs, minuteMs * 2 ** Math.min(attempts, 10));
  await countFailedProviderDelivery(ctx.db, id, ctx.nowMs + delayMs);
}
