import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { openDatabase } from "#store/database";
import { deleteOldChanges } from "#store/edge-changes";
import { changeAndAnnounce, openIsolate, seedLink, startMs } from "#support/edge";
import { countCalls, failWhile, staleForEver } from "#support/edge-bindings";

const pauseLink = (linkId: string) => `UPDATE links SET status = 'paused' WHERE id = '${linkId}'`;

test("a warm redirect asks D1 and KV nothing", async () => {
  await seedLink({ code: "WARM2222" });
  const isolate = openIsolate();
  await isolate.visit("/r/WARM2222");
  const { env: counted, calls } = countCalls();
  const { response, settled } = await isolate.visitOnly("/r/warm2222", { env: counted });
  expect(response.status).toBe(302);
  expect(calls).toEqual({ d1: 0, kvReads: 0, kvWrites: 0, appends: 0 });
  await settled();
  expect(calls).toEqual({ d1: 0, kvReads: 0, kvWrites: 0, appends: 1 });
});

test("a redirect on a KV hit asks D1 nothing while the feed is fresh", async () => {
  await seedLink({ code: "KVHIT222" });
  await seedLink({ code: "OTHER222" });
  await openIsolate().visit("/r/KVHIT222");
  const isolate = openIsolate();
  await isolate.visit("/r/OTHER222");
  const { env: counted, calls } = countCalls();
  expect((await isolate.visit("/r/KVHIT222", { env: counted })).status).toBe(302);
  expect(calls).toEqual({ d1: 0, kvReads: 1, kvWrites: 0, appends: 1 });
});

test("KV is written once per link, whatever isolates come", async () => {
  await seedLink({ code: "RARE2222" });
  const { env: counted, calls } = countCalls();
  for (let isolate = 0; isolate < 5; isolate += 1) await openIsolate().visit("/r/RARE2222", { env: counted });
  expect(calls.kvWrites).toBe(1);
});

test("a pause is complete within 120 s in every isolate although KV is stale for ever", async () => {
  const { linkId } = await seedLink({ code: "PAUSED22" });
  const stale = staleForEver();
  const clock = { nowMs: startMs };
  const busy = openIsolate(clock);
  const idle = openIsolate(clock);
  for (const isolate of [busy, idle]) expect((await isolate.visit("/r/PAUSED22", { env: stale })).status).toBe(302);
  // Remember the active link in the stale KV for isolates to come.
  const reader = openIsolate(clock);
  await seedLink({ code: "WARMUP22" });
  await reader.visit("/r/WARMUP22", { env: stale });
  await reader.visit("/r/PAUSED22", { env: stale });
  clock.nowMs += 1;
  await changeAndAnnounce(linkId, pauseLink(linkId), clock.nowMs);
  const pausedAtMs = clock.nowMs;
  let lastOpenMs = 0;
  for (; clock.nowMs < pausedAtMs + 150_000; clock.nowMs += 1000) {
    if ((await busy.visit("/r/PAUSED22", { env: stale })).status === 302) lastOpenMs = clock.nowMs;
  }
  expect(lastOpenMs - pausedAtMs).toBeLessThan(120_000);
  expect((await idle.visit("/r/PAUSED22", { env: stale })).status).toBe(410);
  clock.nowMs = pausedAtMs + 119_999;
  expect((await reader.visit("/r/PAUSED22", { env: stale })).status).toBe(410);
  expect((await openIsolate(clock).visit("/r/PAUSED22", { env: stale })).status).toBe(410);
});

test("a pause whose change is deleted by now does not come undone through a stale KV", async () => {
  const { linkId } = await seedLink({ code: "LONGAGO2" });
  await seedLink({ code: "WARMUP23" });
  const stale = staleForEver();
  const clock = { nowMs: startMs };
  await openIsolate(clock).visit("/r/LONGAGO2");
  const asleep = openIsolate(clock);
  await asleep.visit("/r/LONGAGO2", { env: stale });
  await changeAndAnnounce(linkId, pauseLink(linkId), clock.nowMs);
  await changeAndAnnounce("lnk_other", pauseLink("lnk_other"), clock.nowMs);
  clock.nowMs += 40 * dayMs;
  await deleteOldChanges(openDatabase(env.DB), clock.nowMs);
  const cold = openIsolate(clock);
  await cold.visit("/r/WARMUP23", { env: stale });
  for (const isolate of [cold, asleep]) expect((await isolate.visit("/r/LONGAGO2", { env: stale })).status).toBe(410);
});

test("pausing and resuming a program reaches all of its links", async () => {
  const { programId } = await seedLink({ code: "PROGRAM2", program: "whole" });
  await seedLink({ code: "PROGRAM3", program: "whole" });
  const isolate = openIsolate();
  const codes = ["PROGRAM2", "PROGRAM3"];
  for (const [status, expected] of [
    ["active", 302],
    ["paused", 410],
    ["active", 302],
  ] as const) {
    await changeAndAnnounce(programId, `UPDATE programs SET status = '${status}' WHERE id = '${programId}'`, startMs);
    isolate.clock.nowMs += 100_000;
    for (const code of codes) expect((await isolate.visit(`/r/${code}`)).status).toBe(expected);
  }
});

