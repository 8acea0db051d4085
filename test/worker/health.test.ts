import { env } from "cloudflare:workers";
import { createExecutionContext } from "cloudflare:test";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { createApi } from "#http/api";
import { clickLogsOf, openContext } from "#open-context";
import { connect, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { tick } from "#support/ticks";

type Part = { status: string; reason: string | null } & Record<string, unknown>;
type Health = { status: string } & Record<string, Part>;

const minuteMs = 60_000;
const ago = (minutes: number) => Date.now() - minutes * minuteMs;

/** As it is answered where the platform is another one. */
async function report(api: ApiClient, change: (ctx: Context) => Context = (ctx) => ctx): Promise<Health> {
  const app = createApi({ openContext: (bindings, door) => change(openContext(bindings, door)), clickLogsOf });
  const request = new Request(`${origin}/v1/health`, { headers: { authorization: `Bearer ${api.secret}` } });
  const response = await app.fetch(request, env, createExecutionContext());
  expect(response.status).toBe(200);
  // Safe because the contract was looked at by the shared suite.
  return (await response.json()) as Health;
}

test("a deployment that has nothing to complain of is well in all its parts", async () => {
  const api = await connect();
  await tick(Date.now());
  const { status, ...health } = await report(api);
  expect(status).toBe("ok");
  for (const [name, part] of Object.entries(health)) {
    if (typeof part === "object") expect(part, name).toMatchObject({ status: "ok", reason: null });
  }
  expect(health["ledger"]).toMatchObject({ checked_at: expect.any(String) as string, finds: 0 });
});

/** Backlogs of deliveries are those of endpoints that there are. */
const endpoint =
  "INSERT INTO webhook_endpoints (id, mode, url, status, secret_kid, secret_version, created_at_ms, updated_at_ms) VALUES ('whe_1', 'live', '', 'enabled', '', 1, 0, 0)";

const insert = {
  messages:
    "INSERT INTO outbox (id, mode, type, payload, due_at_ms, status, created_at_ms) VALUES ('msg_1', 'live', 't', '{}', ?, 'due', 0)",
  deliveries:
    "INSERT INTO webhook_deliveries (endpoint_id, message_id, status, due_at_ms, created_at_ms) VALUES ('whe_1', 'msg_1', 'due', ?, 0)",
  emails:
    "INSERT INTO emails (id, mode, message_id, template, status, due_at_ms, created_at_ms) VALUES ('eml_1', 'test', 'm', 't', 'due', ?, 0)",
  fulfilments:
    "INSERT INTO fulfilments (reward_id, mode, program_id, participant_id, form, status, due_at_ms, created_at_ms, updated_at_ms) VALUES ('rwd_1', 'live', 'p', 'p', 'webhook', 'due', ?, 0, 0)",
  providers:
    "INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms) VALUES ('pdl_1', 'live', 'stripe', 'd', 't', '{}', 0, 'pending', ?)",
};

test.each(Object.entries(insert))(
  "%s that wait too long are told, and those that are to wait are not",
  async (part, sql) => {
    const api = await connect();
    await env.DB.batch([env.DB.prepare(endpoint), env.DB.prepare(sql).bind(Date.now() + minuteMs)]);
    expect((await report(api))[part]).toMatchObject({ status: "ok", due: 0, oldest_due_at: null });
    const table = /INTO (\w+)/.exec(sql)?.[1];
    await env.DB.prepare(`UPDATE ${table} SET due_at_ms = ?`).bind(ago(11)).run();
    const late = await report(api);
    expect(late.status).toBe("degraded");
    expect(late[part]).toMatchObject({ status: "degraded", reason: "1 due, the oldest for 11 minutes", due: 1 });
    await env.DB.prepare(`UPDATE ${table} SET due_at_ms = ?`).bind(ago(61)).run();
    // A receiver that is away is not our failure.
    expect((await report(api)).status).toBe(part === "deliveries" ? "degraded" : "failing");
  },
);

test.each(["messages", "deliveries", "fulfilments", "providers"] as const)(
  "%s that failed three times are told, though they are to wait",
  async (part) => {
    const api = await connect();
    await env.DB.batch([env.DB.prepare(endpoint), env.DB.prepare(insert[part]).bind(Date.now() + 60 * minuteMs)]);
    const table = /INTO (\w+)/.exec(insert[part])?.[1];
    await env.DB.prepare(`UPDATE ${table} SET attempts = 2`).run();
    expect((await report(api))[part]).toMatchObject({ status: "ok", failing: 0 });
    await env.DB.prepare(`UPDATE ${table} SET attempts = 3`).run();
    const health = await report(api);
    expect(health.status).toBe("degraded");
    expect(health[part]).toMatchObject({ status: "degraded", reason: "1 failed 3 times or more", failing: 1, due: 0 });
  },
);

test("what needs somebody's eye is counted in both modes", async () => {
  const api = await connect();
  const delivery =
    "INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms) VALUES (?1, ?2, 'stripe', ?1, 't', '{}', 0, ?3, 0)";
  await env.DB.batch([
    env.DB.prepare(delivery).bind("pdl_1", "live", "unmapped"),
    env.DB.prepare(delivery).bind("pdl_2", "test", "unmapped"),
    env.DB.prepare(delivery).bind("pdl_3", "live", "refused"),
  ]);
  expect((await report(api))["providers"]).toMatchObject({ status: "ok", unmapped: 2, refused: 1 });
});

test("a cache and a click log that do not answer are told, and nothing else suffers", async () => {
  const api = await connect();
  const silent = () => Promise.reject(new Error("no answer"));
  const health = await report(api, (ctx) => ({
    ...ctx,
    platform: { ...ctx.platform, readCache: silent, dayCounts: silent },
  }));
  expect(health).toMatchObject({
    status: "degraded",
    database: { status: "ok" },
    cache: { status: "degraded", reason: "does not answer", ms: null },
    click_logs: { status: "degraded", reason: "does not answer", ms: null },
  });
});

test("jobs that are late, failing or switched off are told by name", async () => {
  const api = await connect();
  await tick(ago(30));
  expect(await report(api)).toMatchObject({ jobs: { status: "degraded", failing: [] } });
  const { jobs } = await report(api);
  expect(jobs?.["late"]).toEqual(expect.arrayContaining(["deliver_messages", "check_health"]));
  expect(jobs?.["late"]).not.toContain("expire_rewards");
  await tick(Date.now());
  expect(await report(api)).toMatchObject({ status: "ok", jobs: { late: [] } });
  await env.DB.prepare("UPDATE jobs SET failures = 3 WHERE name = 'expire_rewards'").run();
  expect(await report(api)).toMatchObject({
    status: "failing",
    jobs: { reason: "failing: expire_rewards", failing: ["expire_rewards"] },
  });
  await env.DB.prepare("UPDATE jobs SET failures = 2").run();
  const off = await report(api, (ctx) => ({ ...ctx, flags: { ...ctx.flags, jobs: false } }));
  expect(off["jobs"]).toMatchObject({ status: "degraded", reason: "jobs are switched off" });
});

test("a ledger that contradicts itself is told until it is right again", async () => {
  const api = await connect();
  await env.DB.prepare("INSERT INTO accounts VALUES ('ptc_1', 'prg_1', 'GBP', 7)").run();
  await api.post("/v1/jobs/reconcile_ledger/run");
  expect(await report(api)).toMatchObject({
    status: "failing",
    ledger: { status: "failing", reason: "1 contradictions in the ledger", finds: 1, checked: { accounts: 1 } },
  });
  await env.DB.prepare("DELETE FROM accounts").run();
  await api.post("/v1/jobs/reconcile_ledger/run");
  expect(await report(api)).toMatchObject({ status: "ok", ledger: { finds: 0 } });
});

test("an audit log that is not sealed is told, and how far it is", async () => {
  const api = await connect();
  await env.DB.prepare(
    "INSERT INTO audit_log (mode, at_ms, actor, action, object_id, request_id) VALUES ('live', ?, 'key:k', 'a.b', 'o', 'r')",
  )
    .bind(ago(12))
    .run();
  expect((await report(api))["audit"]).toMatchObject({
    ...{ status: "degraded", reason: "not sealed for 12 minutes", unsealed_rows: 1 },
    ...{ sealed_seq: 0, sealed_at: null },
  });
  await api.post("/v1/jobs/seal_audit_log/run");
  await api.post("/v1/jobs/verify_audit_log/run");
  const { audit } = await report(api);
  expect(audit).toMatchObject({ status: "ok", verified_rows: 2, problem: null });
});

test("the job keeps what it saw, so that the terse answer is the same at the cost of one read", async () => {
  await connect();
  await env.DB.prepare(insert.messages).bind(ago(70)).run();
  // Tried and failed so often that handing it on must wait: nobody works it off meanwhile.
  await env.DB.prepare("CREATE TRIGGER keep_due BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'kept'); END").run();
  await tick(Date.now());
  const app = createApi({ openContext, clickLogsOf });
  const answer = async (bindings: Env) =>
    app.fetch(new Request(`${origin}/healthz`), bindings, createExecutionContext());
  expect(await (await answer(env)).json()).toEqual({ status: "failing" });
  await env.DB.prepare("ALTER TABLE jobs RENAME TO gone").run();
  const gone = await answer(env);
  expect(gone.status).toBe(503);
  expect(gone.headers.get("retry-after")).toBe("5");
});
