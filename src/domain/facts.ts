import { eventTypes } from "#domain/event";
import { channels } from "#domain/journey";
import type { Participant } from "#domain/participant";

/** Every fact that a condition may name, with its type. docs/guides/rules.md lists them for authors. */
export const factTypes = {
  "event.type": "string",
  "event.amount_minor": "number",
  "event.currency": "string",
  "event.plan": "string",
  "event.interval": "string",
  "event.verified": "boolean",
  "referrer.kind": "string",
  "referrer.status": "string",
  "referrer.category": "string",
  "referrer.location": "string",
  "referrer.conversions": "number",
  "referee.kind": "string",
  "referee.status": "string",
  "referee.category": "string",
  "referee.location": "string",
  "referral.channel": "string",
  "referral.campaign": "string",
  "participant.kind": "string",
  "participant.category": "string",
  "participant.location": "string",
  "participant.conversions": "number",
  "participant.referrals": "number",
  "participant.conversion_rate_bps": "number",
  "participant.months_earned": "number",
  "participant.months_led": "number",
} as const satisfies Record<string, "string" | "number" | "boolean">;

export type FactName = keyof typeof factTypes;
/** A fact that is not known is null; no ordering holds for it. */
export type Facts = Partial<Record<FactName, string | number | boolean | null>>;

const statuses: Participant["status"][] = ["active", "suspended", "inactive"];

/** The words that a fact is one of, where they are the product's own. */
export const factWords: Partial<Record<FactName, readonly string[]>> = {
  "event.type": eventTypes,
  "event.interval": ["month", "year"],
  "referrer.status": statuses,
  "referee.status": statuses,
  "referral.channel": channels,
};

export function participantFacts(side: "referrer" | "referee", participant: Participant): Facts {
  return {
    [`${side}.kind`]: participant.kind,
    [`${side}.status`]: participant.status,
    [`${side}.category`]: participant.category,
    [`${side}.location`]: participant.location,
  };
}
