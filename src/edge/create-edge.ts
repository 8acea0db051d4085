import { Hono } from "hono";
import { normalizeCode } from "#domain/code";
import { linkState } from "#domain/edge-link";
import { channels } from "#domain/journey";
import { programNowMs } from "#domain/mode";
import { addClick } from "#edge/click-buffer";
import { answerClosed, answerMissing } from "#edge/fallback";
import { createIsolate, storesOf } from "#edge/isolate";
import type { EdgeContext, EdgeOptions, Isolate } from "#edge/isolate";
import { answerJoin } from "#edge/join";
import { peekLink, pollWhenAging } from "#edge/link-cache";
import type { PreparedLink } from "#edge/prepared-link";
import { parseQrFile, parseQrSize, renderQr } from "#edge/qr";
import { channelParameter, redirect } from "#edge/redirect";
import { loadLanding } from "#store/edge-links";

/** `/r/:code`, `/join/:code` and `/qr/:file`. What it remembers lives as long as the isolate. */
export function createEdge(options: EdgeOptions): Hono<{ Bindings: Env }> {
  const isolate = createIsolate(options);
  const app = new Hono<{ Bindings: Env }>();

  app.get("/r/:code", (c) => {
    const nowMs = isolate.clock();
    const code = c.req.param("code");
    const known = peekLink(isolate.cache, code, nowMs);
    if (known === undefined) return lookUpAndAnswer(isolate, c, code, nowMs);
    pollWhenAging(isolate.cache, nowMs, () => storesOf(c));
    return answerClick(isolate, c, known, nowMs);
  });
  app.get("/join/:code", (c) => answerLanding(isolate, c, c.req.param("code")));
  app.get("/qr/:file", (c) => answerQr(isolate, c, c.req.param("file")));
  return app;
}

async function lookUpAndAnswer(isolate: Isolate, c: EdgeContext, code: string, nowMs: number): Promise<Response> {
  const found = await isolate.find(c, code, nowMs);
  return typeof found === "string" ? answerMissing(found) : answerClick(isolate, c, found, nowMs);
}

function answerClick(isolate: Isolate, c: EdgeContext, prepared: PreparedLink, nowMs: number): Response {
  const atMs = programNowMs(prepared.link, nowMs);
  const state = linkState(prepared.link, atMs);
  if (state !== "open") return answerClosed(prepared.link, state);
  const parts = { signing: isolate.signing(c.env), agentClass: isolate.agentClass, newVisitorId: isolate.newVisitorId };
  const { response, click } = redirect(c.req.raw, prepared, { atMs, receivedAtMs: nowMs }, parts);
  addClick(isolate.buffer, prepared.shard, click, () => isolate.senderOf(c));
  return response;
}

async function answerLanding(isolate: Isolate, c: EdgeContext, code: string): Promise<Response> {
  const nowMs = isolate.clock();
  const found = await isolate.find(c, code, nowMs);
  if (typeof found === "string") return answerMissing(found);
  const state = linkState(found.link, programNowMs(found.link, nowMs));
  if (state !== "open") return answerClosed(found.link, state);
  const landing = await loadLanding(c.env.DB, found.link.linkId);
  if (landing === null) return answerMissing("unknown");
  const wanted = channelParameter(c.req.url);
  return answerJoin(found.link, landing, channels.find((channel) => channel === wanted) ?? null);
}

async function answerQr(isolate: Isolate, c: EdgeContext, name: string): Promise<Response> {
  const file = parseQrFile(name);
  const size = parseQrSize(c.req.query("size"));
  if (file === null || size === null) return answerMissing("unknown");
  const { origin } = new URL(c.req.url);
  const key = `${origin}/qr/${encodeURIComponent(normalizeCode(file.code))}.${file.format}?size=${size}`;
  const cached = await caches.default.match(key);
  if (cached !== undefined) return cached;
  const found = await isolate.find(c, file.code, isolate.clock());
  if (typeof found === "string") return answerMissing(found);
  const answer = renderQr(`${origin}/r/${found.link.code}?c=qr`, file.format, size);
  c.executionCtx.waitUntil(caches.default.put(key, answer.clone()));
  return answer;
}
