import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { expectCatalogued } from "#support/catalogue";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import { dailyAt } from "#domain/job-schedule";
import { rows } from "#support/ledger";
import { jobOf, later, runsOf, tick } from "#support/ticks";
import type { JobInput } from "#usecases/run-job";
import { leaseMs } from "#usecases/run-job";

afterEach(async () => {
  await expectCatalogued();
});

const startMs = Date.UTC(2026, 4, 2, 10);
const minutes = (count: number) => startMs + count * 60_000;

/** A job that works off a number for each minute, and remembers nothing: what it has done twice would show. */
function counter() {
  const done: number[] = [];
  const job = jobOf("count_minutes", async (_ctx, { dueMs, sinceMs }: JobInput) => {
    // Others get their turn here, as they would while the database answers.
    await env.DB.prepare("SELECT 1").first();
    for (let atMs = sinceMs + 60_000; atMs <= dueMs; atMs += 60_000) done.push(atMs);
    return { counts: { done: done.length } };
  });
  return { table: [job], done };
}

test("ticks that were missed, doubled or overlapping leave no gap and do nothing twice, and all is in the log", async () => {
  const { table, done } = counter();
  await tick(minutes(0), { table });
  await tick(minutes(4), { table });
  await tick(minutes(4), { table });
  await Promise.all([1, 2, 3].map(async () => tick(minutes(5), { table })));
  await tick(minutes(3), { table });
  expect(done).toEqual([0, 1, 2, 3, 4, 5].map(minutes));
  expect(await runsOf("count_minutes")).toMatchObject(
    [0, 4, 5].map((at) => ({ outcome: "done", due_at_ms: minutes(at), error: null, actor: "job:count_minutes" })),
  );
  expect(await rows("SELECT watermark_ms, lease_run_id, failures FROM jobs")).toEqual([
    { watermark_ms: minutes(5), lease_run_id: null, failures: 0 },
  ]);
});

test("a tick that came with a time far ahead stops no job until then", async () => {
  const { table, done } = counter();
  await tick(minutes(0), { table });
  await tick(minutes(0) + 30 * dayMs, { table });
  const before = done.length;
  for (const at of [1, 2, 3]) await tick(minutes(at), { table });
  expect(done.length - before).toBeGreaterThanOrEqual(3);
  expect(await rows("SELECT watermark_ms FROM jobs")).toEqual([{ watermark_ms: minutes(3) }]);
});

test("a run that goes on keeps its watermark until it is through, and remembers its place", async () => {
  const seen: unknown[] = [];
  const table = [
    jobOf(
      "in_parts",
      async (_ctx, { memory }) => {
        seen.push(memory);
        const part = Number(memory?.["part"] ?? 0) + 1;
        return { counts: { part }, more: part < 3, memory: { part } };
      },
      dailyAt(2, 0),
    ),
  ];
  for (const at of [0, 1, 2, 3]) await tick(minutes(at), { table });
  expect(seen).toEqual([null, { part: 1 }, { part: 2 }]);
  expect((await runsOf("in_parts")).map(({ outcome }) => outcome)).toEqual(["more", "more", "done"]);
  await tick(minutes(0) + dayMs, { table });
  expect(seen).toHaveLength(4);
});

describe("a job that fails", () => {
  const failing = (name: string) =>
    jobOf(name, async () => {
      throw new Error("nothing to be done for 'Jane Doe'");
    });

  test("is tried at every tick, keeps nobody else from running, and is told once at the third time", async () => {
    const { table: sound, done } = counter();
    const table = [failing("broken"), ...sound];
    for (const at of [0, 1, 2, 3, 4]) await tick(minutes(at), { table });
    expect(done).toHaveLength(5);
    const runs = await runsOf("broken");
    expect(runs.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => "failed"));
    expect(runs[0]?.error).toContain("nothing to be done for …");
    expect(await rows("SELECT failures FROM jobs WHERE name = 'broken'")).toEqual([{ failures: 5 }]);
    const messages = await rows<{ id: string; type: string; mode: string; payload: string }>("SELECT * FROM outbox");
    expect(messages).toMatchObject([{ type: "job.failing", mode: "live", status: "due" }]);
    const [first] = await rows<{ at: number }>("SELECT min(started_at_ms) AS at FROM job_runs WHERE job = 'broken'");
    expect(JSON.parse(messages[0]?.payload ?? "")).toEqual({
      job: "broken",
      failures: 3,
      since: new Date(first?.at ?? 0).toISOString(),
    });
  });

  test("is told again when it has run well meanwhile", async () => {
    const well = jobOf("moody", async () => ({ counts: {} }));
    for (const at of [0, 1, 2]) await tick(minutes(at), { table: [failing("moody")] });
    await tick(minutes(3), { table: [well] });
    expect(await rows("SELECT failures FROM jobs")).toEqual([{ failures: 0 }]);
    for (const at of [4, 5]) await tick(minutes(at), { table: [failing("moody")] });
    expect(await rows("SELECT type FROM outbox")).toHaveLength(1);
    await tick(minutes(6), { table: [failing("moody")] });
    expect(await rows("SELECT type FROM outbox")).toHaveLength(2);
  });
});

