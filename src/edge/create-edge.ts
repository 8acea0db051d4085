import { Hono } from "hono";
import type { Context } from "hono";
import type { Log } from "#context";
import { isCodeForm, normalizeCode } from "#domain/code";
import { linkState } from "#domain/edge-link";
import { channels } from "#domain/journey";
import type { Signing } from "#domain/journey";
import { programNowMs } from "#domain/mode";
import { createAddressHashes } from "#edge/address-hashes";
import { createAgentClasses } from "#edge/agents";
import { createClickBuffer } from "#edge/click-buffer";
import type { ClickSender } from "#edge/click-buffer";
import { answerClosed, answerUnavailable, answerUnknown } from "#edge/fallback";
import { answerJoin } from "#edge/join";
import { createLinkCache } from "#edge/link-cache";
import type { FoundLink, LinkStores } from "#edge/link-cache";
import { parseQrFile, parseQrSize, renderQr } from "#edge/qr";
import { channelParameter, redirect } from "#edge/redirect";
import { createVisitorIds } from "#edge/visitor";
import { loadLanding } from "#store/edge-links";

type EdgeContext = Context<{ Bindings: Env }>;

export type EdgeOptions = {
  /** Asked once per isolate: secrets are known only when a request is there. */
  signing: (env: Env) => Signing;
  log: Log;
  /** Real time; a test program's own clock is applied to it where the program is known. */
  clock?: () => number;
};

/** `/r/:code`, `/join/:code` and `/qr/:file`. What it remembers lives as long as the isolate. */
export function createEdge({ signing: signingOf, log, clock = Date.now }: EdgeOptions): Hono<{ Bindings: Env }> {
  const cache = createLinkCache(log);
  const buffer = createClickBuffer(log);
  const addressHashes = createAddressHashes(log);
  const agentClass = createAgentClasses();
  const newVisitorId = createVisitorIds();
  let signing: Signing | undefined;

  const app = new Hono<{ Bindings: Env }>();

  app.get("/r/:code", (c) => {
    const nowMs = clock();
    const code = c.req.param("code");
    const found = cache.peek(code, nowMs);
    if (found === undefined) return answerSlowly(c, code, nowMs);
    cache.pollWhenAging(nowMs, () => storesOf(c));
    return answerClick(c, found, nowMs);
  });

  app.get("/join/:code", async (c) => {
    const nowMs = clock();
    const found = await find(c, c.req.param("code"), nowMs);
    if (typeof found === "string") return answerMissing(found);
    const state = linkState(found.link, programNowMs(found.link, nowMs));
    if (state !== "open") return answerClosed(found.link, state);
    const wanted = channelParameter(c.req.url);
    const landing = await loadLanding(c.env.DB, found.link.linkId);
    if (landing === null) return answerUnknown();
    return answerJoin(found.link, landing, channels.find((channel) => channel === wanted) ?? null);
  });

  app.get("/qr/:file", async (c) => {
    const file = parseQrFile(c.req.param("file"));
    const size = parseQrSize(c.req.query("size"));
    if (file === null || size === null) return answerUnknown();
    const { origin } = new URL(c.req.url);
    const key = `${origin}/qr/${normalizeCode(file.code)}.${file.format}?size=${size}`;
    const cached = await caches.default.match(key);
    if (cached !== undefined) return cached;
    const found = await find(c, file.code, clock());
    if (typeof found === "string") return answerMissing(found);
    const answer = renderQr(`${origin}/r/${found.link.code}?c=qr`, file.format, size);
    c.executionCtx.waitUntil(caches.default.put(key, answer.clone()));
    return answer;
  });

  return app;

  async function answerSlowly(c: EdgeContext, code: string, nowMs: number): Promise<Response> {
    const found = await find(c, code, nowMs);
    return typeof found === "string" ? answerMissing(found) : answerClick(c, found, nowMs);
  }

  /** Codes that cannot exist are answered without asking anyone. */
  async function find(c: EdgeContext, text: string, nowMs: number): Promise<FoundLink> {
    const code = normalizeCode(text);
    return isCodeForm(code) ? cache.find(code, nowMs, storesOf(c)) : "unknown";
  }

  function answerClick(c: EdgeContext, found: Exclude<FoundLink, string>, nowMs: number): Response {
    const { link, destination } = found;
    const atMs = programNowMs(link, nowMs);
    const state = linkState(link, atMs);
    if (state !== "open" || destination === null) return answerClosed(link, state === "open" ? "paused" : state);
    signing ??= signingOf(c.env);
    const parts = { signing, agentClass, newVisitorId };
    const { response, click } = redirect(c.req.raw, { ...found, destination }, { atMs, receivedAtMs: nowMs }, parts);
    buffer.add(found.shard, click, () => senderOf(c));
    return response;
  }

  function senderOf(c: EdgeContext): ClickSender {
    return {
      append: (shard, group) => c.env.CLICK_LOG.getByName(shard).append(group, clock()),
      hashes: () => addressHashes(c.env.DB, clock()),
      newGroupId: newVisitorId,
      waitUntil: (work) => c.executionCtx.waitUntil(work),
    };
  }
}

function answerMissing(found: "unknown" | "unavailable"): Response {
  return found === "unknown" ? answerUnknown() : answerUnavailable();
}

function storesOf(c: EdgeContext): LinkStores {
  return {
    d1: c.env.DB,
    kv: c.env.LINKS,
    clickShards: Math.max(1, Number.parseInt(c.env.CLICK_SHARDS, 10) || 1),
    waitUntil: (work) => c.executionCtx.waitUntil(work),
  };
}
