import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { scopes } from "#domain/actor";
import type { RefusalCode } from "#domain/refusal";
import type { Operation } from "#http/contract/operation";
import { operations } from "#http/contract/operations";
import { problems } from "#http/contract/problem";
import { sha256Hex } from "#store/digest";
import { call, connect, countRows } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createGround, samples } from "#support/operation-samples";
import type { Sample } from "#support/operation-samples";
import { expectSecure } from "#support/secure";

/** A token like those that participants get: signed, and no server key. */
const participantToken = `${btoa('{"alg":"HS256","typ":"JWT"}')}.${btoa('{"sub":"ptc_1"}')}.c2lnbmF0dXJl`;

const guarded = operations.filter(({ scope }) => scope !== "public");
const withBody = operations.filter(({ body }) => body !== undefined);
const withQuery = operations.filter(({ query }) => query !== undefined);
const idempotent = operations.filter(({ idempotency }) => idempotency !== undefined);
/** What names an object that only its own mode may see, in its path or its body. */
const naming = guarded.filter(
  ({ refusals = [], operationId, liveOnly }) =>
    refusals.includes("not_found") && operationId !== "recordEvent" && liveOnly !== true,
);

async function prepare(operation: Operation): Promise<{ api: ApiClient; sample: Sample }> {
  const api = await connect({ mode: operation.liveOnly ? "live" : "test" });
  const sample = samples[operation.operationId]?.(await createGround(api), api);
  if (sample === undefined) throw new Error(`${operation.operationId} has no sample`);
  return { api, sample };
}

type Spoiled = { headers?: Record<string, string>; body?: BodyInit | null; query?: string };

async function send(
  operation: Operation,
  sample: Sample,
  secret: string | null,
  spoiled: Spoiled = {},
): Promise<Reply> {
  const headers = {
    ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
    ...(sample.body === undefined ? {} : { "content-type": "application/json" }),
    ...spoiled.headers,
  };
  const body = spoiled.body === undefined ? sample.body && JSON.stringify(sample.body) : spoiled.body;
  const { query = "" } = spoiled;
  return call(sample.path + (sample.path.includes("?") ? query.replace("?", "&") : query), {
    method: operation.method.toUpperCase(),
    headers,
    ...(body === undefined || body === null ? {} : { body }),
  });
}

function expectProblem(reply: Reply, code: RefusalCode, label: string): void {
  expect(reply.body, label).toMatchObject({
    code,
    status: problems[code].status,
    title: problems[code].title,
    type: `/docs/problems#${code}`,
    request_id: reply.headers.get("x-request-id"),
  });
  expect(reply.status, label).toBe(problems[code].status);
  expect(reply.headers.get("content-type"), label).toBe("application/problem+json");
  expectSecure(reply.headers, "data", label);
}

