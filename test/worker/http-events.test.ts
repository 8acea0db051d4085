import { describe, expect, test } from "vitest";
import { scopes } from "#domain/actor";
import { connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ProgramOptions } from "#support/factories";

type Answer = {
  status: string;
  outcomes: { referral_id: string; conversion: unknown; rewards: { id: string; to: string }[] }[];
};
type Batch = { data: { status: number; answer?: Answer; problem?: { code: string; issues?: { path: string }[] } }[] };

async function ground(api: ApiClient, options: ProgramOptions = {}) {
  const program = await createProgram(api, { preset: "wallet-bonus", ...options });
  const referrer = await createParticipant(api, { kind: "customer", name: "Sarah" });
  const link = await createLink(api, { program: program.id, participant: referrer.id });
  return { program, referrer, link };
}

const mike = { kind: "customer", external_id: "mike", name: "Mike" };
const signupOf = (code: string, referee = mike) => ({
  id: `signup-${referee.external_id}`,
  type: "signup",
  referee,
  code,
  code_source: "typed",
});
const payment = {
  id: "pay",
  type: "payment",
  referee: mike,
  payment_ref: "order-1",
  amount_minor: 2900,
  currency: "USD",
};

test("from a code typed at signup to a wallet with its movements, and the reasons", async () => {
  const api = await connect();
  const { program, referrer, link } = await ground(api);
  const bound = await api.post<Answer>("/v1/events", signupOf(link.code.toLowerCase()));
  expect(bound.body).toMatchObject({
    status: "applied",
    outcomes: [{ program: program.key, referrer_id: referrer.id }],
  });
  const paid = await api.post<Answer>("/v1/events", payment);
  const outcome = paid.body.outcomes[0];
  expect(outcome).toMatchObject({
    stage: "rewarded",
    conversion: { payment_ref: "order-1", ordinal: 1 },
    rewards: [{ to: "referrer", kind: "credit", quantity: 1000, unit: "USD" }],
  });

  const referral = await api.get(`/v1/referrals/${outcome?.referral_id}`);
  expect(referral.body).toMatchObject({ evidence: "typed", touches: [{ owner_id: referrer.id, weight: 1_000_000 }] });
  const reward = await api.get(`/v1/rewards/${outcome?.rewards[0]?.id}`);
  expect(reward.body).toMatchObject({ subject: "order-1", transitions: [{ from: null, to: "available" }] });
  const wallet = await api.get(`/v1/participants/${referrer.id}/wallet`);
  expect(wallet.body).toMatchObject({
    balances: [{ program: program.key, unit: "USD", balance: 1000 }],
    transactions: { data: [{ amount: 1000, balance_after: 1000, type: "referral_bonus" }] },
  });
  const explained = await api.get<{ sentences: { text: string }[] }>(`/v1/referrals/${outcome?.referral_id}/explain`);
  expect(explained.body.sentences.map(({ text }) => text).join(" ")).toContain("Sarah");
});

test("lists of referrals and rewards are filtered by what they name", async () => {
  const api = await connect();
  const { program, referrer, link } = await ground(api);
  await api.post("/v1/events", signupOf(link.code));
  await api.post("/v1/events", payment);
  const count = async (path: string) => (await api.get<{ data: unknown[] }>(path)).body.data.length;
  for (const query of [`program=${program.key}`, `referrer_id=${referrer.id}`]) {
    expect(await count(`/v1/referrals?${query}`)).toBe(1);
  }
  for (const query of ["program=other", `referrer_id=${program.id}`]) {
    expect(await count(`/v1/referrals?${query}`)).toBe(0);
  }
  for (const query of [`program=${program.id}`, `beneficiary_id=${referrer.id}`]) {
    expect(await count(`/v1/rewards?${query}`)).toBe(1);
  }
  expect(await count(`/v1/rewards?beneficiary_id=${program.id}`)).toBe(0);
});

test("an event of nobody known is parked and shown", async () => {
  const api = await connect();
  await ground(api);
  const parked = await api.post<Answer>("/v1/events", payment);
  expect(parked.body).toMatchObject({ status: "parked" });
  const listed = await api.get("/v1/events?status=parked");
  expect(listed.body).toMatchObject({
    data: [{ id: "pay", type: "payment", payment_ref: "order-1", status: "parked" }],
  });
  expect((await api.get("/v1/events/pay")).body).toMatchObject({ id: "pay", reported_by: `key:${api.keyId}` });
  expect(listed.text).not.toContain("Mike");
});

test("the same id with other content is refused and changes nothing", async () => {
  const api = await connect();
  const { link } = await ground(api);
  const first = await api.post<Answer>("/v1/events", signupOf(link.code));
  const before = await countRows();
  expect((await api.post<Answer>("/v1/events", signupOf(link.code))).body).toEqual(first.body);
  const other = await api.post("/v1/events", { ...signupOf(link.code), referee: { ...mike, name: "Mick" } });
  expect(other).toMatchObject({ status: 409, body: { code: "event_content_differs", event_id: "signup-mike" } });
  expect(await countRows()).toEqual(before);
});

