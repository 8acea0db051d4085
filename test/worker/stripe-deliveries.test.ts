import { afterEach, describe, expect, test } from "vitest";
import { expectLedgerBalanced, rows } from "#support/ledger";
import {
  allWorked,
  countConversions,
  createReferral,
  deliverStripe,
  deliveriesOf,
  monthOf,
  paymentsAsStored,
} from "#support/provider-ground";
import { createParticipant } from "#support/factories";
import { createStripeFixtures, stripeVersions } from "#support/stripe-fixtures";
import { paidAtSeconds } from "#support/stripe-invoice-parts";
import type { StripeFixtures, StripeVersion } from "#support/stripe-fixtures";

const stripe = createStripeFixtures();
type Event = Parameters<typeof deliverStripe>[0];

afterEach(async () => {
  await allWorked();
  await expectLedgerBalanced();
});

async function deliver(...events: Event[]): Promise<void> {
  for (const event of events) {
    await deliverStripe(event);
    await allWorked();
  }
}

async function eventsMade() {
  return rows(
    "SELECT event_id, type, payment_ref, occurred_at_ms, verified, actor, payload FROM events WHERE event_id LIKE 'stripe:%' ORDER BY seq",
  );
}

/** What says which payment intent paid the invoice, in either version. */
function paymentOf(fixtures: StripeFixtures, version: StripeVersion): Event[] {
  return version === "2024-06-20" ? [] : [fixtures.invoicePayment()];
}

describe.each(stripeVersions)("API version %s", (version) => {
  const fixtures = createStripeFixtures({ version });

  test("a subscription's first invoice is one verified payment with plan and interval, which earns the month", async () => {
    const { api, sarah } = await createReferral();
    await deliver(fixtures.subscriptionSession({ client_reference_id: "supplier:mike" }), fixtures.invoicePaid());
    expect(await eventsMade()).toMatchObject([
      {
        event_id: "stripe:evt_invoice",
        type: "payment",
        payment_ref: "in_1PmikeFirst",
        occurred_at_ms: paidAtSeconds * 1000,
        verified: 1,
        actor: "provider:stripe",
      },
    ]);
    const [{ payload = "" } = {}] = await eventsMade();
    expect(JSON.parse(String(payload))).toMatchObject({
      amountMinor: 4900,
      currency: "GBP",
      interval: "month",
      plan: version === "2024-06-20" ? "pro_monthly" : "price_1Ppro",
      referee: { kind: "supplier", externalId: "mike" },
    });
    expect(await monthOf(sarah.id)).toEqual({ state: "available", reversed_quantity: 0 });
    expect(await deliveriesOf(api)).toMatchObject({
      evt_session: { status: "applied", reason: "told_by_invoice", event_ids: [] },
      evt_invoice: { status: "applied", reason: null, event_ids: ["stripe:evt_invoice"] },
    });
  });

  test("refunds name the payment by its intent: each delivery is what came back since, and all of it takes the month", async () => {
    const { sarah } = await createReferral();
    await deliver(
      fixtures.subscriptionSession({ client_reference_id: "mike" }),
      fixtures.invoicePaid(),
      ...paymentOf(fixtures, version),
    );
    await deliver(fixtures.chargeRefunded(1500, 0));
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "in_1PmikeFirst", refunded_minor: 1500 }]);
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
    await deliver(fixtures.chargeRefunded(4900, 1500));
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "in_1PmikeFirst", refunded_minor: 4900 }]);
    expect(await monthOf(sarah.id)).toMatchObject({ state: "reversed" });
  });

  test.each([
    ["won", "available"],
    ["warning_closed", "available"],
    ["lost", "reversed"],
  ])("a dispute holds the month, and %s leaves it %s", async (status, state) => {
    const { sarah } = await createReferral();
    await deliver(
      fixtures.subscriptionSession({ client_reference_id: "supplier:mike" }),
      fixtures.invoicePaid(),
      ...paymentOf(fixtures, version),
    );
    await deliver(fixtures.dispute("created"));
    expect(await monthOf(sarah.id)).toMatchObject({ state: "pending" });
    await deliver(fixtures.dispute("updated", { status: "under_review" }));
    expect(await monthOf(sarah.id)).toMatchObject({ state: "pending" });
    await deliver(fixtures.dispute("closed", { status }));
    expect(await monthOf(sarah.id)).toMatchObject({ state });
  });

  test("a trial costs nothing and earns nothing; the first invoice that is paid earns", async () => {
    const { api, sarah } = await createReferral();
    const session = { client_reference_id: "supplier:mike", amount_total: 0, payment_status: "no_payment_required" };
    await deliver(
      fixtures.subscriptionSession({ ...session, invoice: "in_1PmikeTrial" }),
      fixtures.invoicePaid({ id: "in_1PmikeTrial", amount_paid: 0 }, { id: "evt_invoice_trial" }),
    );
    expect((await eventsMade()).map(({ type }) => type)).toEqual(["trial_started", "trial_started"]);
    expect([await monthOf(sarah.id), await countConversions()]).toEqual([null, 0]);
    const [referral] = (await api.get<{ data: { stage: string }[] }>("/v1/referrals")).body.data;
    expect(referral?.stage).toBe("activated");
    await deliver(fixtures.invoicePaid({ billing_reason: "subscription_cycle" }));
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
  });

  test("the metadata of a subscription say who, without any checkout", async () => {
    const { sarah } = await createReferral();
    const metadataOfSubscription = {
      bouquet_kind: "supplier",
      bouquet_external_id: "mike",
      payment_ref: "not-for-invoices",
    };
    await deliver(fixtures.invoicePaid({ metadataOfSubscription }));
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "in_1PmikeFirst", verified: 1 }]);
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
    expect(await rows("SELECT customer_id FROM provider_customers")).toEqual([{ customer_id: "cus_PmikeQzB3" }]);
  });
});

