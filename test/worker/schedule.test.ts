import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { openContext } from "#open-context";
import { dayMs } from "#domain/day";
import { runDueJobs } from "#jobs/run-jobs";
import { schedule } from "#jobs/schedule";
import { loadAddressSalt } from "#store/edge-salts";
import { runJobByHand } from "#usecases/run-job";

const nowMs = 20_000 * dayMs + 15 * 60_000;

function tick(atMs: number, change: Partial<Env> = {}) {
  const changed = { ...env, ...change };
  const open = (name: string) =>
    openContext(changed, { actor: { type: "job", name, mode: "live" }, nowMs: atMs, requestId: "req_tick" });
  return runDueJobs(open, atMs);
}

test("yesterday's address salt is destroyed, today's is kept", async () => {
  await loadAddressSalt(env.DB, 19_999);
  const today = await loadAddressSalt(env.DB, 20_000);
  await tick(nowMs);
  const { results } = await env.DB.prepare("SELECT day, salt FROM address_salts").all();
  expect(results).toEqual([{ day: 20_000, salt: today }]);
});

test("stored answers are forgotten after 24 hours and not before", async () => {
  const insert = "INSERT INTO idempotency_keys VALUES ('key_1', ?, 'hash', 200, '{}', ?)";
  await env.DB.batch([
    env.DB.prepare(insert).bind("old", nowMs - dayMs),
    env.DB.prepare(insert).bind("young", nowMs - dayMs + 1),
  ]);
  await tick(nowMs);
  const { results } = await env.DB.prepare("SELECT key_hash FROM idempotency_keys").all();
  expect(results).toEqual([{ key_hash: "young" }]);
});

test("answers of a busy day are all forgotten, however many", async () => {
  await env.DB.prepare("INSERT INTO idempotency_keys SELECT 'key_1', value, 'hash', 200, '{}', 0 FROM json_each(?)")
    .bind(JSON.stringify(Array.from({ length: 2500 }, (_, number) => String(number))))
    .run();
  await tick(nowMs);
  expect(await env.DB.prepare("SELECT count(*) AS n FROM idempotency_keys").first()).toEqual({ n: 0 });
});

describe("the feed of changes", () => {
  const announce = async (...times: number[]) =>
    env.DB.prepare("INSERT INTO edge_changes (scope, at_ms) SELECT 'lnk_1', value FROM json_each(?)")
      .bind(JSON.stringify(times))
      .run();
  const numbers = async () =>
    (await env.DB.prepare("SELECT seq FROM edge_changes ORDER BY seq").all<{ seq: number }>()).results.map(
      ({ seq }) => seq,
    );
  const monthAgo = nowMs - 31 * dayMs;

  test("is kept for 31 days, which is longer than KV keeps a link, and loses its oldest end only", async () => {
    await announce(0, monthAgo, monthAgo + 1, 0, nowMs);
    await tick(nowMs);
    expect(await numbers()).toEqual([3, 4, 5]);
  });

  test("keeps its newest change for ever, so that no number comes twice", async () => {
    await announce(...Array.from({ length: 2500 }, () => 0));
    await tick(nowMs);
    expect(await numbers()).toEqual([2500]);
    await tick(nowMs);
    await announce(nowMs);
    expect(await numbers()).toEqual([2500, 2501]);
  });
});

test("nothing runs with ENABLE_JOBS off", async () => {
  await loadAddressSalt(env.DB, 1);
  await tick(nowMs, { ENABLE_JOBS: "false" });
  expect(await env.DB.prepare("SELECT count(*) AS n FROM address_salts").first()).toEqual({ n: 1 });
});

test("past salts are destroyed once more after the first run of a day, also when both are run by hand", async () => {
  const job = schedule.find(({ name }) => name === "destroy_address_salts");
  if (job === undefined) throw new Error("no such job");
  const runByHand = async (atMs: number) => {
    const actor = { type: "job", name: job.name, mode: "live" } as const;
    const run = await runJobByHand(openContext(env, { actor, nowMs: atMs, requestId: "req_hand" }), job);
    return run.ok && run.value.outcome;
  };
  expect(await runByHand(nowMs)).toBe("more");
  expect(await runByHand(nowMs + 1000)).toBe("done");
  expect(await runByHand(nowMs + 2000)).toBe("done");
  expect(await runByHand(nowMs + dayMs)).toBe("more");
});
