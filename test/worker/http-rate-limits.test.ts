import {
  createExecutionContext,
  evictDurableObject,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { rateShard } from "#domain/rate-limit-policies";
import { createApi } from "#http/api";
import { operations } from "#http/contract/operations";
import { ratePolicyOf } from "#http/contract/rate";
import { clickLogsOf, openContext } from "#open-context";
import { call, connect, countRows, createKey, origin } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { createGround, samples } from "#support/operation-samples";
import type { Sample } from "#support/operation-samples";

const guesser = { "cf-connecting-ip": "203.0.113.7" };
const neighbour = { "cf-connecting-ip": "203.0.113.8" };

/** The API of one isolate, with a limiter that does not answer. */
function withoutLimiter(client: ApiClient, address: Record<string, string> = {}) {
  const api = createApi({ openContext, clickLogsOf });
  const broken: Env = {
    ...env,
    RATE_LIMITER: new Proxy(env.RATE_LIMITER, {
      get() {
        throw new Error("the limiter is down");
      },
    }),
  };
  return async (path: string, body?: object) => {
    const ctx = createExecutionContext();
    const headers = {
      authorization: `Bearer ${client.secret}`,
      "content-type": "application/json",
      ...address,
    };
    const init = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
    const response = await api.fetch(new Request(origin + path, init), broken, ctx);
    await waitOnExecutionContext(ctx);
    return response;
  };
}

test("every answer to a key says what it may still do", async () => {
  const api = await connect();
  const first = await api.get("/v1/programs");
  expect(first.headers.get("ratelimit-policy")).toBe('"reads";q=12000;w=60');
  expect(first.headers.get("ratelimit")).toBe('"reads";r=11999;t=1');
  expect((await api.get("/v1/links/missing")).headers.get("ratelimit")).toMatch(/^"reads";r=1199[89];t=1$/);
  const anyone = await api.get("/healthz");
  expect([anyone.headers.get("ratelimit"), anyone.headers.get("ratelimit-policy")]).toEqual([null, null]);
});

test("sixty unknown codes from one address are answered, then none, and codes that exist go on working", async () => {
  const api = await connect();
  const program = await createProgram(api);
  const participant = await createParticipant(api);
  const { code } = await createLink(api, { program: program.id, participant: participant.id });
  const replies: Reply[] = [];
  for (let i = 0; i < 300; i += 1) replies.push(await api.get(`/v1/codes/GUESS-${i}`, undefined, guesser));
  expect(replies.slice(0, 60).map(({ status }) => status)).toEqual(Array(60).fill(200));
  // One more for each second that the guessing took.
  expect(replies.filter(({ status }) => status === 200).length).toBeLessThan(100);

  const refused = replies.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ code: "rate_limited" });
  expect(refused?.headers.get("retry-after")).toBe("1");
  expect(refused?.headers.get("ratelimit")).toMatch(/, "code-misses";r=0;t=1$/);
  expect(refused?.headers.get("ratelimit-policy")).toMatch(/, "code-misses";q=60;w=60$/);
  for (let i = 0; i < 5; i += 1) {
    expect((await api.get(`/v1/codes/${code}`, undefined, guesser)).body).toMatchObject({ valid: true });
  }
  expect((await api.get("/v1/codes/GUESS-X", undefined, neighbour)).body).toMatchObject({ valid: false });
});

test("what is not valid counts as well, is told so, and is refused past the limit before its body is read", async () => {
  const api = await connect();
  const left = (reply: Reply) => Number(/r=(\d+)/.exec(reply.headers.get("ratelimit") ?? "")?.[1]);
  const flawed: [string, unknown][] = [
    ["/v1/events/batch", { events: [], more: "x".repeat(60_000) }],
    ["/v1/events/batch", "{"],
    ["/v1/events", { type: "nothing" }],
    ["/v1/events", "x".repeat(70_000)],
  ];
  const replies: Reply[] = [];
  for (const [path, body] of flawed) replies.push(await api.post(path, body));
  expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 413]);
  expect(left(replies[0]!)).toBe(5999);
  expect(left(replies[3]!)).toBeLessThan(left(replies[0]!));
  expect((await api.get("/v1/programs?limit=x")).headers.get("ratelimit")).toMatch(/^"reads";r=11999/);

  const burst = { policy: "money", key: `key:${api.keyId}`, cost: 3000, nowMs: Date.now() + 10_000 } as const;
  await env.RATE_LIMITER.getByName(rateShard(burst.key)).take(burst);
  expect(await api.post("/v1/participants/ptc_1/withdrawals", "{")).toMatchObject({
    status: 429,
    body: { code: "rate_limited" },
  });
});

