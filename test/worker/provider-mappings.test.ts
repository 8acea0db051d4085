import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { createParticipant } from "#support/factories";
import { rows } from "#support/ledger";
import {
  allWorked,
  countConversions,
  createReferral,
  deliverStripe,
  deliveriesOf,
  monthOf,
  paymentsAsStored,
} from "#support/provider-ground";
import { createStripeFixtures } from "#support/stripe-fixtures";

const stripe = createStripeFixtures();

afterEach(allWorked);

describe("a delivery that nobody is known for", () => {
  test("is shown as unmapped with what it waits for, and is taken up when somebody says whose customer it is", async () => {
    const { api, sarah } = await createReferral();
    await deliverStripe(stripe.invoicePaid());
    await deliverStripe(stripe.subscriptionDeleted());
    expect(await deliveriesOf(api)).toMatchObject({
      evt_invoice: { status: "unmapped", reason: "referee_unknown", waits_for: "customer:cus_PmikeQzB3" },
      evt_subscription_deleted: { status: "unmapped", waits_for: "customer:cus_PmikeQzB3" },
    });
    const unmapped = await api.get<{ data: unknown[] }>("/v1/providers/deliveries?status=unmapped&provider=stripe");
    expect(unmapped.body.data).toHaveLength(2);

    const mapped = await api.put("/v1/providers/stripe/customers/cus_PmikeQzB3", {
      participant: { kind: "supplier", external_id: "mike" },
    });
    expect(mapped).toMatchObject({ status: 200, body: { provider: "stripe", customer_id: "cus_PmikeQzB3" } });
    expect(await deliveriesOf(api)).toMatchObject({
      evt_invoice: { status: "applied", reason: null, waits_for: null, event_ids: ["stripe:evt_invoice"] },
      evt_subscription_deleted: { status: "applied", event_ids: ["stripe:evt_subscription_deleted"] },
    });
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
  });

  test("is taken up when another delivery of the same customer says who it is", async () => {
    const { api, sarah } = await createReferral();
    await deliverStripe(stripe.invoicePaid());
    await allWorked();
    expect(await countConversions()).toBe(0);
    await deliverStripe(stripe.subscriptionSession({ client_reference_id: "supplier:mike" }));
    expect(await deliveriesOf(api)).toMatchObject({ evt_invoice: { status: "applied" } });
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
  });

  test("is taken up by any of the ids that its payment goes by, and counts currencies as we do", async () => {
    const { api } = await createReferral();
    await api.post("/v1/events", {
      ...{ id: "paid", type: "payment", referee: { external_id: "mike", kind: "supplier" } },
      ...{ payment_ref: "order-1", amount_minor: 5000, currency: "ISK" },
    });
    await deliverStripe(stripe.chargeRefunded(200_000, 0, { payment_intent: "pi_9", currency: "isk" }));
    expect(Object.values(await deliveriesOf(api))).toMatchObject([{ status: "unmapped", waits_for: "payment:pi_9" }]);
    await api.put("/v1/providers/stripe/payments/ch_3PmikeFirst", { payment_ref: "order-1" });
    await allWorked();
    expect(Object.values(await deliveriesOf(api))).toMatchObject([{ status: "applied" }]);
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "order-1", refunded_minor: 2000 }]);
  });

  test("without a customer waits for nothing, and may be replayed once the person is registered", async () => {
    const { api, program } = await createReferral();
    await deliverStripe(stripe.session({ client_reference_id: "zoe", customer: null }));
    const before = await deliveriesOf(api);
    expect(before).toMatchObject({ evt_session: { status: "unmapped", waits_for: null } });
    await createParticipant(api, { external_id: "zoe" });
    const path = `/v1/providers/deliveries/${before["evt_session"]?.id}/replay`;
    expect((await api.post(path)).body).toMatchObject({ status: "applied", event_ids: ["stripe:evt_session"] });
    expect(program.id).toMatch(/^prg_/);
  });
});

describe("a refund that comes before its payment is known", () => {
  test("waits for the payment intent, and is taken up by whatever says which invoice that paid", async () => {
    const { api, sarah } = await createReferral();
    await deliverStripe(stripe.chargeRefunded(4900, 0));
    await deliverStripe(stripe.dispute("created"));
    await deliverStripe(stripe.invoicePayment());
    expect(await deliveriesOf(api)).toMatchObject({
      evt_refund_4900: { status: "unmapped", reason: "payment_unknown", waits_for: "payment:pi_3PmikeFirst" },
      evt_dispute_created: { status: "unmapped", waits_for: "payment:pi_3PmikeFirst" },
      evt_invoice_payment: { status: "unmapped", waits_for: "payment:in_1PmikeFirst" },
    });
    // The customer is nobody's yet, and still it says what the payment is called.
    await deliverStripe(stripe.invoicePaid());
    expect(await deliveriesOf(api)).toMatchObject({
      evt_refund_4900: { status: "applied" },
      evt_dispute_created: { status: "applied" },
      evt_invoice_payment: { status: "applied", reason: "mapping_only", event_ids: [] },
      evt_invoice: { status: "unmapped" },
    });
    await api.put("/v1/providers/stripe/customers/cus_PmikeQzB3", {
      participant: { kind: "supplier", external_id: "mike" },
    });
    await allWorked();
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "in_1PmikeFirst", refunded_minor: 4900 }]);
    expect(await monthOf(sarah.id)).toMatchObject({ reversed_quantity: 1 });
  });

  test("is taken up when somebody says what its payment is called in the app", async () => {
    const { api } = await createReferral();
    const payment = { payment_ref: "order-7", amount_minor: 4900, currency: "GBP" };
    const referee = { external_id: "mike", kind: "supplier" };
    await api.post("/v1/events", { id: "p1", type: "payment", referee, ...payment });
    await deliverStripe(stripe.chargeRefunded(1500, 0));
    await allWorked();
    const named = await api.put("/v1/providers/stripe/payments/pi_3PmikeFirst", { payment_ref: "order-7" });
    expect(named.body).toMatchObject({ provider: "stripe", external_id: "pi_3PmikeFirst", payment_ref: "order-7" });
    expect(await deliveriesOf(api)).toMatchObject({ evt_refund_1500: { status: "applied" } });
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "order-7", refunded_minor: 1500 }]);
  });
});

