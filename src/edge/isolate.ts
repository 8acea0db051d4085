import type { Context } from "hono";
import type { Log } from "#context";
import { isCodeForm, normalizeCode } from "#domain/code";
import type { Signing } from "#domain/journey";
import { createAddressHashes } from "#edge/address-hashes";
import { createAgentClasses } from "#edge/agents";
import { createClickBuffer } from "#edge/click-buffer";
import type { ClickSender } from "#edge/click-buffer";
import { createLinkCache, findLink } from "#edge/link-cache";
import type { FoundLink, LinkStores } from "#edge/link-cache";
import { createVisitorIds } from "#edge/visitor";

export type EdgeContext = Context<{ Bindings: Env }>;
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
  return {
    clock,
    cache,
    buffer: createClickBuffer(log),
    agentClass: createAgentClasses(),
    newVisitorId,
    signing: (env: Env): Signing => (signing ??= signingOf(env)),
    /** Codes that cannot exist are answered without asking anyone. */
    async find(c: EdgeContext, text: string, nowMs: number): Promise<FoundLink> {
      const code = normalizeCode(text);
      return isCodeForm(code) ? findLink(cache, { code, nowMs, stores: storesOf(c) }) : "unknown";
    },
    senderOf: (c: EdgeContext): ClickSender => ({
      append: (group) => c.env.CLICK_LOG.getByName(group.shard).append(group, clock()),
      hashes: () => addressHashes(c.env.DB, clock()),
      newGroupId: newVisitorId,
      waitUntil: (work) => c.executionCtx.waitUntil(work),
    }),
  };
}

export function storesOf(c: EdgeContext): LinkStores {
  return {
    d1: c.env.DB,
    kv: c.env.LINKS,
    clickShards: Math.max(1, Number.parseInt(c.env.CLICK_SHARDS, 10) || 1),
    waitUntil: (work) => c.executionCtx.waitUntil(work),
  };
}