test("a batch counts each of its parts once, in the list that its operation names, and other lists count for nothing", async () => {
  const api = await connect();
  const left = (reply: Reply) => reply.headers.get("ratelimit");
  const parts = Array.from({ length: 50 }, (_, i) => `rvw_${i}`);
  expect(left(await api.post("/v1/events/batch", { events: parts }))).toBe('"events";r=5950;t=1');
  expect(left(await api.post("/v1/fraud/lists/batch", { entries: parts }))).toBe('"writes";r=5950;t=1');
  const decision = { reviews: parts, verdict: "hold", note: "asked the customer" };
  expect(left(await api.post("/v1/reviews/decide", decision))).toBe('"money";r=2950;t=1');
  const named = operations
    .filter(({ batch }) => batch !== undefined)
    .map(({ operationId, batch }) => [operationId, batch]);
  expect(Object.fromEntries(named)).toEqual({
    recordEvents: "events",
    addFraudEntries: "entries",
    decideReviews: "reviews",
  });
});

test("a batch counts as many as it has events, and whoever waits as told is taken again", async () => {
  const api = await connect();
  const batch = { events: Array.from({ length: 500 }, () => ({})) };
  const answers = [];
  for (let i = 0; i < 20; i += 1) answers.push(await api.post("/v1/events/batch", batch));
  const refused = answers.find(({ status }) => status === 429);
  expect(answers.slice(0, 12).map(({ status }) => status)).toEqual(Array(12).fill(200));
  expect(refused?.body).toMatchObject({ code: "rate_limited" });
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(Number(refused?.headers.get("retry-after"))).toBeLessThanOrEqual(5);
  expect(refused?.headers.get("ratelimit")).toMatch(/^"events";r=\d{1,3};t=1$/);
  expect((await api.get("/v1/events")).status).toBe(200);
  expect((await (await connect()).post("/v1/events/batch", batch)).status).toBe(200);
});

test("what moves value is counted for all isolates together, also by a limiter that has slept", async () => {
  const api = await connect();
  const { path, body } = await sampleOf("makeWithdrawal", api);
  const limiter = env.RATE_LIMITER.getByName(rateShard(`key:${api.keyId}`));
  // As another isolate's whole burst, ten seconds from now.
  const burst = { policy: "money", key: `key:${api.keyId}`, cost: 3000, nowMs: Date.now() + 10_000 } as const;
  expect(await limiter.take(burst)).toMatchObject({ allowed: true, remaining: 0 });
  await evictDurableObject(limiter);
  const before = await countRows();
  const refused = await api.post(path, body);
  expect(refused).toMatchObject({ status: 429, body: { code: "rate_limited" } });
  expect(refused.headers.get("ratelimit-policy")).toBe('"money";q=3000;w=60');
  expect(refused.headers.get("ratelimit")).toBe(`"money";r=0;t=${refused.headers.get("retry-after")}`);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(1);
  expect(await countRows()).toEqual(before);
  expect((await api.get("/v1/rewards")).status).toBe(200);
});

test("while the limiter is down, whatever moves value waits and says so", async () => {
  const api = await connect();
  const ground = await createGround(api);
  const ask = withoutLimiter(api);
  const before = await countRows();
  const money = operations.filter((operation) => ratePolicyOf(operation) === "money");
  expect(money.length).toBeGreaterThanOrEqual(11);
  const ids = money.map(({ operationId }) => operationId);
  expect(ids).toEqual(expect.arrayContaining(["reassignReferral", "recordConversion", "makeWithdrawal"]));
  for (const { operationId } of money) {
    const { path, body = {} } = samples[operationId]!(ground, api);
    const answer = await ask(path, body);
    expect([operationId, answer.status]).toEqual([operationId, 503]);
    expect(await answer.json()).toMatchObject({ code: "limiter_unavailable" });
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(answer.headers.get("ratelimit")).toMatch(/^"money";r=\d+;t=1;bouquet-limiter=unavailable$/);
  }
  expect(await countRows()).toEqual(before);
});

