import { vi } from "vitest";
import { createRandom, createZipf } from "#bench/popularity";
import { hourMs } from "#domain/day";
import { watchClickLogs } from "#support/click-logs";
import type { ObjectOperations, WatchedClickLogs } from "#support/click-logs";
import type { BilledOperations } from "#support/click-price";
import { countOperations } from "#support/operation-counter";
import type { Operations } from "#support/operation-counter";

export type Traffic = {
  clicksPerSecond: number;
  durationMs: number;
  /** How many isolates share the clicks. All know nothing at the beginning. */
  isolates: number;
};

/** One isolate's redirect, with the memo, feed and window of its own. */
export type Isolate = (
  request: Request,
  env: Cloudflare.Env,
  context: ExecutionContext,
) => Response | Promise<Response>;

/**
 * Plays hours of clicks under fake time: the edge's own code, the stores of the test's workerd, the real
 * click-log objects. Arrivals are random and seeded. KV knows the links, which are written there once a month.
 * It ends when all that was clicked is flushed to D1.
 */
export async function simulateClicks(
  env: Cloudflare.Env,
  codes: readonly string[],
  traffic: Traffic,
  openIsolate: () => Isolate,
): Promise<BilledOperations> {
  const startMs = Date.UTC(2026, 10, 20, 8);
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: startMs });
  try {
    const counter = countOperations(env);
    const objects = await watchClickLogs(env);
    const clock = createClock(counter.settled, objects);
    const visit = (isolate: Isolate, code: string) => click(isolate, code, counter.env);

    const earlier = openIsolate();
    for (const code of codes) await visit(earlier, code);
    await clock.advanceUntilQuiet();
    counter.take();
    objects.take();

    const isolates = Array.from({ length: traffic.isolates }, openIsolate);
    const random = createRandom(7);
    const drawCode = createZipf(codes.length, random);
    const clicks = await playClicks(traffic, clock, random, async () => {
      const isolate = isolates[Math.floor(random() * isolates.length)];
      const code = codes[drawCode()];
      if (isolate !== undefined && code !== undefined) await visit(isolate, code);
    });
    await clock.advanceUntilQuiet();
    return billed(clicks, counter.take(), objects.take());
  } finally {
    vi.useRealTimers();
  }
}

/** Random arrivals at a steady rate; gives how many there were. */
async function playClicks(
  traffic: Traffic,
  clock: Clock,
  random: () => number,
  visit: () => Promise<void>,
): Promise<number> {
  const endMs = Date.now() + traffic.durationMs;
  let atMs = Date.now();
  for (let clicks = 0; ; clicks += 1) {
    atMs += (-Math.log(1 - random()) * 1000) / traffic.clicksPerSecond;
    if (atMs >= endMs) return clicks;
    await clock.advanceTo(Math.floor(atMs));
    await visit();
  }
}

function billed(
  clicks: number,
  edge: Operations,
  { flushes, alarmsRun, rowsWritten }: ObjectOperations,
): BilledOperations {
  return {
    clicks,
    kvReads: edge.kvReads,
    kvWrites: edge.kvWrites,
    d1RowsRead: edge.d1RowsRead + flushes.d1RowsRead,
    d1RowsWritten: edge.d1RowsWritten + flushes.d1RowsWritten,
    objectRequests: edge.objectCalls + alarmsRun,
    objectRowsWritten: rowsWritten,
  };
}

async function click(isolate: Isolate, code: string, env: Cloudflare.Env): Promise<void> {
  const request = new Request(`https://go.example/r/${code}`, { headers: browserHeaders, redirect: "manual" });
  // What the answer leaves behind is awaited by the clock: it waits for time that has yet to come.
  const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };
  // Safe because the redirect asks nothing else of its context.
  const response = await isolate(request, env, context as unknown as ExecutionContext);
  if (response.status !== 302 || !response.headers.has("set-cookie"))
    throw new Error(`no redirect: ${response.status}`);
}

const browserHeaders = {
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "CF-Connecting-IP": "203.0.113.7",
};

type Clock = { advanceTo(atMs: number): Promise<void>; advanceUntilQuiet(): Promise<void> };

/** So long, by fake time, an append may be under way while clicks go on: less than its deadline in the edge. */
const underWayMs = 2500;

/** Counts are flushed by then. What comes later is what ends with the retention of clicks, a year away. */
const flushedWithinMs = 12 * hourMs;

/** Moves the time on, but never past an alarm that is due, nor far while a store is still answering. */
function createClock(settled: () => Promise<void>, objects: WatchedClickLogs): Clock {
  let settledAtMs = Date.now();
  const settle = async (): Promise<void> => {
    await settled();
    settledAtMs = Date.now();
  };
  const step = async (toMs: number): Promise<void> => {
    if (toMs - settledAtMs >= underWayMs) await settle();
    vi.advanceTimersByTime(toMs - Date.now());
    // What fell due begins in the turns that follow.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const runAlarmsUntil = async (atMs: number): Promise<void> => {
    for (let next = objects.nextAlarmMs(); next <= atMs && next < Infinity; next = objects.nextAlarmMs()) {
      await step(Math.max(next, Date.now()));
      await settle();
      await objects.runAlarms();
      await settle();
    }
  };
  return {
    async advanceTo(atMs: number): Promise<void> {
      await runAlarmsUntil(atMs);
      if (atMs > Date.now()) await step(atMs);
    },
    async advanceUntilQuiet(): Promise<void> {
      await step(Date.now() + 1000);
      await settle();
      await runAlarmsUntil(Date.now() + flushedWithinMs);
    },
  };
}