test("every operation has a sample, and every sample an operation", () => {
  expect(Object.keys(samples).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
});

describe.each(guarded.map((operation) => [operation.operationId, operation] as const))("%s", (_name, operation) => {
  test("answers its own key, and nobody else writes anything", async () => {
    const { api, sample } = await prepare(operation);
    const lacking = await connect({ scopes: scopes.filter((scope) => scope !== operation.scope) });
    const before = await countRows();
    expectProblem(await send(operation, sample, null), "unauthorized", "no credentials");
    expectProblem(await send(operation, sample, `bq_test_${"0".repeat(40)}`), "unauthorized", "unknown key");
    expectProblem(await send(operation, sample, participantToken), "unauthorized", "participant's token");
    const forged = { headers: { origin: "https://refer.test", cookie: `key=${api.secret}`, "x-api-key": api.secret } };
    expectProblem(await send(operation, sample, null, forged), "unauthorized", "forged origin");
    const refused = await send(operation, sample, lacking.secret);
    expectProblem(refused, "insufficient_scope", "wrong scope");
    expect(refused.body["needed"]).toBe(operation.scope);
    expect(await countRows()).toEqual(before);

    const answered = await send(operation, sample, api.secret);
    expect(operation.statuses ?? [200], answered.text).toContain(answered.status);
    expect(operation.answer.safeParse(answered.body).error, answered.text).toBeUndefined();
    expect(answered.headers.get("x-request-id")).toMatch(/^req_/);
    expectSecure(answered.headers, "data", operation.operationId);
  });
});

describe.each(naming.map((operation) => [operation.operationId, operation] as const))("%s", (_name, operation) => {
  test("of the other mode looks exactly like one that is not there", async () => {
    const { sample } = await prepare(operation);
    const live = await connect({ mode: "live" });
    const before = await countRows();
    const foreign = await send(operation, sample, live.secret);
    const renamed = (text: string) =>
      text.replaceAll(/(prg|ptc|lnk|ref|rwd|key|whe|msg|pdl|eml|rvw|fle)_[0-9A-Za-z]+|evt-payment/g, "missing");
    const absent = {
      path: renamed(sample.path),
      ...(sample.body && { body: JSON.parse(renamed(JSON.stringify(sample.body))) }),
    };
    const missing = await send(operation, absent, live.secret);
    expectProblem(foreign, "not_found", "other mode");
    expect({ ...foreign.body, request_id: "" }).toEqual({ ...missing.body, request_id: "" });
    expect(foreign.text.length).toBe(missing.text.length);
    expect(await countRows()).toEqual(before);
  });
});

describe.each(withBody.map((operation) => [operation.operationId, operation] as const))("%s", (_name, operation) => {
  test("refuses bodies that are malformed, too large, of another type or with unknown fields", async () => {
    const { api, sample } = await prepare(operation);
    const text = JSON.stringify(sample.body);
    const limit = operation.bodyLimitBytes ?? 64 * 1024;
    const before = await countRows();
    const spoiled: [string, RefusalCode, Spoiled][] = [
      ["malformed", "invalid_request", { body: text.slice(0, -1) }],
      ["empty", "invalid_request", { body: "" }],
      ["not UTF-8", "invalid_request", { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }],
      ["__proto__", "invalid_request", { body: text.replace("{", '{"__proto__":{"admin":true},') }],
      ["deep", "invalid_request", { body: `{"a":${"[".repeat(1000)}${"]".repeat(1000)}}` }],
      ["array", "invalid_request", { body: "[]" }],
      ["unknown field", "invalid_request", { body: text.replace("{", '{"unheard_of":1,') }],
      ["oversize", "payload_too_large", { body: `{"a":"${"x".repeat(limit)}"}` }],
      ["form", "unsupported_media_type", { headers: { "content-type": "application/x-www-form-urlencoded" } }],
      ["text", "unsupported_media_type", { headers: { "content-type": "text/plain" } }],
      ["gzip", "unsupported_media_type", { headers: { "content-encoding": "gzip" } }],
      ["Latin-1", "unsupported_media_type", { headers: { "content-type": "application/json; charset=iso-8859-1" } }],
    ];
    for (const [label, code, how] of spoiled) {
      const reply = await send(operation, sample, api.secret, how);
      expectProblem(reply, code, `${label}: ${reply.text}`);
    }
    const unknown = await send(operation, sample, api.secret, { body: text.replace("{", '{"unheard_of":1,') });
    expect(unknown.body["issues"]).toContainEqual({ path: "unheard_of", message: "is not a known field" });
    expect(await countRows()).toEqual(before);
  });
});

describe.each(withQuery.map((operation) => [operation.operationId, operation] as const))("%s", (_name, operation) => {
  test("refuses unknown, repeated and impossible parameters, and pages through everything once", async () => {
    const { api, sample } = await prepare(operation);
    const bad = [
      "?unheard_of=1",
      "?limit=0",
      "?limit=101",
      "?limit=ten",
      "?limit=1&limit=2",
      "?cursor=nonsense",
      "?cursor=%00",
    ];
    for (const query of bad)
      expectProblem(await send(operation, sample, api.secret, { query }), "invalid_request", query);

    const isList = operation.query?.safeParse({ limit: "1" }).success === true;
    if (!isList) return;
    const pageOf = (reply: Reply) => {
      const wallet = reply.body["transactions"];
      // Safe because every list has this shape, which the first test of this file has parsed.
      return (wallet ?? reply.body) as { data: unknown[]; next_cursor: string | null };
    };
    const all = pageOf(await send(operation, sample, api.secret));
    const seen: unknown[] = [];
    for (let query = "?limit=1"; query !== "";) {
      const page = pageOf(await send(operation, sample, api.secret, { query }));
      seen.push(...page.data);
      query = page.next_cursor === null ? "" : `?limit=1&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(all.data);
  });
});

describe.each(idempotent.map((operation) => [operation.operationId, operation] as const))("%s", (_name, operation) => {
  test("replays its answer to a repeated Idempotency-Key and refuses the key for anything else", async () => {
    const { api, sample } = await prepare(operation);
    const headers = { "idempotency-key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"' };
    const first = await send(operation, sample, api.secret, { headers });
    const after = await countRows();
    const replay = await send(operation, sample, api.secret, { headers });
    const forgotten = Object.fromEntries((operation.idempotency?.forget ?? []).map((field) => [field, null]));
    expect(replay.status).toBe(first.status);
    expect(replay.body).toEqual({ ...first.body, ...forgotten });
    expect(replay.headers.get("idempotent-replayed")).toBe("true");

    const again = { ...sample, path: `${sample.path}?again` };
    expectProblem(await send(operation, again, api.secret, { headers }), "idempotency_key_reused", "another request");
    for (const key of ['""', "two words", "x".repeat(256)]) {
      const refused = await send(operation, sample, api.secret, { headers: { "idempotency-key": key } });
      expectProblem(refused, "invalid_request", key);
    }
    expect(await countRows()).toEqual(after);
  });

  test("refuses a copy while the first is at work, and takes over from one that died", async () => {
    const { api, sample } = await prepare(operation);
    const headers = { "idempotency-key": "slow" };
    const first = await send(operation, sample, api.secret, { headers });
    const claim = env.DB.prepare("UPDATE idempotency_keys SET status = NULL, created_at_ms = ? WHERE key_hash = ?");
    await claim.bind(Date.now() - 30_000, sha256Hex("slow")).run();
    expectProblem(await send(operation, sample, api.secret, { headers }), "idempotency_key_in_flight", "in flight");
    await claim.bind(Date.now() - 61_000, sha256Hex("slow")).run();
    // The first had done its work: what can be done once is found done.
    const again = operation.operationId === "rotateKey" ? problems.key_over.status : first.status;
    expect((await send(operation, sample, api.secret, { headers })).status).toBe(again);
  });
});

test("a path answers other methods with the ones it has", async () => {
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const allowed = operations.filter((operation) => operation.path === path).map(({ method }) => method.toUpperCase());
    const reply = await call<Record<string, unknown>>(path.replaceAll(/:\w+/g, "x"), { method: "OPTIONS" });
    expectProblem(reply, "method_not_allowed", path);
    const listed = (reply.headers.get("allow") ?? "").split(", ");
    expect(listed, path).toEqual(expect.arrayContaining(allowed));
  }
});

test("a path that is not there is a problem too", async () => {
  for (const path of ["/v1", "/v1/nothing", "/v1/programs/x/y/z", "/nothing", "/%E0%A4%A"]) {
    expectProblem(await call(path), "not_found", path);
  }
});

test("what is open to everybody, what is asked with HEAD and what comes by http has its headers too", async () => {
  for (const { path, contentType } of operations.filter(({ scope }) => scope === "public")) {
    const { headers } = await call(path, { method: contentType === undefined ? "POST" : "HEAD" });
    expectSecure(headers, contentType === "text/html" ? "document" : "data", path);
    expect(headers.get("strict-transport-security"), path).toBe("max-age=31536000");
  }
  const plain = await exports.default.fetch("http://refer.test/v1/programs", { method: "HEAD" });
  expectSecure(plain.headers, "data", "http");
  expect(plain.headers.get("strict-transport-security")).toBeNull();
});

test("every problem's type leads to its explanation", async () => {
  const page = await call("/docs/problems");
  expect(page.status).toBe(200);
  expectSecure(page.headers, "document", "problems");
  for (const code of [...Object.keys(problems), "internal_error"]) expect(page.text).toContain(`id="${code}"`);
});
