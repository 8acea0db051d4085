import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { addressKey } from "#domain/address";
import { normalizeCode } from "#domain/code";
import { rateShard } from "#domain/rate-limit-policies";
import { connect } from "#support/api";
import { openIsolate, seedLink, signing, startMs } from "#support/edge";
import { countCalls, failWhile } from "#support/edge-bindings";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { countOperations } from "#support/operation-counter";

const guesser = { "CF-Connecting-IP": "203.0.113.7" };
const neighbour = { "CF-Connecting-IP": "203.0.113.8" };
/** Codes of the right form that nobody has. */
const guess = (i: number) => normalizeCode(`G${i.toString(36)}-GUESS`);

/** Whoever has to wait is told how long, and never that a code does not exist. */
async function expectToWait(answer: Response): Promise<void> {
  expect(answer.status).toBe(429);
  expect(answer.headers.get("Retry-After")).toBe("1");
  expect(answer.headers.get("Cache-Control")).toContain("no-store");
  expect(await answer.text()).toContain("try again in a moment");
}

test("ten thousand guesses ask D1 sixty times, while codes that are known lead on for the same address", async () => {
  await seedLink({ code: "WARM2222" });
  await seedLink({ code: "CLICKED2" });
  await openIsolate().visit("/r/CLICKED2");
  const isolate = openIsolate();
  await isolate.visit("/r/WARM2222", { headers: guesser });
  const { env: counted, calls } = countCalls();
  for (let i = 0; i < 10_000; i += 1) {
    const path = i % 2 === 0 ? `/r/${guess(i)}` : `/join/${guess(i)}`;
    const answer = await isolate.visit(path, { headers: guesser, env: counted });
    if (i < 60) expect(answer.status).toBe(404);
    else await expectToWait(answer);
    if (i % 500 === 499) {
      expect((await isolate.visit("/r/WARM2222", { headers: guesser, env: counted })).status).toBe(302);
    }
  }
  expect(calls.d1).toBe(60);
  for (const path of ["/r/WARM2222", "/r/CLICKED2", "/r/clicked2"]) {
    expect((await isolate.visit(path, { headers: guesser })).status).toBe(302);
  }
  expect((await isolate.visit("/join/WARM2222", { headers: guesser })).status).toBe(200);
}, 120_000);

test("guesses that arrive together get no further, and a crowd behind one address does", async () => {
  const isolate = openIsolate();
  await isolate.visit(`/r/${guess(0)}`, { headers: neighbour });
  const { env: counted, calls } = countCalls();
  const together = Array.from({ length: 500 }, (_, i) =>
    isolate.visit(`/r/${guess(1000 + i)}`, { headers: guesser, env: counted }),
  );
  await Promise.all(together);
  expect(calls.d1).toBeLessThanOrEqual(60 + 20);

  const codes = Array.from({ length: 200 }, (_, i) => `CROWD-${100 + i}`);
  for (const code of codes) await seedLink({ code, program: "crowd" });
  const crowd = await Promise.all(codes.map((code) => isolate.visit(`/r/${code}`, { headers: neighbour })));
  expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([302]));
});

test("look-ups whose requests were lost are no crowd any more after ten seconds", async () => {
  const isolate = openIsolate();
  await isolate.visit(`/r/${guess(0)}`, { headers: neighbour });
  const silent: Env = {
    ...env,
    DB: new Proxy(env.DB, {
      get: (inner, name) => (name === "batch" ? () => new Promise(() => {}) : (Reflect.get(inner, name) as unknown)),
    }),
  };
  const lost = Array.from({ length: 20 }, (_, i) =>
    isolate.visit(`/r/${guess(1 + i)}`, { headers: guesser, env: silent }),
  );
  isolate.clock.nowMs = startMs + 10_000;
  await seedLink({ code: "LATER333" });
  expect((await isolate.visit("/r/LATER333", { headers: guesser })).status).toBe(302);
  await Promise.all(lost);
});

