import type { Refusal } from "#domain/refusal";
import { canonicalJson, sha256Hex } from "#store/digest";
import { claimIdempotencyKey, releaseIdempotencyKey, storeAnswer } from "#store/idempotency-keys";
import type { Middleware } from "#http/ground";
import { refusalResponse } from "#http/problem";

/**
 * The Idempotency-Key draft: the first request does the work and its answer is replayed for 24 hours;
 * the same key with other content is refused, and so is a copy that arrives while the first is at work.
 * Fields named in `forget` (a new key's secret) are null in the replay, because they are never stored.
 */
export function answerOnce({ forget }: { forget: readonly string[] }): Middleware {
  return async (c, next) => {
    const header = c.req.header("idempotency-key");
    if (header === undefined) return next();
    const { db, actor, nowMs, requestId } = c.var.ctx;
    const key = readKey(header);
    if (key === null || actor.type !== "key") return refusalResponse(keyInvalid, requestId);
    const requestHash = hashRequest(c.req.raw, c.req.valid("json"));
    const claim = { apiKeyId: actor.id, keyHash: sha256Hex(key), requestHash };
    const earlier = await claimIdempotencyKey(db, claim, nowMs);
    if (earlier !== null) {
      const { status, body } = earlier;
      // It was done, and what it answered was about somebody who is gone by now.
      if (status !== null && body === null) return refusalResponse({ code: "answer_erased" }, requestId);
      if (earlier.requestHash !== requestHash) return refusalResponse({ code: "idempotency_key_reused" }, requestId);
      if (status === null || body === null) return refusalResponse({ code: "idempotency_key_in_flight" }, requestId);
      return replay(status, body);
    }
    // A fault leaves the claim in flight: the write may have been committed although its answer was lost.
    await next();
    const { status } = c.res;
    if (status === 429 || status === 503) await releaseIdempotencyKey(db, claim);
    else await storeAnswer(db, claim, { status, body: await storedBody(c.res, forget) });
  };
}

const keyInvalid: Refusal = {
  code: "invalid_request",
  issues: [{ path: "Idempotency-Key", message: "must be 1 to 255 visible ASCII symbols" }],
};

/** The draft's quoted form (`"…"`) and the bare one that most clients send are the same key. */
function readKey(header: string): string | null {
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : null;
}

function hashRequest({ method, url }: Request, body: unknown): string {
  const { pathname, search } = new URL(url);
  return sha256Hex(`${method} ${pathname}${search}\n${canonicalJson(body ?? null)}`);
}

async function storedBody(response: Response, forget: readonly string[]): Promise<string> {
  const text = await response.clone().text();
  if (forget.length === 0 || !response.ok) return text;
  return JSON.stringify({
    ...(JSON.parse(text) as object),
    ...Object.fromEntries(forget.map((field) => [field, null])),
  });
}

function replay(status: number, body: string): Response {
  const contentType = status < 400 ? "application/json" : "application/problem+json";
  return new Response(body, { status, headers: { "content-type": contentType, "idempotent-replayed": "true" } });
}
