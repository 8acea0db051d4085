import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { runDueJobs } from "#jobs/run-jobs";
import { openContext } from "#open-context";
import { findProviderDelivery, settleProviderDelivery } from "#store/provider-deliveries";
import { connect } from "#support/api";
import { seedProviderDelivery } from "#support/delivery-seeds";
import { engineContext } from "#support/engine";
import { rows } from "#support/ledger";
import { allWorked, countConversions, createReferral, deliverStripe, deliveriesOf } from "#support/provider-ground";
import type { ShownDelivery } from "#support/provider-ground";
import { createStripeFixtures } from "#support/stripe-fixtures";
import { mapCustomer } from "#usecases/map-customer";

const stripe = createStripeFixtures();

afterEach(allWorked);

function tick(atMs: number): Promise<void> {
  return runDueJobs(
    (name) => openContext(env, { actor: { type: "job", name, mode: "live" }, nowMs: atMs, requestId: "req_tick" }),
    atMs,
  );
}

describe("a delivery", () => {
  test("is shown with its body to who may read providers, and replayed without doing anything twice", async () => {
    const { api } = await createReferral();
    const event = stripe.session({ client_reference_id: "supplier:mike" });
    await deliverStripe(event);
    const { evt_session: listed } = await deliveriesOf(api);
    expect(listed).not.toHaveProperty("body");
    const shown = await api.get<ShownDelivery>(`/v1/providers/deliveries/${listed?.id}`);
    expect(shown.body.body).toBe(JSON.stringify(event, null, 2));
    const before = await rows("SELECT count(*) AS n FROM events");
    const replayed = await api.post(`/v1/providers/deliveries/${listed?.id}/replay`);
    expect(replayed).toMatchObject({ status: 200, body: { status: "applied", event_ids: ["stripe:evt_session"] } });
    expect(await rows("SELECT count(*) AS n FROM events")).toEqual(before);
    expect(await countConversions()).toBe(1);
    const audit = await api.get<{ data: unknown[] }>(`/v1/audit?object_id=${listed?.id}`);
    expect(audit.body.data).toMatchObject([{ action: "provider_delivery.replayed", detail: { was: "applied" } }]);
  });

  test("that was applied stays applied when it is replayed after its customer became somebody else's", async () => {
    const { api, sarah } = await createReferral();
    await deliverStripe(stripe.session({ client_reference_id: "supplier:mike" }));
    const { evt_session: listed } = await deliveriesOf(api);
    await api.put("/v1/providers/stripe/customers/cus_PmikeQzB3", { participant: sarah.id });
    const replayed = await api.post(`/v1/providers/deliveries/${listed?.id}/replay`);
    expect(replayed.body).toMatchObject({ status: "applied", event_ids: ["stripe:evt_session"] });
    expect(await countConversions()).toBe(1);
  });

  test("that was not paid for, or cannot stand, says of no customer whose he is", async () => {
    const { api } = await createReferral();
    const named = { client_reference_id: "supplier:mike" };
    await deliverStripe(stripe.session({ ...named, payment_status: "unpaid", customer: "cus_stranger" }));
    await deliverStripe(stripe.session({ ...named, payment_intent: "pi_1", customer: "cus_mike" }, { id: "evt_paid" }));
    const contradicting = { ...named, payment_intent: "pi_1", amount_total: 1, customer: "cus_liar" };
    await deliverStripe(stripe.session(contradicting, { id: "evt_contradicting" }));
    await allWorked();
    expect((await deliveriesOf(api))["evt_contradicting"]).toMatchObject({ status: "refused" });
    expect(await rows("SELECT customer_id FROM provider_customers")).toEqual([{ customer_id: "cus_mike" }]);
    expect(await rows("SELECT actor FROM audit_log WHERE action = 'provider_customer.learned'")).toEqual([
      { actor: "provider:stripe" },
    ]);
  });

  test("names a payment that is known otherwise by no hand: what was reported would be lost", async () => {
    const { api } = await createReferral();
    await deliverStripe(stripe.session({ client_reference_id: "supplier:mike", payment_intent: "pi_1" }));
    await allWorked();
    const refused = await api.put("/v1/providers/stripe/payments/pi_1", { payment_ref: "other" });
    expect(refused).toMatchObject({ status: 409, body: { code: "provider_payment_known", payment_ref: "pi_1" } });
    expect((await api.put("/v1/providers/stripe/payments/pi_1", { payment_ref: "pi_1" })).status).toBe(200);
  });

  test("that nobody came to work on is worked on by the minute job, and one that fails keeps no other from its turn", async () => {
    const { api } = await createReferral();
    const insert = `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
      VALUES (?, 'live', ?, ?, 'x', ?, ?, 'pending', ?)`;
    const nowMs = Date.now();
    const body = JSON.stringify(stripe.session({ client_reference_id: "supplier:mike" }));
    await env.DB.batch([
      // Its events are refused by the database: the inbox of this referee cannot be written.
      env.DB.prepare(insert).bind(
        "pdl_bad",
        "stripe",
        "evt_bad",
        body.replaceAll("pi_3PmikeOneTime", "pi_bad"),
        nowMs,
        nowMs - 2,
      ),
      env.DB.prepare(insert).bind("pdl_good", "stripe", "evt_good", body, nowMs, nowMs - 1),
      env.DB.prepare(insert).bind("pdl_later", "stripe", "evt_later", body, nowMs, nowMs + 60_000),
      env.DB.prepare(
        "CREATE TRIGGER spoil BEFORE INSERT ON events WHEN NEW.event_id = 'stripe:evt_bad' BEGIN SELECT RAISE(ABORT, 'spoiled'); END",
      ),
    ]);
    const stateOf = async () =>
      rows(
        "SELECT delivery_id, status, attempts, due_at_ms - ? AS due FROM provider_deliveries ORDER BY delivery_id",
        nowMs,
      );
    await tick(nowMs);
    expect(await stateOf()).toMatchObject([
      { delivery_id: "evt_bad", status: "pending", attempts: 1, due: 60_000 },
      { delivery_id: "evt_good", status: "applied", attempts: 0 },
      { delivery_id: "evt_later", status: "pending", attempts: 0 },
    ]);
    await tick(nowMs + 60_000);
    expect(await stateOf()).toMatchObject([
      { delivery_id: "evt_bad", status: "pending", attempts: 2, due: 60_000 + 120_000 },
      { delivery_id: "evt_good", status: "applied" },
      { delivery_id: "evt_later", status: "applied" },
    ]);
    await env.DB.prepare("DROP TRIGGER spoil").run();
    const [bad] = await rows<{ id: string }>("SELECT id FROM provider_deliveries WHERE delivery_id = 'evt_bad'");
    await api.post(`/v1/providers/deliveries/${bad?.id}/replay`);
    expect(await deliveriesOf(api)).toMatchObject({ evt_bad: { status: "applied", attempts: 0 } });
  });

  test("of the other mode looks as if it were not there", async () => {
    await createReferral();
    await deliverStripe(stripe.session());
    const [row] = await rows<{ id: string }>("SELECT id FROM provider_deliveries");
    const inTest = await connect({ mode: "test" });
    expect(await inTest.get(`/v1/providers/deliveries/${row?.id}`)).toMatchObject({ status: 404 });
    expect((await inTest.get("/v1/providers/deliveries")).body["data"]).toEqual([]);
  });
});

