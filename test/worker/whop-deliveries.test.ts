import { afterEach, expect, test } from "vitest";
import { expectLedgerBalanced, rows } from "#support/ledger";
import {
  allWorked,
  countConversions,
  createReferral,
  deliverWhop,
  deliveriesOf,
  monthOf,
  paymentsAsStored,
} from "#support/provider-ground";
import { whop } from "#support/whop-fixtures";

const person = { metadata: { bouquet_kind: "supplier", bouquet_external_id: "mike" } };

afterEach(async () => {
  await allWorked();
  await expectLedgerBalanced();
});

async function deliver(...events: { id: string }[]): Promise<void> {
  for (const event of events) {
    await deliverWhop(event);
    await allWorked();
  }
}

async function eventsMade() {
  return rows<{ event_id: string; type: string; payload: string }>(
    "SELECT event_id, type, payload FROM events WHERE event_id LIKE 'whop:%' ORDER BY seq",
  );
}

test("a payment in whole units is one verified payment in minor units, with its plan, and earns the month", async () => {
  const { api, sarah } = await createReferral();
  await deliver(whop.paymentSucceeded({ ...person, total: 49.9 }));
  expect(await paymentsAsStored()).toEqual([
    { payment_ref: "pay_Pmike000000001", amount_minor: 4990, currency: "GBP", refunded_minor: 0, verified: 1 },
  ]);
  expect(JSON.parse((await eventsMade())[0]?.payload ?? "")).toMatchObject({
    id: "whop:msg_payment",
    plan: "plan_P00000000001",
    occurredAtMs: Date.UTC(2026, 4, 2, 12, 0, 0, 401),
  });
  expect(await monthOf(sarah.id)).toMatchObject({ state: "available" });
  const customers = await api.get("/v1/providers/whop/customers");
  expect(customers.body["data"]).toMatchObject([{ customer_id: "user_Pmike000000001" }]);
});

test("a yen has nothing to divide", async () => {
  await createReferral();
  await deliver(whop.paymentSucceeded({ ...person, total: 1000, currency: "jpy" }));
  expect(await paymentsAsStored()).toMatchObject([{ amount_minor: 1000, currency: "JPY" }]);
});

test("the same order reported by the app and by Whop is one conversion", async () => {
  const { api } = await createReferral();
  const referee = { external_id: "mike", kind: "supplier" };
  const payment = { payment_ref: "order-7", amount_minor: 4900, currency: "GBP" };
  await api.post("/v1/events", { id: "p1", type: "payment", referee, ...payment });
  await deliver(whop.paymentSucceeded({ metadata: { ...person.metadata, payment_ref: "order-7" } }));
  expect(await countConversions()).toBe(1);
  expect(await paymentsAsStored()).toMatchObject([{ payment_ref: "order-7", verified: 1 }]);
});

test("a refund counts once, however often it changes, and only when the money went back", async () => {
  const { sarah } = await createReferral();
  await deliver(
    whop.paymentSucceeded(person),
    whop.refund("created", { status: "pending" }, { id: "msg_pending" }),
    whop.refund("created"),
    whop.refund("updated"),
    whop.refund("updated", {}, { id: "msg_once_more" }),
  );
  expect((await eventsMade()).map(({ event_id }) => event_id)).toEqual(["whop:msg_payment", "whop:rf_Pmike0000000001"]);
  expect(await paymentsAsStored()).toMatchObject([{ refunded_minor: 1490 }]);
  await deliver(whop.refund("created", { id: "rf_rest", amount: 34.1 }, { id: "msg_rest" }));
  expect(await paymentsAsStored()).toMatchObject([{ refunded_minor: 4900 }]);
  expect(await monthOf(sarah.id)).toMatchObject({ state: "reversed" });
});

test.each([
  ["won", "available"],
  ["closed", "available"],
  ["lost", "reversed"],
])("a dispute holds the month, and %s leaves it %s", async (status, state) => {
  const { sarah } = await createReferral();
  await deliver(whop.paymentSucceeded(person), whop.dispute("created"));
  expect(await monthOf(sarah.id)).toMatchObject({ state: "pending" });
  await deliver(whop.dispute("updated", { status }));
  expect(await monthOf(sarah.id)).toMatchObject({ state });
});

test("refunds, disputes and ends that come first wait, and are taken up by the payment", async () => {
  const { api, sarah } = await createReferral();
  await deliver(whop.membership("deactivated"), whop.refund("updated"), whop.dispute("created"));
  expect(await deliveriesOf(api)).toMatchObject({
    msg_membership_deactivated: { status: "unmapped", waits_for: "customer:user_Pmike000000001" },
    msg_refund_updated: { status: "unmapped", waits_for: "payment:pay_Pmike000000001" },
    msg_dispute_created: { status: "unmapped", waits_for: "payment:pay_Pmike000000001" },
  });
  await deliver(whop.paymentSucceeded(person));
  const all = Object.values(await deliveriesOf(api)).map(({ status }) => status);
  expect(all).toEqual(["applied", "applied", "applied", "applied"]);
  expect(await paymentsAsStored()).toMatchObject([{ refunded_minor: 1490 }]);
  expect(await monthOf(sarah.id)).toMatchObject({ state: "pending" });
});

test("a trial is told by its membership or its first payment of nothing, and earns nothing", async () => {
  const { api, sarah } = await createReferral();
  const trialing = { id: "mem_Pmike0000000001", status: "trialing" };
  await deliver(
    whop.membership("activated", { ...person, status: "trialing" }),
    whop.paymentSucceeded({ ...person, total: 0, membership: trialing }),
  );
  expect((await eventsMade()).map(({ type }) => type)).toEqual(["trial_started", "trial_started"]);
  expect([await monthOf(sarah.id), await countConversions()]).toEqual([null, 0]);
  await deliver(whop.membership("deactivated"));
  expect((await eventsMade()).at(-1)).toMatchObject({ type: "subscription_canceled" });
  expect(await deliveriesOf(api)).toMatchObject({ msg_membership_deactivated: { status: "applied" } });
});

test("what says nothing about a referral is ignored, and what cannot be understood refused", async () => {
  const { api } = await createReferral();
  await deliver(
    whop.event("msg_entry", "entry.created", { id: "entry_1" }),
    whop.membership("activated"),
    whop.paymentSucceeded({ total: -1 }, { id: "msg_negative" }),
    whop.paymentSucceeded({ ...person, currency: "zzz" }, { id: "msg_zzz" }),
    whop.event("msg_broken", "payment.succeeded", { id: "pay_1", total: "49" }),
  );
  expect(await deliveriesOf(api)).toMatchObject({
    msg_entry: { status: "ignored", reason: "type_not_used" },
    msg_membership_activated: { status: "ignored", reason: "mapping_only" },
    msg_negative: { status: "refused", reason: "not_understood: data.total" },
    msg_zzz: { status: "refused", reason: "currency_unknown" },
    msg_broken: { status: "refused", reason: "not_understood: data.total" },
  });
});