test("a live link that was issued or got another code a moment ago leads on from the address that guesses", async () => {
  const { code, change } = await issueLink("live");
  await expect.poll(async () => inKv(code)).toBe(true);
  await seedLink({ code: "WARM4444" });
  const isolate = openIsolate({ nowMs: Date.now() });
  // The first click of an isolate reads the salts of the day.
  await isolate.visit("/r/WARM4444", { headers: neighbour });
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser });
  const { env: counted, calls } = countCalls();
  for (const path of ["r", "join", "r"])
    expect([200, 302]).toContain((await isolate.visit(`/${path}/${code}`, { headers: guesser, env: counted })).status);
  await change("ANOTHER-CODE");
  await expect.poll(async () => inKv("ANOTHER-CODE")).toBe(true);
  expect((await isolate.visit("/r/another-code", { headers: guesser, env: counted })).status).toBe(302);
  // The one trip is the landing page's own.
  expect(calls).toMatchObject({ d1: 1, kvWrites: 0 });
});

test("a link that was issued is put into KV after the change it contains, and one of a test program never", async () => {
  const { code, change, id } = await issueLink("live");
  await expect.poll(async () => inKv(code)).toBe(true);
  expect(await env.LINKS.get(`link:1:${code}`, "json")).toMatchObject({ link: { code, linkId: id, active: true } });
  await change("LATER-CODE");
  await expect.poll(async () => inKv("LATER-CODE")).toBe(true);
  const newest = await env.DB.prepare("SELECT max(seq) AS seq FROM edge_changes WHERE scope = ?").bind(id).first();
  expect(await env.LINKS.get("link:1:LATER-CODE", "json")).toMatchObject(newest ?? {});
  const { code: sandboxed, change: changeSandboxed } = await issueLink("test");
  await changeSandboxed("SANDBOX-CODE");
  expect([await inKv(sandboxed), await inKv("SANDBOX-CODE")]).toEqual([false, false]);
});

test("while KV fails every link leads on from the address that guesses, and is looked for in D1", async () => {
  await seedLink({ code: "NOKV2222" });
  await seedLink({ code: "NOKV3333", mode: "test" });
  const isolate = openIsolate();
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser });
  const down = failWhile({ kv: true });
  for (const code of ["NOKV2222", "NOKV3333"])
    expect((await isolate.visit(`/r/${code}`, { headers: guesser, env: down })).status).toBe(302);
  expect((await isolate.visit(`/r/${guess(500)}`, { headers: guesser, env: down })).status).toBe(404);
});

test("one address that guesses keeps no other from links that KV has not, and is told to wait for its own", async () => {
  const isolate = openIsolate();
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser });
  for (const [code, mode] of [
    ["FRESH222", "live"],
    ["FRESH223", "test"],
  ] as const) {
    await seedLink({ code, mode });
    await expectToWait(await isolate.visit(`/r/${code}`, { headers: guesser }));
    await expectToWait(await isolate.visit(`/join/${code}`, { headers: guesser }));
    await expectToWait(await isolate.visit(`/qr/${code}.svg`, { headers: guesser }));
    expect((await isolate.visit(`/r/${code}`, { headers: neighbour })).status).toBe(302);
  }
});

test("past the limit D1 is asked for one miss a second, and for as many links that exist", async () => {
  const codes = Array.from({ length: 8 }, (_, i) => `ALLOWED-${100 + i}`);
  for (const code of codes) await seedLink({ code, program: "allowed", mode: "test" });
  const isolate = openIsolate();
  await isolate.visit("/r/ALLOWED-100", { headers: neighbour });
  const { env: counted, calls } = countCalls();
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser, env: counted });
  for (let second = 1; second <= 4; second += 1) {
    isolate.clock.nowMs = startMs + second * 1000;
    const before = calls.d1;
    for (const code of codes) {
      expect((await isolate.visit(`/r/${code}`, { headers: guesser, env: counted })).status).toBe(302);
    }
    expect(calls.d1 - before).toBe(codes.length);
    for (let i = 0; i < 8; i += 1)
      await isolate.visit(`/r/${guess(1000 * second + i)}`, { headers: guesser, env: counted });
    expect(calls.d1 - before).toBe(codes.length + 1);
    await expectToWait(await isolate.visit("/r/ALLOWED-100", { headers: guesser, env: counted }));
  }
});