describe("the same order", () => {
  const reported = (paymentRef: string) => ({
    id: `app-${paymentRef}`,
    type: "payment",
    referee: { external_id: "mike", kind: "supplier" },
    payment_ref: paymentRef,
    amount_minor: 4900,
    currency: "GBP",
  });

  test.each(["app first", "Stripe first"])("reported by the app and by Stripe is one conversion: %s", async (order) => {
    const { api } = await createReferral();
    const byApp = async () => expect(await api.post("/v1/events", reported("order-7"))).toMatchObject({ status: 200 });
    const session = { client_reference_id: "supplier:mike", metadata: { payment_ref: "order-7" } };
    if (order === "app first") await byApp();
    await deliver(stripe.session(session));
    if (order !== "app first") await byApp();
    expect(await countConversions()).toBe(1);
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "order-7", amount_minor: 4900, verified: 1 }]);
  });

  test("told by a checkout and by the invoice that it made is one conversion, whichever comes first", async () => {
    const { api } = await createReferral();
    const session = stripe.session({ client_reference_id: "supplier:mike", invoice: "in_1PmikeFirst" });
    await deliver(session, stripe.invoicePaid({ billing_reason: "manual" }), stripe.invoicePayment());
    expect(await countConversions()).toBe(1);
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "in_1PmikeFirst" }]);
    expect(await deliveriesOf(api)).toMatchObject({
      evt_session: { status: "applied" },
      evt_invoice: { status: "applied" },
    });
  });

  test("with another amount is refused with its code, and the first report stands", async () => {
    const { api } = await createReferral();
    await api.post("/v1/events", { ...reported("pi_3PmikeOneTime"), amount_minor: 5000 });
    await deliver(stripe.session({ client_reference_id: "supplier:mike" }));
    expect(await deliveriesOf(api)).toMatchObject({
      evt_session: { status: "refused", reason: "conversion_mismatch", event_ids: [], waits_for: null },
    });
    expect(await paymentsAsStored()).toMatchObject([{ amount_minor: 5000 }]);
  });
});

