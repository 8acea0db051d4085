import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { schedule } from "#jobs/schedule";
import { openContext } from "#open-context";
import { sha256Hex } from "#store/digest";
import { connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { openIsolate, tokenOf } from "#support/edge";
import { seedEmail } from "#support/email-ground";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { seedFulfilment } from "#support/fulfilment-seeds";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { everythingStored, findPersonal } from "#support/personal-scan";
import { allWorked, deliverStripe } from "#support/provider-ground";
import { seedReward } from "#support/reward-seeds";
import { createStripeFixtures } from "#support/stripe-fixtures";
import { tick } from "#support/ticks";
import { eraseParticipant } from "#usecases/erase-participant";
import { seedEndpoint } from "#support/webhook-ground";

const stripe = createStripeFixtures();
const sealing = { table: schedule.filter(({ name }) => name === "seal_audit_log") };
const person = {
  name: "Zelda Quistgaard",
  email: "Zqx.Mail+tag@Gmail.com",
  organization: "Zqxorg Weddings",
  category: "zqxcategory",
  location: "Zqxville",
  avatar_url: "https://pictures.example/zqxface.png",
  profile: { motto: "zqxmotto" },
  payment_fingerprint: "zqxfingerprint",
};
const externalId = "zqx-ext-77";
const referee = { kind: "supplier", external_id: externalId, name: person.name, email: person.email };
const needles = ["zqx", "Quistgaard", "Zelda Q", externalId, person.email, "zqxmail@gmail.com", "visitor-of-hers"];
const sums = () => rows("SELECT unit, owner_id, sum(amount) AS sum FROM entries GROUP BY unit, owner_id ORDER BY 1, 2");
const erase = (api: ApiClient, id: string) => api.post(`/v1/participants/${id}/erase`, { reason: "asked_for" });

type Recorded = { event_id: string; status: string; outcomes: { referral_id: string | null }[] };

/** Somebody who was referred, refers, pays and has a wallet, and of whom everybody has written something everywhere. */
async function tellStory() {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const endpoint = await seedEndpoint({ url: "https://hooks.receiver-one.com", status: "disabled" });
  const sarah = await createParticipant(api, { external_id: "sarah" });
  const sarahsLink = await createLink(api, { program: program.id, participant: sarah.id });
  const zelda = await createParticipant(api, { external_id: externalId, ...person });
  const isolate = openIsolate();
  isolate.clock.nowMs = Date.now();
  const click = tokenOf(await isolate.visit(`/r/${sarahsLink.code}`));
  const signup = {
    id: "zqx-signup",
    type: "signup",
    program: program.key,
    referee: { ...referee, organization: person.organization },
    click,
    code: sarahsLink.code,
    context: { words: "zqxcontext" },
    source_details: { words: "zqxsource" },
    payment_fingerprint: "zqxfingerprint",
  };
  const bound = await api.post<Recorded>("/v1/events", signup);
  expect(bound, bound.text).toMatchObject({ status: 200, body: { outcomes: [{ referrer_id: sarah.id }] } });
  await pay(zelda.id);
  const link = { program: program.id, participant: zelda.id, message: "zqxmessage", context: { a: "zqxlinkcontext" } };
  const own = await api.post<{ code: string }>("/v1/links", link, { "idempotency-key": "zqx-key" });
  const { code } = own.body;
  for (const page of ["r", "join"]) await isolate.visit(`/${page}/${code}`);
  const bobs = { kind: "supplier", external_id: "bob" };
  const friend = await api.post<Recorded>("/v1/events", { ...bob(code), program: program.key, referee: bobs });
  const referralId = friend.body.outcomes[0]?.referral_id ?? "";
  await api.post("/v1/events", { ...bobsPayment, referee: bobs });
  await writeAboutHer(api, { program, sarah, zelda, endpoint, referralId });
  return { api, program, sarah, zelda, code, signup, referralId };
}

const bob = (code: string) => ({ id: "bob-signup", type: "signup", code, code_source: "typed" });
const bobsPayment = { id: "bob-pays", type: "payment", payment_ref: "bob-1", amount_minor: 4900, currency: "GBP" };

/** By Stripe, whose deliveries say a lot about her. */
async function pay(zeldaId: string): Promise<void> {
  const hers = { customer: "cus_ZqxCustomer9", customer_email: person.email, customer_name: person.name };
  const deliveries = [
    stripe.subscriptionSession({ ...hers, client_reference_id: `supplier:${externalId}` }),
    stripe.invoicePaid(hers),
    stripe.invoicePayment(),
    stripe.event("evt_customer", "customer.updated", { email: person.email, name: person.name }),
  ];
  for (const delivery of deliveries) {
    await deliverStripe(delivery);
    await allWorked();
  }
  expect(await rows("SELECT referee_id FROM payments")).toEqual([{ referee_id: zeldaId }]);
}

type Told = { program: { id: string; key: string }; referralId: string; endpoint: { id: string } };
type People = { sarah: { id: string }; zelda: { id: string } };

async function writeAboutHer(api: ApiClient, { program, sarah, zelda, endpoint, referralId }: Told & People) {
  const words = { description: "zqxdescription", metadata: { words: "zqxmetadata" } };
  const about = { operation_id: "deal-1", program: program.id, type: "deal_payment", unit: "GBP", amount: 2500 };
  const grant = { kind: "free_month", quantity: 1 };
  const byHand = { program: program.id, grant, reason: "zqxreason", operation_id: "gift" };
  const replies = [
    await api.post(`/v1/participants/${zelda.id}/wallet/transactions`, { ...about, ...words }),
    await api.post(`/v1/participants/${zelda.id}/withdrawals`, {
      ...{ operation_id: "out-1", program: program.id, unit: "GBP", amount: 100, ...words },
    }),
    await api.post("/v1/rewards", { ...byHand, participant: zelda.id }),
    await api.post(`/v1/referrals/${referralId}/reassign`, { referrer_id: sarah.id, reason: "zqxreassigned" }),
    await api.post(`/v1/referrals/${referralId}/reassign`, { referrer_id: zelda.id, reason: "zqxback" }),
  ];
  for (const { status, text } of replies) expect([200, 201], text).toContain(status);
  const gift = await seedReward({ programId: program.id, beneficiaryId: zelda.id, mode: "live" });
  await seedFulfilment(gift, { mode: "live", customerId: "cus_ZqxCustomer9", detail: "zqxdetail", status: "waiting" });
  const emailId = await seedEmail({ mode: "live", programId: program.id, participantId: zelda.id });
  const undecided = JSON.stringify({ id: "zqx-undecided", type: "activated", referee: { ...referee, externalId } });
  const run = (sql: string, ...values: unknown[]) => env.DB.prepare(sql).bind(...values);
  const pending =
    "INSERT INTO events (mode, event_id, type, content_hash, occurred_at_ms, received_at_ms, verified, payload, status, actor) VALUES ('live', ?, 'activated', 'h', 0, 0, 0, ?, ?, 'key:1')";
  await env.DB.batch([
    run(pending, "zqx-undecided", undecided, "pending"),
    run(pending, "zqx-impossible", undecided.replace("undecided", "impossible"), "refused"),
    run("UPDATE emails SET provider_id = 'zqx-mail' WHERE id = ?", emailId),
    run("UPDATE referrals SET visitor_id = 'visitor-of-hers' WHERE referee_id = ?", zelda.id),
    run(
      `INSERT INTO reviews (id, mode, program_id, referral_id, status, score, note, created_at_ms)
       SELECT 'rev_' || id, 'live', program_id, id, 'open', 0, 'zqxreview', 0 FROM referrals`,
    ),
    ...[
      ["lst_1", "email", "zqxmail@gmail.com"],
      ["lst_2", "participant", zelda.id],
    ].map(([id, kind, value]) =>
      run(
        "INSERT INTO fraud_list_entries (id, mode, program_id, effect, kind, value, note, created_by, created_at_ms) VALUES (?, 'live', '', 'block', ?, ?, 'zqxlisted', 'key:1', 0)",
        ...[id, kind, value],
      ),
    ),
    run(
      `INSERT INTO webhook_attempts (endpoint_id, message_id, attempt, at_ms, duration_ms, url, request_headers, response_status, response_body)
       SELECT ?, id, 1, 0, 0, 'https://hooks.receiver-one.com', '{}', 500, 'no zqxresponse' FROM outbox WHERE instr(payload, ?)`,
      ...[endpoint.id, zelda.id],
    ),
  ]);
  await api.post("/v1/emails/suppressions", { email: person.email });
}

test("invariant 25: an erasure leaves no personal string anywhere, and the books as they were", async () => {
  const { api, zelda, sarah, code, signup } = await tellStory();
  await tick(Date.now(), sealing);
  const hidden = ["events", "referrals", "provider_deliveries", "idempotency_keys", "reward_transitions", "reviews"];
  const before = (await findPersonal(["zqx", "visitor-of-hers"])).map((found) => found.split(":")[0]);
  for (const table of [...hidden, "participants", "links", "operations", "emails", "fulfilments", "webhook_attempts"])
    expect(before).toContain(table);
  const balances = await sums();
  const counted = await countRows();

  const erased = await erase(api, zelda.id);
  expect(erased, erased.text).toMatchObject({ status: 200, body: { id: zelda.id, erased_at: expect.any(String) } });
  expect(await findPersonal(needles)).toEqual([]);
  expect((await everythingStored()).length).toBeGreaterThan(50);
  expect(await sums()).toEqual(balances);
  await expectLedgerBalanced();
  expect(await countRows()).toMatchObject({
    ...counted,
    audit_log: (counted["audit_log"] ?? 0) + 1,
    edge_changes: (counted["edge_changes"] ?? 0) + 1,
    provider_customers: 0,
    idempotency_keys: 0,
  });
  expect(await rows("SELECT value, note FROM fraud_list_entries ORDER BY id")).toEqual([
    { value: `sha256:${sha256Hex("zqxmail@gmail.com")}`, note: null },
    { value: zelda.id, note: null },
  ]);
  expect(await rows("SELECT count(*) AS n FROM email_suppressions")).toEqual([{ n: 1 }]);
  await tick(Date.now() + 60_000, sealing);
  expect((await api.post("/v1/audit/verify", {})).body).toMatchObject({ problem: null });

  expect((await api.post<Recorded>("/v1/events", signup)).body).toEqual({
    event_id: signup.id,
    status: "erased",
    outcomes: [],
  });
  expect((await erase(api, zelda.id)).body).toEqual(erased.body);
  const isolate = openIsolate();
  isolate.clock.nowMs = Date.now();
  for (const page of ["r", "join"]) {
    const answer = await isolate.visit(`/${page}/${code}`);
    expect(answer.status).toBe(410);
    expect(await answer.text()).not.toMatch(/zelda|zqx/i);
  }
  expect((await api.get(`/v1/participants/${sarah.id}`)).body).toMatchObject({ external_id: "sarah", erased_at: null });
  expect(await findPersonal(needles)).toEqual([]);
});

test("a refund of an erased person's payment still takes back what it earned, and what comes with it is not kept", async () => {
  const { api, zelda, sarah } = await tellStory();
  const months = async (id: string) =>
    rows(
      "SELECT state FROM rewards WHERE beneficiary_id = ? AND rule_key = 'first-payment-free-month' ORDER BY id",
      id,
    );
  expect(await months(sarah.id)).toContainEqual({ state: "available" });
  await erase(api, zelda.id);
  await deliverStripe(stripe.chargeRefunded(4900, 0, { customer: "cus_other", billing_details: {} }));
  await allWorked();
  expect(await months(sarah.id)).not.toContainEqual({ state: "available" });
  const [refund] = await rows<{ payment_ref: string }>("SELECT payment_ref FROM events WHERE type = 'refund'");
  const later = { id: "later", type: "dispute_opened", dispute_id: "d", context: { words: "zqxlater" } };
  const reply = await api.post("/v1/events", { ...later, payment_ref: refund?.payment_ref });
  expect(reply, reply.text).toMatchObject({ status: 200, body: { status: "applied" } });
  expect(await findPersonal(needles)).toEqual([]);
  await expectLedgerBalanced();
});

test("what remains of an erased person can do nothing, and whoever comes again under the same id is somebody new", async () => {
  const { api, program, zelda, sarah } = await tellStory();
  await erase(api, zelda.id);
  const [row] = await rows<{ external_id: string }>("SELECT external_id FROM participants WHERE id = ?", zelda.id);
  expect(row?.external_id).toMatch(/^erased:k2\.[\w-]{43}$/);
  const refusals = [
    await api.patch(`/v1/participants/${zelda.id}`, { name: "Zelda" }),
    await api.post("/v1/links", { program: program.id, participant: zelda.id, message: "hello" }),
    await api.put("/v1/providers/stripe/customers/cus_new", { participant: zelda.id }),
  ];
  for (const { status, body } of refusals) expect([status, body["code"]]).toEqual([410, "participant_erased"]);
  const [link] = await rows<{ id: string }>("SELECT id FROM links WHERE participant_id = ?", zelda.id);
  expect((await api.patch(`/v1/links/${link?.id}`, { status: "active" })).body).toMatchObject({
    code: "participant_erased",
  });
  expect(await api.put(`/v1/participants/supplier/${row?.external_id}`, { name: "Zelda" })).toMatchObject({
    status: 400,
  });
  const withdrawal = { operation_id: "out-2", program: program.id, unit: "GBP", amount: 100 };
  expect((await api.post(`/v1/participants/${zelda.id}/withdrawals`, withdrawal)).body["code"]).toBe(
    "participant_suspended",
  );
  for (const sql of [
    "UPDATE participants SET name = 'Zelda' WHERE erased_at_ms IS NOT NULL",
    "UPDATE links SET status = 'active'",
    "UPDATE fulfilments SET customer_id = 'cus_1'",
  ])
    await expect(env.DB.prepare(sql).run()).rejects.toThrow("facts_stale");

  const again = await createParticipant(api, { external_id: externalId, name: "Zelda" });
  expect(again.id).not.toBe(zelda.id);
  await erase(api, again.id);
  expect(await rows("SELECT id FROM participants WHERE erased_at_ms IS NOT NULL")).toHaveLength(2);
  expect((await api.get(`/v1/participants/${sarah.id}`)).status).toBe(200);
});

test("an erasure that is cut off at any of its steps is completed by asking again", async () => {
  const { api, zelda } = await tellStory();
  const actor = { type: "job" as const, name: "test", mode: "live" as const };
  const ctx = openContext(env, { actor, nowMs: Date.now(), requestId: "req_cut" });
  let left = 0;
  const db = new Proxy(ctx.db, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== "function" || !["batch", "run", "all", "get", "select"].includes(String(key))) return value;
      return (...args: unknown[]): unknown => {
        if (left-- === 0) throw new Error("the power went off");
        return Reflect.apply(value, target, args);
      };
    },
  });
  for (let steps = 0; steps < 12; steps += 1) {
    left = steps;
    const erasing = eraseParticipant({ ...ctx, db }, { id: zelda.id, reason: "asked_for" });
    await expect(erasing, String(steps)).rejects.toThrow("the power went off");
  }
  expect((await erase(api, zelda.id)).status).toBe(200);
  expect(await findPersonal(needles)).toEqual([]);
  expect(await rows("SELECT action FROM audit_log WHERE action = 'participant.erased'")).toHaveLength(1);
  await expectLedgerBalanced();
});