async function issueLink(mode: "live" | "test") {
  const api = await connect({ mode });
  const program = await createProgram(api);
  const link = await createLink(api, { program: program.id, participant: (await createParticipant(api)).id });
  const change = async (code: string) => {
    expect((await api.patch(`/v1/links/${link.id}`, { code })).status).toBe(200);
  };
  return { ...link, change };
}

async function inKv(code: string): Promise<boolean> {
  return (await env.LINKS.get(`link:1:${code}`)) !== null;
}

test("a second after the last guess the address may try a code again that is new to the isolate", async () => {
  await seedLink({ code: "FRESH333" });
  const isolate = openIsolate();
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser });
  isolate.clock.nowMs = startMs + 1000;
  expect((await isolate.visit("/r/FRESH333", { headers: guesser })).status).toBe(302);
});

test("a warm redirect asks the limiter nothing, whatever its address has guessed", async () => {
  await seedLink({ code: "WARM3333" });
  const isolate = openIsolate();
  await isolate.visit("/r/WARM3333", { headers: guesser });
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser });
  const { env: counted, take } = countOperations(env);
  expect((await isolate.visit("/r/WARM3333", { headers: guesser, env: counted })).status).toBe(302);
  // The one call is the click's.
  expect(take()).toMatchObject({ d1Trips: 0, kvReads: 0, objectCalls: 1 });
});

test("codes that exist, that cannot exist or were just found missing cost an address nothing", async () => {
  await seedLink({ code: "EXISTS22" });
  const isolate = openIsolate();
  for (let i = 0; i < 100; i += 1) {
    await isolate.visit("/join/EXISTS22", { headers: guesser });
    await isolate.visit("/r/NOSUCH22", { headers: guesser });
    await isolate.visit("/r/x", { headers: guesser });
  }
  const { env: counted, calls } = countCalls();
  await isolate.visit(`/r/${guess(1)}`, { headers: guesser, env: counted });
  expect(calls.d1).toBe(1);
});

test("isolates share what they know through the limiter, which never sees an address", async () => {
  const first = openIsolate();
  for (let i = 0; i < 60; i += 1) await first.visit(`/r/${guess(i)}`, { headers: guesser });
  const second = openIsolate();
  const { env: counted, calls } = countCalls();
  for (let i = 100; i < 150; i += 1) await second.visit(`/r/${guess(i)}`, { headers: guesser, env: counted });
  expect(calls.d1).toBe(5);
  const key = addressKey(signing, "203.0.113.7", startMs) ?? "";
  const told = { policy: "code-misses", key, cost: 0, nowMs: startMs } as const;
  expect(await env.RATE_LIMITER.getByName(rateShard(key)).add(told)).toBe(startMs + 65_000);
});

test("a limiter that is down holds up no link, is logged, and each isolate goes by itself", async () => {
  await seedLink({ code: "DOWN2222" });
  const down: Env = { ...env, RATE_LIMITER: brokenLimiter() };
  const isolate = openIsolate();
  const { env: counted, calls } = countCalls(down);
  for (let i = 0; i < 100; i += 1) {
    const { status } = await isolate.visit(`/r/${guess(i)}`, { headers: guesser, env: counted });
    expect(status).toBe(i < 60 ? 404 : 429);
  }
  expect(calls.d1).toBe(60);
  expect((await isolate.visit("/r/DOWN2222", { headers: neighbour, env: counted })).status).toBe(302);
  const lines = isolate.lines.filter(({ message }) => message === "limiter_unavailable");
  expect(lines).toHaveLength(12);
  expect(lines[0]).toMatchObject({ level: "warn", fields: { policy: "code-misses" } });
  expect(JSON.stringify(lines)).not.toContain("203.0.113");
});

function brokenLimiter(): Env["RATE_LIMITER"] {
  return new Proxy(env.RATE_LIMITER, {
    get() {
      throw new Error("the limiter is down");
    },
  });
}