test("what waited for days is decided as of its receipt, and written and told as of today", async () => {
  const { api } = await createReferral();
  await deliverStripe(stripe.session());
  expect(await deliveriesOf(api)).toMatchObject({ evt_session: { status: "unmapped" } });
  const laterMs = Date.now() + 5 * 86_400_000;
  const support = openContext(env, {
    actor: { type: "job", name: "support", mode: "live" },
    nowMs: laterMs,
    requestId: "req_map",
  });
  const participant = { kind: "supplier", externalId: "mike" };
  await mapCustomer(support, { provider: "stripe", customerId: "cus_PmikeQzB3", participant });
  expect(await deliveriesOf(api)).toMatchObject({ evt_session: { status: "applied" } });
  expect(
    await rows(
      `SELECT e.received_at_ms - d.received_at_ms AS late FROM events e, provider_deliveries d
        WHERE e.event_id = 'stripe:' || d.delivery_id`,
    ),
  ).toEqual([{ late: 0 }]);
  expect(await rows("SELECT at_ms FROM audit_log WHERE action = 'event.recorded' AND actor LIKE 'provider:%'")).toEqual(
    [{ at_ms: laterMs }],
  );
  expect(await rows("SELECT DISTINCT created_at_ms, due_at_ms FROM outbox WHERE type = 'reward.available'")).toEqual([
    { created_at_ms: laterMs, due_at_ms: laterMs },
  ]);
  await tick(laterMs + 60_000);
  expect(await rows("SELECT DISTINCT template FROM emails WHERE template = 'available'")).toHaveLength(1);
});