describe("a mapping", () => {
  test("by hand replaces what a delivery taught, a delivery replaces nothing, and each change by hand is in the audit log", async () => {
    const { api, sarah } = await createReferral();
    await deliverStripe(stripe.subscriptionSession({ client_reference_id: "supplier:mike" }));
    await allWorked();
    const path = "/v1/providers/stripe/customers/cus_PmikeQzB3";
    expect(await api.put(path, { participant: sarah.id })).toMatchObject({ body: { participant_id: sarah.id } });
    expect(await api.put(path, { participant: sarah.id })).toMatchObject({ status: 200 });
    await deliverStripe(stripe.subscriptionSession({ client_reference_id: "supplier:mike" }, { id: "evt_again" }));
    await allWorked();
    const listed = await api.get<{ data: unknown[] }>("/v1/providers/stripe/customers");
    expect(listed.body.data).toMatchObject([{ customer_id: "cus_PmikeQzB3", participant_id: sarah.id }]);
    const audit = await api.get<{ data: unknown[] }>(`/v1/audit?object_id=${sarah.id}`);
    expect(audit.body.data.slice(0, -1)).toMatchObject([
      {
        action: "provider_customer.mapped",
        actor: `key:${api.keyId}`,
        detail: { provider: "stripe" },
      },
    ]);
  });

  test("by hand puts the customer before those that were mapped by hand earlier", async () => {
    const { api, sarah } = await createReferral();
    const first = async () =>
      (await rows("SELECT customer_id FROM provider_customers ORDER BY place, customer_id LIMIT 1"))[0]?.[
        "customer_id"
      ];
    for (const id of ["cus_b", "cus_a", "cus_b"]) {
      await api.put(`/v1/providers/stripe/customers/${id}`, { participant: sarah.id });
      expect(await first()).toBe(id);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const audit = await rows("SELECT 1 FROM audit_log WHERE action = 'provider_customer.mapped'");
    await api.put("/v1/providers/stripe/customers/cus_b", { participant: sarah.id });
    expect(await rows("SELECT 1 FROM audit_log WHERE action = 'provider_customer.mapped'")).toEqual(audit);
  });

  test("lists by participant, whatever the ids look like, page by page", async () => {
    const { api, sarah } = await createReferral();
    const ids = ["cus_1", "cus_2", "mail@example.com", "user:7"];
    for (const id of ids)
      await api.put(`/v1/providers/stripe/customers/${encodeURIComponent(id)}`, { participant: sarah.id });
    const seen: unknown[] = [];
    for (let query = "?limit=1"; query !== "";) {
      const page = await api.get<{ data: { customer_id: string }[]; next_cursor: string | null }>(
        `/v1/providers/stripe/customers${query}&participant=${sarah.id}`,
      );
      seen.push(...page.body.data.map(({ customer_id }) => customer_id));
      query = page.body.next_cursor === null ? "" : `?limit=1&cursor=${page.body.next_cursor}`;
    }
    expect(seen).toEqual(ids);
    expect((await api.get("/v1/providers/whop/customers")).body["data"]).toEqual([]);
  });

  test("lets what waited for the customer be handed over", async () => {
    const { api, program, sarah } = await createReferral();
    const insert = `INSERT INTO fulfilments (reward_id, mode, program_id, participant_id, form, status, due_at_ms, reason, created_at_ms, updated_at_ms)
      VALUES (?, 'live', ?, ?, 'balance', ?, 0, 'customer_unknown', 0, 0)`;
    for (const [id, owner, status] of [
      ["a", sarah.id, "waiting"],
      ["b", sarah.id, "dead"],
      ["c", "ptc_else", "waiting"],
    ])
      await env.DB.prepare(insert).bind(id, program.id, owner, status).run();
    await api.put("/v1/providers/whop/customers/user_1", { participant: sarah.id });
    expect(await rows("SELECT reward_id FROM fulfilments WHERE status = 'due'")).toEqual([]);
    await api.put("/v1/providers/stripe/customers/cus_1", { participant: sarah.id });
    expect(await rows("SELECT reward_id, reason FROM fulfilments WHERE status = 'due'")).toEqual([
      { reward_id: "a", reason: null },
    ]);
  });
});