test("a change that lands while the link is being read is not lost to the memo", async () => {
  const { linkId } = await seedLink({ code: "RACING22" });
  const isolate = openIsolate();
  let entered = () => {};
  let release = () => {};
  const reading = new Promise<void>((resolve) => (entered = resolve));
  const gate = new Promise<void>((resolve) => (release = resolve));
  const slow: Env = { ...env, DB: delayedBatch(env.DB, entered, gate) };
  const first = isolate.visitOnly("/r/RACING22", { env: slow });
  await reading;
  await changeAndAnnounce(linkId, pauseLink(linkId), startMs);
  await isolate.visit("/r/NOSUCH22");
  release();
  const { response, settled } = await first;
  await settled();
  expect(response.status).toBe(302);
  expect((await isolate.visit("/r/RACING22")).status).toBe(410);
});

test("expiry is exact to the millisecond though the link is remembered", async () => {
  await seedLink({ code: "EXPIRES2", expiresAtMs: startMs + 1000 });
  const isolate = openIsolate();
  await isolate.visit("/r/EXPIRES2");
  isolate.clock.nowMs = startMs + 999;
  expect((await isolate.visit("/r/EXPIRES2")).status).toBe(302);
  isolate.clock.nowMs = startMs + 1000;
  expect((await isolate.visit("/r/EXPIRES2")).status).toBe(410);
});

test("an unknown code is remembered for 5 seconds at most, and asks no store meanwhile", async () => {
  const isolate = openIsolate();
  expect((await isolate.visit("/r/LATER222")).status).toBe(404);
  await seedLink({ code: "LATER222" });
  const { env: counted, calls } = countCalls();
  isolate.clock.nowMs = startMs + 4999;
  expect((await isolate.visit("/r/LATER222", { env: counted })).status).toBe(404);
  expect(calls).toEqual({ d1: 0, kvReads: 0, kvWrites: 0, appends: 0 });
  isolate.clock.nowMs = startMs + 5000;
  expect((await isolate.visit("/r/LATER222", { env: staleForEver() })).status).toBe(302);
});

test("what cannot be a code asks no store", async () => {
  const { env: counted, calls } = countCalls();
  const isolate = openIsolate();
  for (const path of [
    "/r/x",
    "/r/%E2%80%AE%F0%9F%92%90",
    `/r/${"A".repeat(500)}`,
    "/r/..%2f..%2fetc",
    "/r/%00%00%00",
    "/r/%zz%zz%zz",
  ]) {
    expect((await isolate.visit(path, { env: counted })).status).toBe(404);
  }
  expect(calls).toEqual({ d1: 0, kvReads: 0, kvWrites: 0, appends: 0 });
});

test("a cached link redirects with D1, KV and the click log all failing, for hours", async () => {
  await seedLink({ code: "OUTAGE22" });
  const isolate = openIsolate();
  await isolate.visit("/r/OUTAGE22");
  const down = failWhile({ d1: true, kv: true, clickLog: true });
  for (const laterMs of [0, 31_000, 101_000, 102_000, 3_600_000, 7 * 3_600_000]) {
    isolate.clock.nowMs = startMs + laterMs;
    const { response } = await isolate.visitOnly("/r/OUTAGE22", { env: down });
    expect(response.status).toBe(302);
    expect(response.headers.get("Location")).toContain("ref_click=v1.");
  }
});

test("a cold isolate serves from KV while D1 is down, and says 503 when nobody knows", async () => {
  await seedLink({ code: "COLD2222" });
  await openIsolate().visit("/r/COLD2222");
  const isolate = openIsolate();
  const down = failWhile({ d1: true });
  expect((await isolate.visit("/r/COLD2222", { env: down })).status).toBe(302);
  const answer = await isolate.visit("/r/NOTINKV2", { env: down });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("Retry-After")).toBe("5");
});

test("what was served during an outage is looked at again once D1 is back", async () => {
  const { linkId } = await seedLink({ code: "BACK2222" });
  await openIsolate().visit("/r/BACK2222");
  await changeAndAnnounce(linkId, pauseLink(linkId), startMs);
  const outage = { d1: true };
  const bindings = failWhile(outage);
  const isolate = openIsolate();
  expect((await isolate.visit("/r/BACK2222", { env: bindings })).status).toBe(302);
  outage.d1 = false;
  isolate.clock.nowMs += 5000;
  expect((await isolate.visit("/r/BACK2222", { env: bindings })).status).toBe(410);
});

/** Lets the first batch read, then holds its answer back. */
function delayedBatch(db: D1Database, entered: () => void, gate: Promise<void>): D1Database {
  return new Proxy(db, {
    get(inner, name) {
      if (name !== "batch") {
        const value: unknown = Reflect.get(inner, name);
        return typeof value === "function"
          ? (...args: unknown[]) => Reflect.apply(value, inner, args) as unknown
          : value;
      }
      return async (batch: D1PreparedStatement[]) => {
        const results = await inner.batch(batch);
        entered();
        await gate;
        return results;
      };
    },
  });
}
