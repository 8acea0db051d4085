import type { Actor, Scope } from "#domain/actor";
import type { ApiKeyId } from "#domain/id";
import type { Database } from "#store/database";
import { findApiKeyByHash } from "#store/api-keys";
import type { ApiKey } from "#store/api-keys";
import { sha256Hex } from "#store/digest";

/** A revocation is complete by then, in every isolate. */
const cachedForMs = 10_000;
const maxCached = 1_000;

export type Authenticate = (db: Database, authorization: string | undefined, nowMs: number) => Promise<Actor | null>;

/** Reads a server key from the Authorization header. Only keys that exist are cached: unknown ones cannot fill the memory. */
export function createAuthenticate(): Authenticate {
  const cache = new Map<string, { key: ApiKey; readAtMs: number }>();
  return async (db, authorization, nowMs) => {
    const secret = /^Bearer (bq_(?:live|test)_[A-Za-z0-9]{24,64})$/i.exec(authorization ?? "")?.[1];
    if (secret === undefined) return null;
    const hash = sha256Hex(secret);
    const cached = cache.get(hash);
    if (cached !== undefined && Math.abs(nowMs - cached.readAtMs) < cachedForMs) return actorOf(cached.key, nowMs);
    const key = await findApiKeyByHash(db, hash);
    cache.delete(hash);
    if (key === null) return null;
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value ?? "");
    cache.set(hash, { key, readAtMs: nowMs });
    return actorOf(key, nowMs);
  };
}

function actorOf(key: ApiKey, nowMs: number): Actor | null {
  if (key.revokedAtMs !== null || (key.expiresAtMs !== null && key.expiresAtMs <= nowMs)) return null;
  // Safe because ids and scopes are written by createKey alone, from its parsed input.
  return { type: "key", id: key.id as ApiKeyId, mode: key.mode, scopes: key.scopes as Scope[] };
}
