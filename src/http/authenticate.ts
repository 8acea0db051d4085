import type { Actor, Scope } from "#domain/actor";
import type { ApiKeyId } from "#domain/id";
import { roleScopes } from "#domain/rights";
import type { Database } from "#store/database";
import { findApiKeyByHash } from "#store/api-keys";
import type { ApiKey, HeldKey } from "#store/api-keys";
import { sha256Hex } from "#store/digest";

/** A revocation, like another role of its member, is complete by then in every isolate. */
export const believedForMs = 10_000;
const maxCached = 1_000;

export type Authenticate = (db: Database, authorization: string | undefined, nowMs: number) => Promise<Actor | null>;

/** Reads a key, a server's or a member's, from the Authorization header. Only keys that exist are cached: unknown ones cannot fill the memory. */
export function createAuthenticate(onRead: (key: ApiKey) => void = () => {}): Authenticate {
  const cache = new Map<string, { held: HeldKey; readAtMs: number }>();
  return async (db, authorization, nowMs) => {
    const secret = /^Bearer (bq_(?:live|test)_[A-Za-z0-9]{24,64})$/i.exec(authorization ?? "")?.[1];
    if (secret === undefined) return null;
    const hash = sha256Hex(secret);
    const cached = cache.get(hash);
    if (cached !== undefined && Math.abs(nowMs - cached.readAtMs) < believedForMs) return actorOf(cached.held, nowMs);
    const held = await findApiKeyByHash(db, hash);
    cache.delete(hash);
    if (held === null) return null;
    onRead(held.key);
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value ?? "");
    cache.set(hash, { held, readAtMs: nowMs });
    return actorOf(held, nowMs);
  };
}

function actorOf({ key, member }: HeldKey, nowMs: number): Actor | null {
  const { mode, memberId, revokedAtMs, expiresAtMs } = key;
  if (revokedAtMs !== null || (expiresAtMs !== null && expiresAtMs <= nowMs)) return null;
  // Safe because ids are made by createKey and its like alone.
  const id = key.id as ApiKeyId;
  if (memberId !== null) return member && { type: "key", id, mode, scopes: roleScopes[member.role], member };
  // Safe because scopes are written from parsed bodies only.
  return { type: "key", id, mode, scopes: key.scopes as Scope[] };
}
