import type { ApiKeyId, Id } from "#domain/id";
import type { Mode } from "#domain/mode";
import type { Role } from "#domain/rights";

/** What a key may do. A route names the one it needs (`http/contract`); roles have some each (domain/rights.ts). */
export const scopes = [
  "programs:read",
  "programs:write",
  "participants:read",
  "participants:write",
  "links:read",
  "links:write",
  "events:read",
  "events:write",
  "payments:verify",
  "referrals:read",
  "referrals:write",
  "rewards:read",
  "rewards:write",
  "leaderboards:read",
  "reviews:read",
  "reviews:write",
  "fraud:read",
  "fraud:write",
  "wallets:read",
  "wallets:write",
  "webhooks:read",
  "webhooks:write",
  "emails:read",
  "emails:write",
  "providers:read",
  "providers:write",
  "jobs:read",
  "jobs:write",
  "keys:read",
  "keys:write",
  "audit:read",
  "members:read",
  "members:write",
  "tokens:write",
  "privacy:write",
] as const;
export type Scope = (typeof scopes)[number];

/** Whose key it is; a server key is nobody's. */
export type ActingMember = { id: Id<"mbr">; role: Role };

/** Who acts, for rights and audit. */
export type Actor =
  | { type: "key"; id: ApiKeyId; mode: Mode; scopes: readonly Scope[]; member?: ActingMember }
  /** Somebody who refers, by a short-lived token: he sees and does what is his own, and has no scope. */
  | { type: "participant"; id: Id<"ptc">; mode: Mode }
  | { type: "job"; name: string; mode: Mode }
  /** A billing provider, by a delivery that it signed. */
  | { type: "provider"; name: string; mode: Mode }
  | { type: "public"; mode: "live" };

/** Whether somebody asked for something may get it. Jobs are asked for nothing, so they have no scope to use or hand on. */
export function mayDo(actor: Actor, scope: Scope): boolean {
  switch (actor.type) {
    case "key":
      return actor.scopes.includes(scope);
    case "participant":
    case "job":
    case "provider":
    case "public":
      return false;
  }
}

/** Whether it belongs to somebody else than the participant who asks. Keys see what all participants have. */
export function isOthers(actor: Actor, ownerId: string): boolean {
  return actor.type === "participant" && actor.id !== ownerId;
}

/**
 * As written in audit rows and histories: `key:key_…`, `participant:ptc_…`, `job:sweep_pending_events`,
 * `provider:stripe` or `public`. A key names its member for good, so that a row says both.
 */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case "key":
      return `key:${actor.id}`;
    case "participant":
      return `participant:${actor.id}`;
    case "job":
      return `job:${actor.name}`;
    case "provider":
      return `provider:${actor.name}`;
    case "public":
      return "public";
  }
}