test("an export has all that is kept of a person, in pages, and nobody else", async () => {
  const { api, zelda, sarah } = await tellStory();
  type Page = { data: { section: string; item: Record<string, unknown> }[]; next_cursor: string | null };
  const pages: Page[] = [];
  for (let query = "?limit=3"; query !== "";) {
    const page = (await api.get<Page>(`/v1/participants/${zelda.id}/export${query}`)).body;
    pages.push(page);
    query = page.next_cursor === null ? "" : `?limit=3&cursor=${page.next_cursor}`;
  }
  const items = pages.flatMap(({ data }) => data);
  expect(pages.slice(0, -1).every(({ data }) => data.length === 3)).toBe(true);
  const whole = await api.get<Page>(`/v1/participants/${zelda.id}/export?limit=100`);
  expect(items).toEqual(whole.body.data);
  expect([...new Set(items.map(({ section }) => section))]).toEqual([
    ...["profile", "links", "referral_as_referee", "referrals_as_referrer", "events", "rewards", "ledger"],
    ...["operations", "emails", "audit"],
  ]);
  const text = JSON.stringify(items);
  for (const told of ["zqxmotto", "zqxmessage", "zqxcontext", "zqxdescription", "zqxreason", "cus_ZqxCustomer9"])
    expect(text).toContain(told);
  expect(text).not.toContain(sarah.id);
  expect(text).not.toContain("bob");
  expect(items[0]?.item).toMatchObject({
    email_suppression: { reason: "by_hand", created_at: expect.stringMatching(/Z$/) },
    fraud_lists: [{ effect: "block" }, { effect: "block" }],
    balances: expect.arrayContaining([{ program_id: expect.any(String), unit: "GBP", balance: expect.any(Number) }]),
  });
});