test("only a key with payments:verify makes a payment a verified one", async () => {
  const api = await connect({ scopes: scopes.filter((scope) => scope !== "payments:verify") });
  const { link } = await ground(api, { preset: "supplier-network" });
  const verifier = await connect();
  await api.post("/v1/events", signupOf(link.code));
  await api.post("/v1/events", payment);
  expect((await api.get("/v1/events/pay")).body).toMatchObject({ verified: false });
  await verifier.post("/v1/events", { ...payment, id: "pay-by-provider" });
  expect((await api.get("/v1/events/pay-by-provider")).body).toMatchObject({ verified: true });
});

test.each([
  [{ type: "payment", referee: mike }, ["amount_minor", "currency", "payment_ref"]],
  [{ type: "refund" }, ["payment_ref"]],
  [{ type: "dispute_opened", payment_ref: "order-1" }, ["dispute_id"]],
  [{ type: "signup" }, ["referee"]],
  [{ type: "signup", referee: mike, code_source: "typed" }, ["code"]],
  [{ type: "signup", referee: { ...mike, admin: true } }, ["referee.admin"]],
  [{ type: "signup", referee: mike, occurred_at: "2026-01-01T00:00:00" }, ["occurred_at"]],
  [{ ...payment, amount_minor: 10.5 }, ["amount_minor"]],
  [{ ...payment, amount_minor: -1 }, ["amount_minor"]],
  [{ ...payment, currency: "usd" }, ["currency"]],
])("%j is refused at %j", async (event, paths) => {
  const api = await connect();
  const refused = await api.post<{ issues: { path: string }[] }>("/v1/events", { id: "x", ...event });
  expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(refused.body.issues.map(({ path }) => path).toSorted()).toEqual(paths);
  expect(await countRows()).toMatchObject({ events: 0 });
});

describe("a batch", () => {
  test("answers each event on its own, in their order", async () => {
    const api = await connect();
    const { link } = await ground(api);
    const refund = { id: "refund", type: "refund", payment_ref: "order-1", amount_minor: 100 };
    const events = [
      signupOf(link.code),
      { id: "bad", type: "marriage" },
      payment,
      { ...payment, amount_minor: 1 },
      refund,
    ];
    const { status, body } = await api.post<Batch>("/v1/events/batch", { events });
    expect(status).toBe(200);
    expect(body.data.map((item) => item.status)).toEqual([200, 400, 200, 409, 200]);
    expect(body.data[1]?.problem?.issues?.map(({ path }) => path)).toContain("type");
    expect(body.data[3]?.problem?.code).toBe("event_content_differs");
    expect(body.data[2]?.answer?.outcomes[0]?.rewards).toHaveLength(1);
  });

  test("keeps the order of one referee's events while others go beside it", async () => {
    const api = await connect();
    const { program, link } = await ground(api);
    const people = Array.from({ length: 12 }, (_, i) => ({
      kind: "customer",
      external_id: `friend-${i}`,
      name: `Friend ${i}`,
    }));
    const pay = (referee: (typeof people)[number], n: number) => ({
      ...payment,
      id: `pay-${referee.external_id}-${n}`,
      referee,
      payment_ref: `order-${referee.external_id}-${n}`,
    });
    const events = [
      ...people.map((person) => signupOf(link.code, person)),
      ...people.map((person) => pay(person, 1)),
      ...people.map((person) => pay(person, 2)),
    ];
    const { body } = await api.post<Batch>("/v1/events/batch", { events });
    const conversions = body.data.map(({ answer }) => answer?.outcomes[0]?.conversion);
    expect(conversions.slice(12, 24)).toMatchObject(people.map(() => ({ ordinal: 1 })));
    expect(conversions.slice(24)).toMatchObject(people.map(() => ({ ordinal: 2 })));
    expect(await countRows()).toMatchObject({ referrals: 12, rewards: 12, events: 36 });
    expect((await api.get<{ data: unknown[] }>(`/v1/rewards?program=${program.key}&limit=100`)).body.data).toHaveLength(
      12,
    );
  });

  test("takes 500 events and up to a mebibyte, and no more", async () => {
    const api = await connect();
    const event = { type: "refund", payment_ref: "nobody" };
    const events = Array.from({ length: 501 }, (_, i) => ({ id: `e${i}`, ...event }));
    expect(await api.post("/v1/events/batch", { events })).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
    expect(await countRows()).toMatchObject({ events: 0 });
    const padded = { events: [{ id: "one", ...event, context: { note: "x".repeat(400) } }], ...{} };
    const body = JSON.stringify(padded).padEnd(200_000, " ");
    expect((await api.post<Batch>("/v1/events/batch", body)).body.data).toMatchObject([{ status: 200 }]);
  });
});

test.each([
  "stay:ref_1:1",
  "by-hand:ref_1:cash",
  "reassign:ref_1:ptc_1:req_1",
  "reject:rvw_1:1",
  "stripe:evt_1",
  "whop:msg_1",
  "erased:k1.x",
])("the id %s is nobody else's", async (id) => {
  const api = await connect();
  const { link } = await ground(api);
  const refused = await api.post("/v1/events", { ...signupOf(link.code), id });
  expect(refused).toMatchObject({
    status: 400,
    body: {
      issues: [
        {
          path: "id",
          message:
            "must not start with stay:, by-hand:, reassign:, reject:, stripe:, whop:, erased:, as Bouquet's own ids do",
        },
      ],
    },
  });
  expect(await countRows()).toMatchObject({ events: 0 });
});
