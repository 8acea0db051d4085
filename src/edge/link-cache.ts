import type { Log } from "#context";
import { describeFault } from "#domain/fault";
import { createChangeFeed } from "#edge/change-feed";
import type { ChangeFeed } from "#edge/change-feed";
import { withDeadline } from "#deadline";
import { createLinkMemo } from "#edge/link-memo";
import type { LinkMemo } from "#edge/link-memo";
import { prepareLink } from "#edge/prepared-link";
import type { PreparedLink } from "#edge/prepared-link";
import { loadChanges } from "#store/edge-feed";
import type { ChangeSlice } from "#store/edge-feed";
import { findStoredLink, loadEdgeLink, storeLink } from "#store/edge-links";
import type { StoredLink } from "#store/edge-links";

/** The stores of one request; handles must not outlive it. */
export type LinkStores = {
  d1: D1Database;
  kv: KVNamespace;
  clickShards: number;
  waitUntil: (work: Promise<unknown>) => void;
};
export type FoundLink = PreparedLink | "unknown" | "unavailable";

const d1LimitMs = 3000;
const kvLimitMs = 1000;
/** After a failure D1 is left alone so long by requests that can be answered without it. */
const pauseAfterFailureMs = 5000;

/**
 * Isolate memo → KV → D1, kept honest by the feed of changes. When D1 fails, what is known is served, whatever
 * its age.
 */
export type LinkCache = { memo: LinkMemo; feed: ChangeFeed; log: Log; polledAtMs: number; failedAtMs: number };
/** One request's wish. */
export type LinkLookup = { code: string; nowMs: number; stores: LinkStores };
/** What KV has: null for a code it has never heard of, undefined when it was not asked or could not say. */
type Cached = StoredLink | null | undefined;

export function createLinkCache(log: Log): LinkCache {
  return { memo: createLinkMemo(), feed: createChangeFeed(), log, polledAtMs: -Infinity, failedAtMs: -Infinity };
}

/** A link that can be answered with at once; undefined when a store must be asked. */
export function peekLink(cache: LinkCache, code: string, nowMs: number): PreparedLink | undefined {
  return cache.feed.isStale(nowMs) ? undefined : cache.memo.get(code);
}

/** Reads the feed behind the answer's back. One request in five seconds tries. */
export function pollWhenAging(cache: LinkCache, nowMs: number, lend: () => LinkStores): void {
  if (!cache.feed.isAging(nowMs) || nowMs - cache.polledAtMs < pauseAfterFailureMs) return;
  cache.polledAtMs = nowMs;
  const stores = lend();
  const poll = loadChanges(stores.d1, cache.feed.lastSeq()).then(
    (slice) => takeSlice(cache, slice, nowMs),
    (error: unknown) => noteFailure(cache, nowMs, "edge_changes_not_read", error),
  );
  stores.waitUntil(poll);
}

export async function findLink(cache: LinkCache, lookup: LinkLookup): Promise<FoundLink> {
  return (await lookUp(cache, lookup, false)) ?? "unknown";
}

/** Null for a code that KV has never heard of: D1 is not asked for it. While KV cannot say, D1 must. */
export async function findCachedLink(cache: LinkCache, lookup: LinkLookup): Promise<FoundLink | null> {
  return lookUp(cache, lookup, true);
}

async function lookUp(cache: LinkCache, lookup: LinkLookup, cachedOnly: boolean): Promise<FoundLink | null> {
  const { code, nowMs, stores } = lookup;
  if (cache.memo.isUnknown(code, nowMs)) return "unknown";
  const known = cache.memo.get(code);
  if (!cache.feed.isStale(nowMs)) return known ?? findInStores(cache, lookup, cachedOnly);
  // One trip reads the feed and the link, so that an isolate that slept costs no more than a cold one.
  if (known !== undefined && nowMs - cache.failedAtMs < pauseAfterFailureMs) return known;
  const loaded = await loadFromD1(cache, lookup, undefined);
  return loaded ?? known ?? fromKvAtAnyAge(cache, await readKv(cache, code, stores), stores);
}

async function findInStores(cache: LinkCache, lookup: LinkLookup, cachedOnly: boolean): Promise<FoundLink | null> {
  const stored = await readKv(cache, lookup.code, lookup.stores);
  if (stored && cache.feed.trusts(stored)) return remember(cache, stored, lookup.stores);
  if (stored === null && cachedOnly) return null;
  return (await loadFromD1(cache, lookup, stored)) ?? fromKvAtAnyAge(cache, stored, lookup.stores);
}

/** Null when D1 fails. */
async function loadFromD1(
  cache: LinkCache,
  { code, nowMs, stores }: LinkLookup,
  stored: Cached,
): Promise<PreparedLink | "unknown" | null> {
  const afterSeq = cache.feed.lastSeq();
  try {
    const { link, slice } = await withDeadline(loadEdgeLink(stores.d1, code, afterSeq), d1LimitMs, "D1");
    takeSlice(cache, slice, nowMs);
    if (link === null) {
      cache.memo.setUnknown(code, nowMs);
      return "unknown";
    }
    const fresh = { seq: Math.max(afterSeq, slice.changes[0]?.seq ?? 0), link };
    if (link.mode === "live") stores.waitUntil(writeThrough(cache, fresh, stores, stored));
    return remember(cache, fresh, stores);
  } catch (error) {
    noteFailure(cache, nowMs, "link_not_read_from_d1", error);
    return null;
  }
}

function takeSlice({ feed, memo }: LinkCache, slice: ChangeSlice, askedAtMs: number): void {
  const changed = feed.take(slice, askedAtMs);
  if (changed === "all") memo.clear();
  else if (changed.size > 0) memo.dropScopes(changed);
}

/** The feed is asked again here: a change may have come in while this link was on its way. */
function remember({ feed, memo }: LinkCache, stored: StoredLink, { clickShards }: LinkStores): PreparedLink {
  const prepared = prepareLink(stored.link, clickShards);
  if (stored.link.mode === "live" && feed.trusts(stored)) memo.set(prepared);
  return prepared;
}

function fromKvAtAnyAge(cache: LinkCache, stored: Cached, stores: LinkStores): FoundLink {
  return stored ? remember(cache, stored, stores) : "unavailable";
}

async function readKv(cache: LinkCache, code: string, stores: LinkStores): Promise<Cached> {
  try {
    return await withDeadline(findStoredLink(stores.kv, code), kvLimitMs, "KV");
  } catch (error) {
    cache.log("warn", "link_not_read_from_kv", { error: describeFault(error) });
    return undefined;
  }
}

/** KV writes are dear, so only an absent or outdated value is written. */
async function writeThrough(cache: LinkCache, fresh: StoredLink, stores: LinkStores, stored: Cached): Promise<void> {
  try {
    const before = stored === undefined ? await findStoredLink(stores.kv, fresh.link.code) : stored;
    if (before === null || !cache.feed.trusts(before)) await storeLink(stores.kv, fresh);
  } catch (error) {
    cache.log("warn", "link_not_written_to_kv", { error: describeFault(error) });
  }
}

function noteFailure(cache: LinkCache, nowMs: number, code: string, error: unknown): void {
  cache.failedAtMs = nowMs;
  cache.log("error", code, { error: describeFault(error) });
}