test("while the limiter is down, everything else goes on, and says so once it was noticed", async () => {
  const api = await connect();
  const program = await createProgram(api);
  const participant = await createParticipant(api);
  const ask = withoutLimiter(api);
  const link = await ask("/v1/links", { program: program.id, participant: participant.id });
  expect(link.status).toBe(201);
  const referee = { external_id: "mike", kind: "supplier" };
  expect((await ask("/v1/events", { id: "e-1", type: "signup", referee })).status).toBe(200);
  for (let i = 0; i < 120; i += 1) expect((await ask("/v1/programs")).status).toBe(200);
  expect((await ask("/v1/programs")).headers.get("ratelimit")).toMatch(/^"reads";.*;bouquet-limiter=unavailable$/);
});

describe("who tries keys out", () => {
  const tryKey = (i: number, address: Record<string, string> = guesser, path = "/v1/programs") =>
    call<Record<string, unknown>>(path, {
      headers: { authorization: `Bearer bq_test_${String(i).padStart(40, "0")}`, ...address },
    });

  test("is cut off after ten, and a valid key from the same address goes on and asks the limiter nothing", async () => {
    const api = await connect();
    const tries = [];
    for (let i = 0; i < 40; i += 1) tries.push(await tryKey(i));
    expect(tries.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect(tries.slice(20).map(({ status }) => status)).toEqual(Array(20).fill(429));
    const refused = tries.at(-1);
    expect(refused?.body).toMatchObject({ code: "rate_limited" });
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(Number(refused?.headers.get("retry-after"))).toBeLessThanOrEqual(6);
    expect(refused?.headers.get("ratelimit-policy")).toBe('"login";q=10;w=60');
    expect(refused?.headers.get("ratelimit")).toBe(`"login";r=0;t=${refused?.headers.get("retry-after")}`);

    for (let i = 0; i < 20; i += 1) expect((await api.get("/v1/programs", undefined, guesser)).status).toBe(200);
    expect((await tryKey(50, neighbour)).status).toBe(401);
    expect((await call("/v1/programs", { headers: guesser })).status).toBe(401);
    const names = await limiterRows();
    expect(names.filter((name) => name.startsWith("login ")).length).toBe(2);
    expect(names.join()).not.toContain("203.0.113");
  });

  test("is counted alike for revoked and expired keys, for tokens and for whatever is no key", async () => {
    const admin = await connect();
    const revoked = await createKey();
    await admin.delete(`/v1/keys/${revoked.id}`);
    const expired = await createKey({ expiresAtMs: 1 });
    const flawed = [revoked.secret, expired.secret, "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "x", "bq_test_"];
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const headers = { authorization: `Bearer ${flawed[i % flawed.length]}`, "cf-connecting-ip": "198.51.100.3" };
      statuses.push((await call("/v1/keys", { headers })).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(12)).toEqual(Array(8).fill(429));
  });

  test("is answered 401 while the limiter is down", async () => {
    const ask = withoutLimiter({ ...(await connect()), secret: `bq_test_${"9".repeat(40)}` }, guesser);
    for (let i = 0; i < 15; i += 1) expect((await ask("/v1/programs")).status).toBe(401);
  });
});

async function limiterRows(): Promise<string[]> {
  const shards = Array.from({ length: 8 }, (_, i) => env.RATE_LIMITER.getByName(`${i}-of-8`));
  const rows = await Promise.all(
    shards.map((shard) =>
      runInDurableObject(shard, (_object, state) => [
        ...state.storage.sql.exec<{ name: string }>("SELECT name FROM rates"),
      ]),
    ),
  );
  return rows.flat().map(({ name }) => name);
}

async function sampleOf(operationId: string, api: ApiClient): Promise<Sample> {
  const sample = samples[operationId]?.(await createGround(api), api);
  if (sample === undefined) throw new Error(`${operationId} has no sample`);
  return sample;
}
