import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openContext } from "#open-context";
import { runDueJobs } from "#jobs/schedule";
import { loadAddressSalt } from "#store/edge-salts";

const day = 86_400_000;
const nowMs = 20_000 * day + 15 * 60_000;

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
    env.DB.prepare(insert).bind("old", nowMs - day),
    env.DB.prepare(insert).bind("young", nowMs - day + 1),
  ]);
  await tick(nowMs);
  const { results } = await env.DB.prepare("SELECT key_hash FROM idempotency_keys").all();
  expect(results).toEqual([{ key_hash: "young" }]);
});

test("nothing runs with ENABLE_JOBS off", async () => {
  await loadAddressSalt(env.DB, 1);
  await tick(nowMs, { ENABLE_JOBS: "false" });
  expect(await env.DB.prepare("SELECT count(*) AS n FROM address_salts").first()).toEqual({ n: 1 });
});
