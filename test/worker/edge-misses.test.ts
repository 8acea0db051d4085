import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { addressKey } from "#domain/address";
import { normalizeCode } from "#domain/code";
import { rateShard } from "#domain/rate-limit-policies";
import { openIsolate, seedLink, signing, startMs } from "#support/edge";
import { countCalls } from "#support/edge-bindings";
import { countOperations } from "#support/operation-counter";

const guesser = { "CF-Connecting-IP": "203.0.113.7" };
const neighbour = { "CF-Connecting-IP": "203.0.113.8" };
/** Codes of the right form that nobody has. */
const guess = (i: number) => normalizeCode(`G${i.toString(36)}-GUESS`);

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
    expect(answer.status).toBe(404);
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

test("one address that guesses keeps no other from links that nobody has clicked yet", async () => {
  const isolate = openIsolate();
  for (let i = 0; i < 100; i += 1) await isolate.visit(`/r/${guess(i)}`, { headers: guesser });
  await seedLink({ code: "FRESH222" });
  expect((await isolate.visit("/r/FRESH222", { headers: guesser })).status).toBe(404);
  expect((await isolate.visit("/r/FRESH222", { headers: neighbour })).status).toBe(302);
});

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
    expect((await isolate.visit(`/r/${guess(i)}`, { headers: guesser, env: counted })).status).toBe(404);
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
