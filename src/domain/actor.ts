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
  "rewards:read",
  "wallets:read",
  "keys:read",
  "keys:write",
  "audit:read",
] as const;
export type Scope = (typeof scopes)[number];

/** Who acts, for rights and audit. */
export type Actor =
  | { type: "key"; id: ApiKeyId; mode: Mode; scopes: readonly Scope[] }
  | { type: "job"; name: string; mode: Mode };

/** As written in audit rows and histories: `key:key_…` or `job:sweep_pending_events`. */
export function actorName(actor: Actor): string {
  return actor.type === "key" ? `key:${actor.id}` : `job:${actor.name}`;
}
