import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { jobNames } from "#domain/job-schedule";
import { call, connect } from "#support/api";
import { rows } from "#support/ledger";
import { createReferrer, engineContext, publishProgram } from "#support/engine";
import { seedReward } from "#support/reward-seeds";
import { tick } from "#support/ticks";
import { leaseMs } from "#usecases/run-job";

type Run = {
  id: string;
  job: string;
  actor: string;
  outcome: string;
  counts: Record<string, number>;
  error: string | null;
};
type Job = {
  name: string;
  schedule: string;
  watermark: string | null;
  due: boolean;
  late_by_seconds: number;
  running: boolean;
  failures: number;
  last_run: Run | null;
};

const lastMinuteMs = () => Date.now() - (Date.now() % 60_000);

test("all jobs are listed in order, with how far each has got", async () => {
  const api = await connect();
  const before = (await api.get<{ data: Job[] }>("/v1/jobs")).body.data;
  expect(before.map(({ name }) => name)).toEqual([...jobNames]);
  expect(before[0]).toEqual({
    ...{ name: "destroy_address_salts", schedule: "daily at 00:00 UTC", watermark: null, due: true },
    ...{ late_by_seconds: expect.any(Number) as number, running: false, failures: 0, last_run: null },
  });
  await tick(lastMinuteMs());
  const { body } = await api.get<Job>("/v1/jobs/expire_rewards");
  expect(body).toMatchObject({ schedule: "daily at 02:15 UTC", due: false, late_by_seconds: 0 });
  expect(body.last_run).toMatchObject({ actor: "job:expire_rewards", outcome: "done", counts: { done: 0, failed: 0 } });
  expect(Date.parse(body.watermark ?? "") % dayMs).toBe((2 * 60 + 15) * 60_000);
});

test("a job of no such name is refused, with the names there are", async () => {
  const { status, body } = await (await connect()).get("/v1/jobs/sell_roses");
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain("expire_rewards");
});

test("runs are listed newest first, in pages", async () => {
  const api = await connect();
  for (const minutes of [3, 2, 1]) await tick(lastMinuteMs() - minutes * 60_000);
  type Page = { data: Run[]; next_cursor: string | null };
  const first = (await api.get<Page>("/v1/jobs/deliver_messages/runs?limit=2")).body;
  const second = (await api.get<Page>(`/v1/jobs/deliver_messages/runs?limit=2&cursor=${first.next_cursor}`)).body;
  const ids = [...first.data, ...second.data].map(({ id }) => id);
  expect(ids).toHaveLength(3);
  expect(ids.toSorted().toReversed()).toEqual(ids);
  expect(second.next_cursor).toBeNull();
});

describe("a job that is run by hand", () => {
  test("works off what is due by now, answers its run, and leaves an audit row", async () => {
    const api = await connect({ mode: "live" });
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const { id: beneficiaryId } = await createReferrer(ctx, programId, "Sarah");
    await seedReward({ programId, beneficiaryId, expiresAtMs: Date.now() - 1000 });
    await tick(lastMinuteMs() - dayMs);
    const { status, body } = await api.post<Run>("/v1/jobs/expire_rewards/run");
    expect(status).toBe(200);
    const actor = `key:${api.keyId}`;
    expect(body).toMatchObject({
      job: "expire_rewards",
      actor,
      outcome: "done",
      counts: { done: 1, failed: 0 },
      error: null,
    });
    expect(await rows("SELECT state FROM rewards")).toEqual([{ state: "expired" }]);
    expect(await rows("SELECT actor FROM reward_transitions WHERE to_state = 'expired'")).toEqual([
      { actor: "job:expire_rewards" },
    ]);
    expect(await rows("SELECT actor, object_id, detail FROM audit_log WHERE action = 'job.run'")).toEqual([
      { actor, object_id: body.id, detail: '{"job":"expire_rewards"}' },
    ]);
    expect((await api.post<Run>("/v1/jobs/expire_rewards/run")).body.counts).toEqual({ done: 0, failed: 0 });
  });

  test("is refused while another run has it, until that one's lease is over", async () => {
    const api = await connect();
    await tick(lastMinuteMs());
    const lease = async (untilMs: number) =>
      env.DB.prepare("UPDATE jobs SET lease_run_id = 'run_1k8elfv1r0000x', lease_until_ms = ?").bind(untilMs).run();
    await lease(Date.now() + leaseMs);
    const { status, body, headers } = await api.post("/v1/jobs/keep_retention/run");
    expect({ status, code: body["code"], job: body["job"] }).toEqual({
      status: 409,
      code: "job_running",
      job: "keep_retention",
    });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(290);
    expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(300);
    expect((await api.get<Job>("/v1/jobs/keep_retention")).body.running).toBe(true);
    expect(await rows("SELECT * FROM audit_log WHERE action = 'job.run'")).toEqual([]);
    await lease(Date.now() - 1);
    expect((await api.post("/v1/jobs/keep_retention/run")).status).toBe(200);
    const runs = (await api.get<{ data: Run[] }>("/v1/jobs/keep_retention/runs")).body.data;
    expect(runs.map(({ outcome, error }) => [outcome, error])).toContainEqual(["failed", "lease expired"]);
  });

  test("runs once when two ask at the same moment", async () => {
    const api = await connect();
    const replies = await Promise.all([1, 2, 3].map(async () => api.post("/v1/jobs/reconcile_ledger/run")));
    const done = replies.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    for (const { status } of replies) expect([200, 409]).toContain(status);
    expect(await rows("SELECT * FROM job_runs")).toHaveLength(done.length);
    expect(await rows("SELECT * FROM audit_log WHERE action = 'job.run'")).toHaveLength(done.length);
  });

  test("and fails says so in its answer", async () => {
    await env.DB.prepare("ALTER TABLE edge_changes RENAME TO gone").run();
    const { status, body } = await (await connect()).post<Run>("/v1/jobs/keep_retention/run");
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: "failed", counts: {} });
    expect(body.error).toContain("no such table: edge_changes");
  });
});

test("a deployment whose jobs have not run for a while says so with one read", async () => {
  const health = async () => (await call<{ status: string }>("/healthz")).body.status;
  expect(await health()).toBe("ok");
  await tick(lastMinuteMs());
  expect(await health()).toBe("ok");
  await env.DB.prepare("UPDATE jobs SET memory = json_set(memory, '$.atMs', ?) WHERE name = 'check_health'")
    .bind(Date.now() - 15 * 60_000 - 1)
    .run();
  expect(await health()).toBe("degraded");
});