describe("a run that died", () => {
  /** Claimed, and never heard of again. */
  async function die(at: number) {
    const { table } = counter();
    await tick(minutes(at), { table });
    await env.DB.prepare("UPDATE jobs SET lease_run_id = ?, lease_until_ms = ?")
      .bind(
        `run_${minutes(at + 1)
          .toString(32)
          .padStart(9, "0")}0000dead`,
        Date.now() + leaseMs,
      )
      .run();
  }

  test("keeps the job until its lease runs out; then the next tick takes over, and the log shows it", async () => {
    await die(0);
    const { table, done } = counter();
    await tick(minutes(2), { table });
    expect(done).toEqual([]);
    await tick(minutes(7), { table, change: later(leaseMs + 1) });
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7].map(minutes));
    expect(await runsOf("count_minutes")).toMatchObject([
      { outcome: "done", due_at_ms: minutes(0) },
      { outcome: "failed", due_at_ms: minutes(1), error: "lease expired" },
      { outcome: "done", due_at_ms: minutes(7) },
    ]);
    expect(await rows("SELECT failures FROM jobs")).toEqual([{ failures: 0 }]);
  });

  test("is found dead once, by however many ticks", async () => {
    await die(0);
    const { table, done } = counter();
    await Promise.all([1, 2, 3].map(async () => tick(minutes(7), { table, change: later(leaseMs + 1) })));
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7].map(minutes));
    expect(await runsOf("count_minutes")).toHaveLength(3);
  });

  test("and was only slow has lost the job: what it comes back with is not written", async () => {
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const slow = jobOf("slow", async () => {
      begun();
      await asleep;
      return { counts: { slow: 1 }, memory: { of: "the slow one" } };
    });
    const first = tick(minutes(0), { table: [slow] });
    await hasBegun;
    const quick = jobOf("slow", async () => ({ counts: { quick: 1 }, memory: { of: "the quick one" } }));
    await tick(minutes(1), { table: [quick], change: later(leaseMs + 1) });
    wake();
    await first;
    expect(await rows("SELECT memory, watermark_ms FROM jobs")).toEqual([
      { memory: '{"of":"the quick one"}', watermark_ms: minutes(1) },
    ]);
    expect((await runsOf("slow")).map(({ outcome, error }) => [outcome, error])).toEqual([
      ["failed", "lease expired"],
      ["done", null],
    ]);
  });
});

test("what did not get its turn in a tick's time is due at the next, and the first in line", async () => {
  const order: string[] = [];
  let wallMs = 0;
  const change = (ctx: Context): Context => ({ ...ctx, platform: { ...ctx.platform, wallMs: () => wallMs } });
  const slow = (name: string) =>
    jobOf(name, async () => {
      order.push(name);
      wallMs += 20_000;
      return { counts: {} };
    });
  const table = ["a", "b", "c"].map(slow);
  await tick(minutes(0), { table, change });
  expect(order).toEqual(["a", "b"]);
  await tick(minutes(0), { table, change });
  expect(order).toEqual(["a", "b", "c"]);
  await tick(minutes(1), { table, change });
  expect(order).toEqual(["a", "b", "c", "a", "b"]);
  await tick(minutes(2), { table, change });
  expect(order.slice(5)).toEqual(["c", "a"]);
});

test("no job runs while ENABLE_JOBS is off", async () => {
  const { table, done } = counter();
  await tick(minutes(0), { table, bindings: { ENABLE_JOBS: "false" } });
  expect(done).toEqual([]);
  expect(await rows("SELECT * FROM jobs")).toEqual([]);
});
