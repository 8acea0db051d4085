import type { Context } from "#context";
import { canonicalJson, sha256Hex } from "#store/digest";
import { claimIdempotencyKey, releaseIdempotencyKey, storeAnswer } from "#store/idempotency-keys";
import { refusalResponse } from "#http/problem";

/**
 * The Idempotency-Key draft: the first request does the work and its answer is replayed for 24 hours;
 * the same key with other content is refused, and so is a copy that arrives while the first is at work.
 * Fields named in `forget` (a new key's secret) are null in the replay, because they are never stored.
 */
export async function answerOnce(
  ctx: Context,
  request: Request,
  options: { forget: readonly string[]; body: unknown },
  run: () => Promise<Response>,
): Promise<Response> {
  const header = request.headers.get("idempotency-key");
  if (header === null) return run();
  const key = readKey(header);
  if (key === null || ctx.actor.type !== "key") {
    return refusalResponse(
      {
        code: "invalid_request",
        issues: [{ path: "Idempotency-Key", message: "must be 1 to 255 visible ASCII symbols" }],
      },
      ctx.requestId,
    );
  }
  const url = new URL(request.url);
  const requestHash = sha256Hex(
    `${request.method} ${url.pathname}${url.search}\n${canonicalJson(options.body ?? null)}`,
  );
  const claim = { apiKeyId: ctx.actor.id, keyHash: sha256Hex(key), requestHash };
  const earlier = await claimIdempotencyKey(ctx.db, claim, ctx.nowMs);
  if (earlier === null) return runAndStore();
  if (earlier.requestHash !== requestHash) return refusalResponse({ code: "idempotency_key_reused" }, ctx.requestId);
  if (earlier.status === null) return refusalResponse({ code: "idempotency_key_in_flight" }, ctx.requestId);
  return replay(earlier.status, earlier.body ?? "");

  async function runAndStore(): Promise<Response> {
    // A fault leaves the claim in flight: the write may have been committed although its answer was lost.
    const response = await run();
    if (response.status === 429 || response.status === 503) await releaseIdempotencyKey(ctx.db, claim);
    else
      await storeAnswer(ctx.db, claim, { status: response.status, body: await storedBody(response, options.forget) });
    return response;
  }
}

/** The draft's quoted form (`"…"`) and the bare one that most clients send are the same key. */
function readKey(header: string): string | null {
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : null;
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
