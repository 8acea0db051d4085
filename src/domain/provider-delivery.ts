import { ownIdPrefixes } from "#domain/event";
import type { ReportedEvent } from "#domain/event";
import { waitsForCustomer, waitsForPayment } from "#domain/provider";
import type { DeliveryReport, DeliveryStatus, PersonReference, Provider, Told, ToldFact } from "#domain/provider";

export type KnownPerson = { id: string; kind: string; externalId: string };

/** What is known of whom and what a delivery names. */
export type DeliveryFacts = {
  /** Whom the provider's customer was said to be. */
  customer: KnownPerson | null;
  /** Everybody whom one of the references could mean. */
  people: readonly KnownPerson[];
  /** What the provider's ids of the payment were said to be, the oldest first. */
  payments: ReadonlyMap<string, string>;
};

/** What becomes of a delivery: what it teaches, the events it makes, and where it stands when both are done. */
export type ProviderDeliveryDecision = {
  status: Exclude<DeliveryStatus, "pending">;
  reason: string | null;
  /** Null where nothing that may still come would help. */
  waitsFor: string | null;
  customer: { customerId: string; referee: Referee } | null;
  payments: { externalId: string; paymentRef: string }[];
  events: ReportedEvent[];
};

/** `id` is null for somebody who is not registered yet, and is by what the delivery calls him. */
export type Referee = { id: string | null; kind: string; externalId: string };

/** The same delivery leads to the same events, whenever what it needs is known. */
export function decideDelivery(
  delivery: { provider: Provider; deliveryId: string },
  report: DeliveryReport,
  facts: DeliveryFacts,
): ProviderDeliveryDecision {
  if (report.outcome !== "told") return { ...nothing, status: report.outcome, reason: report.reason, waitsFor: null };
  const { told } = report;
  const paymentRef = nameOfPayment(told, facts);
  const referee = facts.customer ?? findReferee(told.references, facts.people);
  const learned = {
    customer:
      told.customerId === null || facts.customer !== null || referee === null
        ? null
        : { customerId: told.customerId, referee },
    payments: paymentRef === null ? [] : newNames(told, paymentRef, facts),
  };
  const missing = findMissing(told, { paymentRef, referee });
  if (missing !== null) return { ...nothing, ...learned, status: "unmapped", ...missing };
  const events = told.facts.map((fact, index) => asEvent(delivery, { fact, index }, { paymentRef, referee }));
  // What only taught something was of use as well.
  const isOfUse = events.length > 0 || learned.customer !== null || learned.payments.length > 0;
  return { ...learned, status: isOfUse ? "applied" : "ignored", reason: told.reason, waitsFor: null, events };
}

const nothing = { customer: null, payments: [], events: [] };

/** What stands first stands: a delivery that names its payment otherwise means the payment that is known. */
function nameOfPayment({ paymentRef }: Told, { payments }: DeliveryFacts): string | null {
  const [known] = payments.values();
  return known ?? paymentRef;
}

function newNames({ paymentIds }: Told, paymentRef: string, { payments }: DeliveryFacts) {
  return paymentIds.filter((id) => !payments.has(id)).map((externalId) => ({ externalId, paymentRef }));
}

/** Somebody who is known by any reference; else somebody who can be registered by one. */
function findReferee(references: readonly PersonReference[], people: readonly KnownPerson[]): Referee | null {
  for (const reference of references) {
    const meant = people.filter((person) => isMeant(person, reference));
    // An external id alone says nothing where people of several kinds have it.
    if (meant.length === 1) return meant[0] ?? null;
  }
  const named = references.find((reference) => reference.by === "key");
  return named === undefined ? null : { id: null, kind: named.kind, externalId: named.externalId };
}

function isMeant(person: KnownPerson, reference: PersonReference): boolean {
  switch (reference.by) {
    case "id":
      return person.id === reference.id;
    case "key":
      return person.kind === reference.kind && person.externalId === reference.externalId;
    case "bare":
      return person.externalId === reference.externalId;
  }
}

type Found = { paymentRef: string | null; referee: Referee | null };

function findMissing(told: Told, { paymentRef, referee }: Found): { reason: string; waitsFor: string | null } | null {
  if (told.needs === "referee" && referee === null) {
    return {
      reason: "referee_unknown",
      waitsFor: told.customerId === null ? null : waitsForCustomer(told.customerId),
    };
  }
  if (told.needs === "payment" && paymentRef === null) {
    const [first] = told.paymentIds;
    return { reason: "payment_unknown", waitsFor: first === undefined ? null : waitsForPayment(first) };
  }
  return null;
}

/** Refunds and disputes name the payment alone: whose it is says the payment's own report. */
const aboutPayment = new Set(["payment", "refund", "dispute_opened", "dispute_won", "dispute_lost"]);
const aboutReferee = new Set(["payment", "trial_started", "subscription_canceled"]);

function asEvent(
  { provider, deliveryId }: { provider: Provider; deliveryId: string },
  { fact: { key, ...fact }, index }: { fact: ToldFact; index: number },
  { paymentRef, referee }: Found,
): ReportedEvent {
  const name = key ?? (index === 0 ? deliveryId : `${deliveryId}:${fact.type}`);
  return {
    id: `${ownIdPrefixes[provider]}${name}`,
    ...fact,
    ...(aboutPayment.has(fact.type) && paymentRef !== null ? { paymentRef } : {}),
    ...(aboutReferee.has(fact.type) && referee !== null
      ? { referee: { kind: referee.kind, externalId: referee.externalId } }
      : {}),
  };
}
