import { beforeEach, describe, expect, test } from "vitest";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createParticipant, createProgram } from "#support/factories";
import { seedFulfilment } from "#support/fulfilment-seeds";
import { rows } from "#support/ledger";
import { seedReward } from "#support/reward-seeds";

type Shown = { reward_id: string; status: string; calls: unknown[]; due_at: string | null; reason: string | null };
type Page = { data: Shown[]; next_cursor: string | null };

let api: ApiClient;
beforeEach(async () => {
  api = await connect();
});

async function createGround() {
  const [program, other] = [await createProgram(api), await createProgram(api)];
  const [sarah, mike] = [await createParticipant(api), await createParticipant(api)];
  const seed = async (programId: string, beneficiaryId: string, status: "due" | "waiting" | "done" | "dead") => {
    const reward = await seedReward({ mode: "test", programId, beneficiaryId, claim: "automatic" });
    const reason = status === "waiting" ? "no_customer" : null;
    return seedFulfilment(reward, { mode: "test", status, reason, form: "balance" });
  };
  return { program, other, sarah, mike, seed };
}

const idsOf = ({ data }: Page) => data.map(({ reward_id: id }) => id);

describe("the list of fulfilments", () => {
  test("is of one mode, newest first, by page and by each filter", async () => {
    const { program, other, sarah, mike, seed } = await createGround();
    const waiting = await seed(program.id, sarah.id, "waiting");
    const done = await seed(program.id, mike.id, "done");
    const dead = await seed(other.id, sarah.id, "dead");
    const list = async (query = "") => idsOf((await api.get<Page>(`/v1/fulfilments${query}`)).body);
    expect(await list()).toEqual([dead, done, waiting]);
    expect(await list("?status=dead")).toEqual([dead]);
    expect(await list(`?status=waiting&program=${program.key}`)).toEqual([waiting]);
    expect(await list(`?status=dead&program=${program.id}`)).toEqual([]);
    expect(await list(`?program=${program.id}`)).toEqual([done, waiting]);
    expect(await list(`?participant_id=${sarah.id}`)).toEqual([dead, waiting]);
    expect(await list(`?participant_id=${mike.id}&status=done`)).toEqual([done]);
    expect(await list(`?participant_id=${sarah.id}&program=${other.id}`)).toEqual([dead]);
    expect(await list("?program=nowhere")).toEqual([]);
    const { body: first } = await api.get<Page>("/v1/fulfilments?limit=2");
    expect(await list(`?limit=2&cursor=${first.next_cursor}`)).toEqual([waiting]);
    const live = await connect({ mode: "live" });
    expect((await live.get<Page>("/v1/fulfilments")).body.data).toEqual([]);
  });

  test("is of what is due or done for one participant only", async () => {
    expect(await api.get("/v1/fulfilments?status=done")).toMatchObject({
      status: 400,
      body: { issues: [{ path: "status", message: "needs participant_id beside it, unless it is waiting or dead" }] },
    });
  });
});

test("a fulfilment shows its calls, and each as it went", async () => {
  const { program, sarah, seed } = await createGround();
  const id = await seed(program.id, sarah.id, "due");
  await rows(
    `INSERT INTO fulfilment_calls (reward_id, position, action, quantity, idempotency_key, response_status, error, at_ms, duration_ms)
      VALUES (?1, 1, 'credit', 1000, ?1, 429, 'rate_limit', 0, 12)`,
    id,
  );
  const { body } = await api.get(`/v1/fulfilments/${id}`);
  expect(body).toMatchObject({
    ...{ reward_id: id, program: program.key, participant_id: sarah.id, form: "balance", status: "due" },
    ...{ given_quantity: 0, due_at: "1970-01-01T00:00:00.000Z" },
    calls: [
      {
        ...{ action: "credit", quantity: 1000, idempotency_key: id, external_id: null, response_status: 429 },
        ...{ error: "rate_limit", at: "1970-01-01T00:00:00.000Z", duration_ms: 12 },
      },
    ],
  });
  expect(await api.get("/v1/fulfilments/rwd_nowhere")).toMatchObject({ status: 404, body: { code: "not_found" } });
});

describe("a retry by hand", () => {
  test.each(["waiting", "dead"] as const)("makes what is %s due at once, and is in the audit log", async (status) => {
    const { program, sarah, seed } = await createGround();
    const id = await seed(program.id, sarah.id, status);
    const { body } = await api.post<Shown>(`/v1/fulfilments/${id}/retry`);
    expect(body).toMatchObject({ status: "due", reason: null });
    expect(await rows("SELECT actor FROM audit_log WHERE action = 'fulfilment.retried' AND object_id = ?", id)).toEqual(
      [{ actor: `key:${api.keyId}` }],
    );
  });

  test("leaves what is due as it is, and what is done is refused", async () => {
    const { program, sarah, seed } = await createGround();
    const due = await seed(program.id, sarah.id, "due");
    expect(await api.post(`/v1/fulfilments/${due}/retry`)).toMatchObject({ status: 200, body: { status: "due" } });
    const done = await seed(program.id, sarah.id, "done");
    expect(await api.post(`/v1/fulfilments/${done}/retry`)).toMatchObject({
      status: 409,
      body: { code: "fulfilment_done" },
    });
    expect(await rows("SELECT action FROM audit_log WHERE action = 'fulfilment.retried'")).toEqual([]);
  });
});
