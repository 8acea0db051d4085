import type { Log } from "#context";
import { isCodeForm, normalizeCode } from "#domain/code";
import type { Signing } from "#domain/journey";
import { createAddressHashes } from "#edge/address-hashes";
import { createAgentClasses } from "#edge/agents";
import { createClickBuffer } from "#edge/click-buffer";
import type { ClickSender } from "#edge/click-buffer";
import { createLinkCache, findCachedLink, findLink, peekLink } from "#edge/link-cache";
import type { FoundLink, LinkStores } from "#edge/link-cache";
import { createMisses } from "#edge/misses";
import type { TooMany } from "#edge/misses";
import { createVisitorIds } from "#edge/visitor";

export type WaitUntil = { waitUntil(work: Promise<unknown>): void };
/** One request with its handles, which must not outlive it. */
export type Visit = { request: Request; env: Env; ctx: WaitUntil };
export type EdgeOptions = {
  /** Asked once per isolate: secrets are known only when a request is there. */
  signing: (env: Env) => Signing;
  log: Log;
  /** Real time; a test program's own clock is applied to it where the program is known. */
  clock?: () => number;
};
export type Isolate = ReturnType<typeof createIsolate>;

/** What the edge remembers between requests: plain data only, since handles belong to their request. */
export function createIsolate({ signing: signingOf, log, clock = Date.now }: EdgeOptions) {
  const cache = createLinkCache(log);
  const addressHashes = createAddressHashes(log);
  const newVisitorId = createVisitorIds();
  let signing: Signing | undefined;
  const signingFor = (env: Env): Signing => (signing ??= signingOf(env));
  const misses = createMisses(log);
  return {
    clock,
    cache,
    buffer: createClickBuffer(log),
    agentClass: createAgentClasses(),
    newVisitorId,
    isReady: () => signing !== undefined,
    signing: signingFor,
    /**
     * Codes that cannot exist are answered without asking anyone, and so are those in memory. What else an address
     * asks for is looked for in D1 too, until too much of it was not there.
     */
    async find(visit: Visit, text: string, nowMs: number): Promise<FoundLink | TooMany> {
      const code = normalizeCode(text);
      if (!isCodeForm(code) || cache.memo.isUnknown(code, nowMs)) return "unknown";
      const remembered = peekLink(cache, code, nowMs);
      if (remembered !== undefined) return remembered;
      const { request, env, ctx } = visit;
      const address = request.headers.get("cf-connecting-ip");
      const ground = { limiters: env.RATE_LIMITER, waitUntil: (work: Promise<unknown>) => ctx.waitUntil(work) };
      const lookup = { code, nowMs, stores: storesOf(visit) };
      return misses.find(
        { address, signing: signingFor(env), nowMs, ground },
        { look: async () => findLink(cache, lookup), lookInCaches: async () => findCachedLink(cache, lookup) },
      );
    },
    senderOf: ({ env, ctx }: Visit): ClickSender => ({
      append: (group) => env.CLICK_LOG.getByName(group.shard).append(group, clock()),
      hashes: () => addressHashes(env.DB, clock()),
      newGroupId: newVisitorId,
      waitUntil: (work) => ctx.waitUntil(work),
    }),
  };
}

export function storesOf({ env, ctx }: Visit): LinkStores {
  return {
    d1: env.DB,
    kv: env.LINKS,
    clickShards: Math.max(1, Number.parseInt(env.CLICK_SHARDS, 10) || 1),
    waitUntil: (work) => ctx.waitUntil(work),
  };
}
