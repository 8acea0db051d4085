import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { RateCall } from "#domain/rate-limit-policies";

const openLimiter = () => env.RATE_LIMITER.getByName("0-of-8");
const login: RateCall = { policy: "login", key: "adr:sarah", cost: 1, nowMs: Date.now() };
const rowsOf = () =>
  runInDurableObject(openLimiter(), (_limiter, state) => [...state.storage.sql.exec("SELECT * FROM rates")]);

test("of three hundred calls that arrive together as many are granted as there is room for", async () => {
  const limiter = openLimiter();
  const decisions = await Promise.all(Array.from({ length: 300 }, () => limiter.take(login)));
  const granted = decisions.filter(({ allowed }) => allowed);
  expect(granted.map(({ remaining }) => remaining).sort((a, b) => b - a)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  const refused = decisions.filter(({ allowed }) => !allowed);
  expect(new Set(refused.map(({ retryAfterSeconds }) => retryAfterSeconds))).toEqual(new Set([6]));
  expect(await limiter.take({ ...login, nowMs: login.nowMs + 5999 })).toMatchObject({ allowed: false });
  expect(await limiter.take({ ...login, nowMs: login.nowMs + 6000 })).toMatchObject({ allowed: true });
  expect(await limiter.take({ ...login, key: "adr:mike" })).toMatchObject({ allowed: true, remaining: 9 });
});

test("what was granted counts after the object has slept, in one row for each holder", async () => {
  for (let i = 0; i < 10; i += 1) await openLimiter().take(login);
  await evictDurableObject(openLimiter());
  expect(await openLimiter().take(login)).toMatchObject({ allowed: false, retryAfterSeconds: 6 });
  expect(await rowsOf()).toHaveLength(1);
});

test("what isolates tell is counted together and writes no row", async () => {
  const told: RateCall = { policy: "code-misses", key: "adr:sarah", cost: 30, nowMs: login.nowMs };
  expect(await openLimiter().add(told)).toBe(login.nowMs + 30_000);
  expect(await openLimiter().add(told)).toBe(login.nowMs + 60_000);
  expect(await rowsOf()).toEqual([]);
});

test("rows of what is paid off are swept, and the others stay until they are", async () => {
  const nowMs = Date.now();
  await openLimiter().take({ ...login, nowMs: nowMs - 3_600_000 });
  await openLimiter().take({ ...login, key: "adr:mike", cost: 10, nowMs });
  expect(await rowsOf()).toHaveLength(2);
  expect(await runDurableObjectAlarm(openLimiter())).toBe(true);
  expect(await rowsOf()).toMatchObject([{ name: "login adr:mike" }]);
  expect(await runInDurableObject(openLimiter(), (_limiter, state) => state.storage.getAlarm())).not.toBeNull();
});
