import type { Log } from "#context";
import { createChangeFeed } from "#edge/change-feed";
import { withDeadline } from "#edge/deadline";
import { createLinkMemo } from "#edge/link-memo";
import { prepareLink } from "#edge/prepared-link";
import type { PreparedLink } from "#edge/prepared-link";
import { loadChanges } from "#store/edge-changes";
import type { ChangeSlice } from "#store/edge-changes";
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
export type LinkCache = ReturnType<typeof createLinkCache>;

const d1LimitMs = 3000;
const kvLimitMs = 1000;
/** After a failure D1 is left alone so long by requests that can be answered without it. */
const pauseAfterFailureMs = 5000;

/** Isolate memo → KV → D1, kept honest by the feed of changes. When D1 fails, what is known is served, whatever its age. */
export function createLinkCache(log: Log) {
  const memo = createLinkMemo();
  const feed = createChangeFeed();
  let polledAtMs = -Infinity;
  let failedAtMs = -Infinity;
  return { peek, pollWhenAging, find };

  /** A link that can be answered with at once; undefined when a store must be asked. */
  function peek(code: string, nowMs: number): PreparedLink | undefined {
    return feed.isStale(nowMs) ? undefined : memo.get(code);
  }

  /** Reads the feed behind the answer's back. One request in five seconds tries. */
  function pollWhenAging(nowMs: number, lend: () => LinkStores): void {
    if (!feed.isAging(nowMs) || nowMs - polledAtMs < pauseAfterFailureMs) return;
    polledAtMs = nowMs;
    const stores = lend();
    const poll = loadChanges(stores.d1, feed.lastSeq()).then(
      (slice) => takeSlice(slice, nowMs),
      (error: unknown) => noteFailure("edge_changes not read", nowMs, error),
    );
    stores.waitUntil(poll);
  }

  async function find(code: string, nowMs: number, stores: LinkStores): Promise<FoundLink> {
    if (memo.isUnknown(code, nowMs)) return "unknown";
    const known = memo.get(code);
    if (!feed.isStale(nowMs)) return known ?? findInStores(code, nowMs, stores);
    // One trip reads the feed and the link, so that an isolate that slept costs no more than a cold one.
    if (known !== undefined && nowMs - failedAtMs < pauseAfterFailureMs) return known;
    const loaded = await loadFromD1(code, nowMs, stores, undefined);
    return loaded ?? known ?? fromKvAtAnyAge(await readKv(code, stores), stores);
  }

  async function findInStores(code: string, nowMs: number, stores: LinkStores): Promise<FoundLink> {
    const stored = await readKv(code, stores);
    if (stored !== null && feed.trusts(stored)) return remember(stored, stores);
    return (await loadFromD1(code, nowMs, stores, stored)) ?? fromKvAtAnyAge(stored, stores);
  }

  /** Null when D1 fails. `stored` is what KV has; undefined when it was not asked. */
  async function loadFromD1(code: string, nowMs: number, stores: LinkStores, stored: StoredLink | null | undefined) {
    const afterSeq = feed.lastSeq();
    try {
      const { link, slice } = await withDeadline(loadEdgeLink(stores.d1, code, afterSeq), d1LimitMs, "D1");
      takeSlice(slice, nowMs);
      if (link === null) {
        memo.setUnknown(code, nowMs);
        return "unknown" as const;
      }
      const fresh = { seq: Math.max(afterSeq, slice.changes[0]?.seq ?? 0), link };
      if (link.mode === "live") stores.waitUntil(writeThrough(fresh, stores, stored));
      return remember(fresh, stores);
    } catch (error) {
      noteFailure("link not read from D1", nowMs, error);
      return null;
    }
  }

  function takeSlice(slice: ChangeSlice, askedAtMs: number): void {
    const changed = feed.take(slice, askedAtMs);
    if (changed === "all") memo.clear();
    else if (changed.size > 0) memo.dropScopes(changed);
  }

  /** The feed is asked again here: a change may have come in while this link was on its way. */
  function remember(stored: StoredLink, stores: LinkStores): PreparedLink {
    const prepared = prepareLink(stored.link, stores.clickShards);
    if (stored.link.mode === "live" && feed.trusts(stored)) memo.set(prepared);
    return prepared;
  }

  function fromKvAtAnyAge(stored: StoredLink | null, stores: LinkStores): FoundLink {
    return stored === null ? "unavailable" : remember(stored, stores);
  }

  async function readKv(code: string, stores: LinkStores): Promise<StoredLink | null> {
    try {
      return await withDeadline(findStoredLink(stores.kv, code), kvLimitMs, "KV");
    } catch (error) {
      log("warn", "link not read from KV", { error: String(error) });
      return null;
    }
  }

  /** KV writes are dear, so only an absent or outdated value is written. */
  async function writeThrough(fresh: StoredLink, stores: LinkStores, stored: StoredLink | null | undefined): Promise<void> {
    try {
      const before = stored === undefined ? await findStoredLink(stores.kv, fresh.link.code) : stored;
      if (before === null || !feed.trusts(before)) await storeLink(stores.kv, fresh);
    } catch (error) {
      log("warn", "link not written to KV", { error: String(error) });
    }
  }

  function noteFailure(message: string, nowMs: number, error: unknown): void {
    failedAtMs = nowMs;
    log("error", message, { error: String(error) });
  }
}
