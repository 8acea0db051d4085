import { hourMs, minuteMs } from "#domain/day";
import type { Context } from "#context";
import type { ReportedEvent } from "#domain/event";
import { describeFault } from "#domain/fault";
import type { DeliveryReport } from "#domain/provider";
import { decideDelivery } from "#domain/provider-delivery";
import type { ProviderDeliveryDecision, DeliveryFacts } from "#domain/provider-delivery";
import {
  countFailedProviderDelivery,
  findPendingProviderDelivery,
  settleProviderDelivery,
} from "#store/provider-deliveries";
import type { ProviderDelivery } from "#store/provider-deliveries";
import { commitMappings, loadDeliveryFacts } from "#store/provider-mappings";
import { describeChange } from "#usecases/describe-change";
import { recordEvent } from "#usecases/record-event";
import { upsertParticipant } from "#usecases/upsert-participant";

const longestDelayMs = 6 * hourMs;
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
  const { decision, woken } = await decideByWinningNames(worker, delivery, report);
  const recorded = await recordAll(worker, decision.events, receivedAtMs);
  if (recorded === "busy") {
    await postpone(ctx, delivery);
    return woken;
  }
  const { status, reason, waitsFor } = decision;
  const { eventIds, refusal } = recorded;
  // What cannot stand does not say whose customer it is: that is where credits go.
  if (refusal === null) woken.push(...(await learnCustomer(worker, decision, delivery)));
  const standing = refusal === null ? { status, reason, waitsFor } : { status: "refused" as const, reason: refusal };
  const isSettled = await settleProviderDelivery(ctx.db, delivery, { waitsFor: null, ...standing, eventIds });
  return isSettled ? woken : [...woken, id];
}

/**
 * Of two deliveries of one payment that are worked on at once both must call it the same: each writes the names it would
 * give, and goes by those that stand then.
 */
async function decideByWinningNames(
  worker: Context,
  delivery: ProviderDelivery,
  report: DeliveryReport,
): Promise<{ decision: ProviderDeliveryDecision; woken: string[] }> {
  const decide = async () => {
    const facts = report.outcome === "told" ? await loadDeliveryFacts(worker.db, delivery, report.told) : noFacts;
    return decideDelivery(delivery, report, facts);
  };
  const first = await decide();
  if (first.payments.length === 0 || report.outcome !== "told") return { decision: first, woken: [] };
  const { mode, provider } = delivery;
  const names = { customer: null, payments: first.payments, paymentIds: report.told.paymentIds };
  const nowMs = worker.nowMs;
  const woken = await commitMappings(worker.db, { mode, provider, ...names, isByHand: false, audit: [], nowMs });
  const { status, reason, ...decided } = await decide();
  // To have named a payment was of use, also where nothing else comes of it.
  const isOfUse = status === "ignored";
  return { decision: { ...decided, reason, status: isOfUse ? "applied" : status }, woken };
}

const noFacts: DeliveryFacts = { customer: null, people: [], payments: new Map() };

/** Remembers whose customer it is. Somebody who is new is registered as by the main app. */
async function learnCustomer(
  worker: Context,
  { customer }: ProviderDeliveryDecision,
  { mode, provider }: ProviderDelivery,
): Promise<string[]> {
  if (customer === null) return [];
  const participantId = await identify(worker, customer.referee);
  const { customerId } = customer;
  const detail = { provider };
  return commitMappings(worker.db, {
    mode,
    provider,
    customer: { customerId, participantId },
    ...{ payments: [], paymentIds: [] },
    isByHand: false,
    audit: [describeChange(worker, "provider_customer.learned", participantId, detail)],
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
