import type { EventInput } from "#domain/event-facts";
import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { PlannedParticipant } from "#domain/plan";

/**
 * The referee as the event describes him: what it does not say stays. The earliest account date wins,
 * so that the order of reports does not matter. Null when the event names nobody or
 * says nothing new.
 */
export function mergeReferee({ event, facts, readable, nowMs, newId }: EventInput): PlannedParticipant | null {
  const told = event.referee;
  if (told === undefined) return null;
  const known = facts.referee;
  const registered = [known?.registeredAtMs, told.createdAtMs].filter((at) => at !== null && at !== undefined);
  const participant: Participant = {
    id: known?.id ?? newId("ptc"),
    mode: readable.mode,
    kind: told.kind,
    externalId: told.externalId,
    name: told.name ?? known?.name ?? null,
    email: told.email ?? known?.email ?? null,
    normalizedEmail: told.email === undefined ? (known?.normalizedEmail ?? null) : normalizeEmail(told.email),
    organization: told.organization ?? known?.organization ?? null,
    category: known?.category ?? null,
    location: known?.location ?? null,
    status: known?.status ?? "active",
    paymentFingerprint: event.paymentFingerprint ?? known?.paymentFingerprint ?? null,
    registeredAtMs: registered.length === 0 ? null : Math.min(...registered),
  };
  return isSame(known, participant) ? null : { isNew: known === null, participant, atMs: nowMs };
}

function isSame(known: Participant | null, told: Participant): boolean {
  // Safe because both have exactly the fields of Participant.
  return known !== null && (Object.keys(told) as (keyof Participant)[]).every((field) => known[field] === told[field]);
}