describe("a checkout", () => {
  test("that is paid later is a payment when that is told, by the intent where it names nothing else", async () => {
    const { sarah } = await createReferral();
    const person = { client_reference_id: "supplier:mike" };
    await deliver(stripe.session({ ...person, payment_status: "unpaid" }));
    expect(await countConversions()).toBe(0);
    const later = { id: "evt_async", type: "checkout.session.async_payment_succeeded" };
    await deliver(stripe.session(person, later));
    expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "pi_3PmikeOneTime", amount_minor: 4900 }]);
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
  });

  test("of nothing, or for a card to be kept, is no payment", async () => {
    const { api } = await createReferral();
    const person = { client_reference_id: "supplier:mike" };
    await deliver(stripe.session({ ...person, amount_total: 0, payment_intent: null }, { id: "evt_free" }));
    const setup = { mode: "setup", amount_total: null, currency: null, payment_intent: null, customer: null };
    await deliver(stripe.session({ ...person, ...setup, payment_status: "no_payment_required" }, { id: "evt_setup" }));
    expect(await deliveriesOf(api)).toMatchObject({
      evt_free: { status: "applied", reason: "nothing_paid", event_ids: [] },
      evt_setup: { status: "ignored", reason: "nothing_paid", event_ids: [] },
    });
    expect(await paymentsAsStored()).toEqual([]);
  });

  test.each([
    ["kind and id", (_id: string) => ({ client_reference_id: "supplier:mike" })],
    ["the id alone", (_id: string) => ({ client_reference_id: "mike" })],
    ["our id", (id: string) => ({ client_reference_id: id })],
    ["metadata with kind and id", () => ({ metadata: { bouquet_kind: "supplier", bouquet_external_id: "mike" } })],
    ["metadata with our id", (id: string) => ({ metadata: { bouquet_participant: id } })],
    [
      "metadata, where the reference is the app's own",
      () => ({ client_reference_id: "cart 42", metadata: { bouquet_participant: "supplier:mike" } }),
    ],
  ])("says who paid by %s", async (_name, fieldsFor) => {
    const { api, sarah } = await createReferral();
    const mike = await createParticipant(api, { external_id: "mike" });
    await deliver(stripe.session(fieldsFor(mike.id)));
    expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
    const customers = await api.get("/v1/providers/stripe/customers");
    expect(customers.body["data"]).toMatchObject([{ customer_id: "cus_PmikeQzB3", participant_id: mike.id }]);
  });

  test("with an id that two kinds of people have names nobody", async () => {
    const { api } = await createReferral();
    await createParticipant(api, { kind: "couple", external_id: "mike" });
    await deliver(stripe.session({ client_reference_id: "mike" }));
    expect(await deliveriesOf(api)).toMatchObject({
      evt_session: { status: "unmapped", reason: "referee_unknown", waits_for: "customer:cus_PmikeQzB3" },
    });
  });

  test("registers somebody new, so that his signup takes his payment up", async () => {
    const { api, program } = await createReferral();
    const zoe = { external_id: "zoe", kind: "supplier" };
    await deliver(stripe.session({ client_reference_id: "supplier:zoe", customer: "cus_zoe" }));
    expect(await countConversions()).toBe(0);
    const links = await api.get<{ data: { code: string }[] }>("/v1/links");
    const signup = { id: "s2", type: "signup", program: program.key, referee: zoe, code_source: "typed" };
    const { body } = await api.post("/v1/events", { ...signup, code: links.body.data[0]?.code });
    expect(body).toMatchObject({ status: "applied" });
    expect(await countConversions()).toBe(1);
  });
});

test("a subscription that ends is told as of its end", async () => {
  const { api } = await createReferral();
  await deliver(stripe.subscriptionSession({ client_reference_id: "supplier:mike" }), stripe.invoicePaid());
  await deliver(stripe.subscriptionDeleted());
  expect((await eventsMade()).at(-1)).toMatchObject({
    event_id: "stripe:evt_subscription_deleted",
    type: "subscription_canceled",
    occurred_at_ms: (paidAtSeconds + 10 * 86_400) * 1000,
  });
  expect((await api.get<{ data: unknown[] }>("/v1/referrals")).body.data).toMatchObject([
    { funnel: { churned_at: new Date((paidAtSeconds + 10 * 86_400) * 1000).toISOString() } },
  ]);
});

test("the annual plan of a newer version is told by what its line covers", async () => {
  await createReferral();
  const year = { start: paidAtSeconds, end: paidAtSeconds + 365 * 86_400 };
  await deliver(stripe.invoicePaid({ metadata: { bouquet_participant: "supplier:mike" }, line: { period: year } }));
  const [{ payload = "" } = {}] = await eventsMade();
  expect(JSON.parse(String(payload))).toMatchObject({ interval: "year", plan: "price_1Ppro" });
});

test("what says nothing about a referral is ignored, with the reason", async () => {
  const { api } = await createReferral();
  const refused = { client_reference_id: "supplier:mike", currency: "zzz" };
  await deliver(
    stripe.event("evt_customer", "customer.created", { id: "cus_1", object: "customer" }),
    stripe.event("evt_thin", "v1.billing.meter.error_report_triggered", {}),
    stripe.chargeRefunded(0, 0),
    stripe.session(refused, { id: "evt_zzz" }),
    stripe.event("evt_broken", "invoice.paid", { id: "in_1", amount_paid: "4900" }),
    stripe.event("evt_negative", "invoice.paid", { id: "in_1", amount_paid: -1, currency: "gbp" }),
  );
  expect(await deliveriesOf(api)).toMatchObject({
    evt_customer: { status: "ignored", reason: "type_not_used" },
    evt_thin: { status: "ignored", reason: "type_not_used" },
    evt_refund_0: { status: "ignored", reason: "nothing_refunded" },
    evt_zzz: { status: "refused", reason: "currency_unknown" },
    evt_broken: { status: "refused", reason: "not_understood: data.object.amount_paid" },
    evt_negative: { status: "refused", reason: "not_understood: data.object.amount_paid" },
  });
  expect(await eventsMade()).toEqual([]);
});
