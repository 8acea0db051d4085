import { Hono } from "hono";
import type { Context } from "hono";
import { normalizeCode } from "#domain/code";
import { linkState } from "#domain/edge-link";
import { describeFault } from "#domain/fault";
import { channels } from "#domain/journey";
import { programNowMs } from "#domain/mode";
import { addClick } from "#edge/click-buffer";
import { answerClosed, answerMissing, isFound } from "#edge/fallback";
import { createIsolate, storesOf } from "#edge/isolate";
import type { EdgeOptions, Isolate, Visit } from "#edge/isolate";
import { answerJoin } from "#edge/join";
import { peekLink, pollWhenAging } from "#edge/link-cache";
import type { PreparedLink } from "#edge/prepared-link";
import { channelParameter, redirect } from "#edge/redirect";
import { loadLanding } from "#store/edge-links";

export type Edge = {
  /** Answers everything under `/r`, `/join`, `/qr` and `/unsubscribe`; null for every other address. */
  answer: (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response> | null;
  /** The same for an edge that stands alone: every other address is unknown. */
  fetch: (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>;
  /** What it answers with more than a page that says no. */
  routes: readonly { method: string; path: string }[];
};

/** What the edge remembers lives as long as the isolate. */
export function createEdge(options: EdgeOptions): Edge {
  const isolate = createIsolate(options);
  const app = new Hono<{ Bindings: Env }>({ strict: false });
  app.get("/r/:code", (c) => answerCold(isolate, visitOf(c), c.req.param("code")));
  app.get("/join/:code", (c) => answerLanding(isolate, visitOf(c), c.req.param("code")));
  app.get("/qr/:file", (c) => answerQr(isolate, visitOf(c), c.req.param("file")));
  app.on(["GET", "POST"], "/unsubscribe/:token", (c) => answerLeaving(isolate, visitOf(c), c.req.param("token")));
  // People are here, and never programs: whatever else they come with gets a page.
  app.notFound(() => answerMissing("unknown"));
  app.onError((error) => {
    options.log("error", "edge_fault", { error: describeFault(error) });
    return answerMissing("unavailable");
  });
  const warm: Edge["answer"] = (request, env, ctx) => answerWarm(isolate, { request, env, ctx });
  const cold: Edge["answer"] = (request, env, ctx) =>
    edgeAddress.test(request.url) ? app.fetch(request, env, ctx) : null;
  return {
    answer: (request, env, ctx) => warm(request, env, ctx) ?? cold(request, env, ctx),
    fetch: (request, env, ctx) => warm(request, env, ctx) ?? app.fetch(request, env, ctx),
    routes: app.routes,
  };
}

const edgeAddress = /^https?:\/\/[^/]+\/(?:r|join|qr|unsubscribe)(?:[/?]|$)/;

function visitOf(c: Context<{ Bindings: Env }>): Visit {
  return { request: c.req.raw, env: c.env, ctx: c.executionCtx };
}

/**
 * The answer to a click on a link that is in memory; null for every other request, which takes the routes.
 * It goes before them because a router and its context cost as much as all the rest of a redirect.
 */
function answerWarm(isolate: Isolate, visit: Visit): Response | null {
  const { method, url } = visit.request;
  const code = codeInAddress(url);
  if (code === null || (method !== "GET" && method !== "HEAD")) return null;
  const nowMs = isolate.clock();
  const prepared = peekLink(isolate.cache, code, nowMs);
  if (prepared === undefined || !isolate.isReady()) return null;
  pollWhenAging(isolate.cache, nowMs, () => storesOf(visit));
  return answerClick(isolate, visit, prepared, nowMs);
}

/** `CODE` of `https://host/r/CODE?…`, as it stands there. */
function codeInAddress(url: string): string | null {
  const path = url.indexOf("/", "https://".length);
  if (!url.startsWith("/r/", path)) return null;
  const query = url.indexOf("?", path);
  return url.slice(path + "/r/".length, query < 0 ? undefined : query);
}

async function answerCold(isolate: Isolate, visit: Visit, code: string): Promise<Response> {
  const nowMs = isolate.clock();
  const found = await isolate.find(visit, code, nowMs);
  return isFound(found) ? answerClick(isolate, visit, found, nowMs) : answerMissing(found);
}

function answerClick(isolate: Isolate, visit: Visit, prepared: PreparedLink, nowMs: number): Response {
  const atMs = programNowMs(prepared.link, nowMs);
  const state = linkState(prepared.link, atMs);
  if (state !== "open") return answerClosed(prepared.link, state);
  const parts = {
    signing: isolate.signing(visit.env),
    agentClass: isolate.agentClass,
    newVisitorId: isolate.newVisitorId,
  };
  const { response, click } = redirect(visit.request, prepared, { atMs, receivedAtMs: nowMs }, parts);
  addClick(isolate.buffer, prepared.shard, click, () => isolate.senderOf(visit));
  return response;
}

async function answerLanding(isolate: Isolate, visit: Visit, code: string): Promise<Response> {
  const nowMs = isolate.clock();
  const found = await isolate.find(visit, code, nowMs);
  if (!isFound(found)) return answerMissing(found);
  const state = linkState(found.link, programNowMs(found.link, nowMs));
  if (state !== "open") return answerClosed(found.link, state);
  const landing = await loadLanding(visit.env.DB, found.link.linkId);
  if (landing === null) return answerMissing("unknown");
  const wanted = channelParameter(visit.request.url);
  return answerJoin(found.link, landing, channels.find((channel) => channel === wanted) ?? null);
}

async function answerQr(isolate: Isolate, visit: Visit, name: string): Promise<Response> {
  // Pictures are rare beside clicks: what draws them is evaluated when the first is asked for.
  const { parseQrFile, parseQrSize, renderQr } = await import("#edge/qr");
  const file = parseQrFile(name);
  const { origin, searchParams } = new URL(visit.request.url);
  const size = parseQrSize(searchParams.get("size"));
  if (file === null || size === null) return answerMissing("unknown");
  const key = `${origin}/qr/${encodeURIComponent(normalizeCode(file.code))}.${file.format}?size=${size}`;
  const cached = await caches.default.match(key);
  // What comes from the cache takes no more headers, its copy does.
  if (cached !== undefined) return new Response(cached.body, cached);
  const found = await isolate.find(visit, file.code, isolate.clock());
  if (!isFound(found)) return answerMissing(found);
  const answer = renderQr(`${origin}/r/${found.link.code}?c=qr`, file.format, size);
  visit.ctx.waitUntil(caches.default.put(key, answer.clone()));
  return answer;
}

async function answerLeaving(isolate: Isolate, { request, env }: Visit, token: string): Promise<Response> {
  // Few leave beside those who click.
  const { answerUnsubscribe } = await import("#edge/unsubscribe");
  const signing = isolate.signing(env);
  return answerUnsubscribe(request, token, {
    d1: env.DB,
    signing,
    nowMs: isolate.clock(),
    newId: isolate.newVisitorId,
  });
}
