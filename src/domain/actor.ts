import type { ApiKeyId } from "#domain/id";
import type { Mode } from "#domain/mode";

/** What a server key may do. A route names the one it needs (`http/contract`). */
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
  "privacy:write",
] as const;
export type Scope = (typeof scopes)[number];

/** Who acts, for rights and audit. */
export type Actor =
  | { type: "key"; id: ApiKeyId; mode: Mode; scopes: readonly Scope[] }
  | { type: "job"; name: string; mode: Mode }
  /** A billing provider, by a delivery that it signed. */
  | { type: "provider"; name: string; mode: Mode }
  | { type: "public"; mode: "live" };

/** Whether somebody asked for something may get it. Jobs are asked for nothing, so they have no scope to use or hand on. */
export function mayDo(actor: Actor, scope: Scope): boolean {
  switch (actor.type) {
    case "key":
      return actor.scopes.includes(scope);
    case "job":
    case "provider":
    case "public":
      return false;
  }
}

/** As written in audit rows and histories: `key:key_…`, `job:sweep_pending_events`, `provider:stripe` or `public`. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case "key":
      return `key:${actor.id}`;
    case "job":
      return `job:${actor.name}`;
    case "provider":
      return `provider:${actor.name}`;
    case "public":
      return "public";
  }
}