test("what arrives between the reading of the facts and the waiting is not waited for", async () => {
  const { api } = await createReferral();
  const { db } = engineContext();
  const standings: Record<string, string> = {};
  const person = { participant: { kind: "supplier", external_id: "mike" } };
  await api.put("/v1/providers/stripe/customers/cus_1", person);
  await api.put("/v1/providers/stripe/payments/pi_1", { payment_ref: "order-7" });
  for (const waitsFor of ["customer:cus_1", "customer:cus_2", "payment:pi_1", "payment:pi_2"]) {
    await env.DB.prepare("DELETE FROM provider_deliveries").run();
    const delivery = await findProviderDelivery(db, "live", await seedProviderDelivery("live"));
    if (delivery === null) throw new Error("the seed is there");
    const settlement = { status: "unmapped" as const, reason: "referee_unknown", waitsFor, eventIds: [] };
    const isSettled = await settleProviderDelivery(db, delivery, settlement);
    const [row] = await rows<{ status: string }>("SELECT status FROM provider_deliveries");
    standings[waitsFor] = `${row?.status} ${isSettled}`;
  }
  expect(standings).toEqual({
    "customer:cus_1": "pending false",
    "customer:cus_2": "unmapped true",
    "payment:pi_1": "pending false",
    "payment:pi_2": "unmapped true",
  });
  await env.DB.prepare("DELETE FROM provider_deliveries").run();
});

test("an event that meets too many rivals is tried again with its delivery, and counts once", async () => {
  const { api } = await createReferral();
  await env.DB.prepare(
    "CREATE TRIGGER rival BEFORE INSERT ON events WHEN NEW.status <> 'pending' BEGIN SELECT RAISE(ABORT, 'facts_stale'); END",
  ).run();
  await deliverStripe(stripe.session({ client_reference_id: "supplier:mike" }));
  const attempts = async () => rows("SELECT status, attempts FROM provider_deliveries WHERE attempts > 0");
  await vi.waitFor(async () => expect(await attempts()).toEqual([{ status: "pending", attempts: 1 }]), {
    timeout: 20_000,
    interval: 50,
  });
  await env.DB.prepare("DROP TRIGGER rival").run();
  await tick(Date.now() + 120_000);
  expect(await deliveriesOf(api)).toMatchObject({ evt_session: { status: "applied" } });
  expect(await countConversions()).toBe(1);
});

test("test and live deliveries of one id are two, and know nothing of each other", async () => {
  await createReferral();
  await deliverStripe(createStripeFixtures({ livemode: false }).session({ client_reference_id: "supplier:mike" }));
  await allWorked();
  expect(await countConversions()).toBe(0);
  await deliverStripe(stripe.session({ client_reference_id: "supplier:mike" }));
  await allWorked();
  expect(await countConversions()).toBe(1);
  expect(await rows("SELECT mode, participant_id <> '' AS named FROM provider_customers ORDER BY mode")).toEqual([
    { mode: "live", named: 1 },
    { mode: "test", named: 1 },
  ]);
});

test("whatever a signed delivery holds, it is answered and settled without a failure", async () => {
  await createReferral();
  const texts = [
    "__proto__",
    "constructor:prototype",
    "a\u0000b",
    "half \ud83d",
    "💐",
    "' OR 1=1 --",
    "x".repeat(10_000),
    "ptc_",
  ];
  const odd: object[] = [
    ...texts.map((text) => ({ client_reference_id: text, metadata: { bouquet_participant: text, payment_ref: text } })),
    { metadata: { bouquet_kind: { nested: [] }, payment_ref: 7 } },
    { metadata: null, customer: { id: "cus_expanded", object: "customer", deleted: true } },
    { metadata: { ["__proto__"]: "x", toString: "y" }, client_reference_id: 42 },
    { customer: "cus with spaces" },
    { currency: "GBP", amount_total: 1e15 },
    { amount_total: 0.5 },
    { payment_intent: { id: "pi_expanded" }, invoice: {}, client_reference_id: "supplier:mike" },
  ];
  for (const [nth, fields] of odd.entries())
    await deliverStripe(
      stripe.session({ id: `cs_${nth}`, payment_intent: `pi_${nth}`, ...fields }, { id: `evt_${nth}` }),
    );
  await allWorked();
  expect(await rows("SELECT delivery_id FROM provider_deliveries WHERE attempts > 0")).toEqual([]);
  const reasons = await rows("SELECT DISTINCT status, reason FROM provider_deliveries ORDER BY status, reason");
  expect(reasons).toEqual([
    { status: "applied", reason: null },
    { status: "refused", reason: "not_understood: data.object.amount_total" },
    { status: "refused", reason: "not_understood: data.object.client_reference_id" },
    { status: "refused", reason: "not_understood: data.object.customer" },
    { status: "refused", reason: "not_understood: data.object.invoice" },
    { status: "unmapped", reason: "referee_unknown" },
  ]);
});
