import fc from "fast-check";
import { expect, test } from "vitest";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };
import { loadTables } from "#support/database-world";
import { emptyStores } from "#support/empty-stores";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { allWorked, createReferral, deliverStripe, deliverWhop } from "#support/provider-ground";
import { createStripeFixtures, stripeVersions } from "#support/stripe-fixtures";
import type { StripeVersion } from "#support/stripe-fixtures";
import { describeState } from "#support/stored-tables";
import { whop } from "#support/whop-fixtures";

type Event = { id: string; livemode?: boolean };

const orders = 6;
const seed = 20_261_127;

/** What Stripe tells of a customer who tries, pays and leaves, with the money going back bit by bit or by a dispute. */
function stripeDeliveries(version: StripeVersion, ending: "refunds" | "dispute"): Event[] {
  const stripe = createStripeFixtures({ version });
  const trial = { amount_total: 0, payment_status: "no_payment_required", invoice: "in_1PmikeTrial" };
  return [
    stripe.subscriptionSession({ client_reference_id: "supplier:mike", ...trial }),
    stripe.invoicePaid({ id: "in_1PmikeTrial", amount_paid: 0 }, { id: "evt_invoice_trial" }),
    stripe.invoicePaid({ billing_reason: "subscription_cycle", metadata: { payment_ref: "order-7" } }),
    ...(version === "2024-06-20" ? [] : [stripe.invoicePayment()]),
    ...(ending === "refunds"
      ? [stripe.chargeRefunded(1500, 0), stripe.chargeRefunded(4900, 1500)]
      : [stripe.dispute("created"), stripe.dispute("updated"), stripe.dispute("closed", { status: "lost" })]),
    stripe.subscriptionDeleted(),
  ];
}

/** The same of Whop, whose refunds are told twice by nature. */
function whopDeliveries(): Event[] {
  const trialing = { id: "mem_Pmike0000000001", status: "trialing" };
  const person = { metadata: { bouquet_participant: "supplier:mike" } };
  return [
    whop.membership("activated", { ...person, status: "trialing" }),
    whop.paymentSucceeded({ total: 0, membership: trialing }, { id: "msg_trial" }),
    whop.paymentSucceeded(),
    whop.refund("created"),
    whop.refund("updated"),
    whop.dispute("created"),
    whop.dispute("updated", { status: "won" }),
    whop.membership("deactivated"),
  ];
}

async function deliver({ livemode, ...event }: Event): Promise<void> {
  return livemode === undefined ? deliverWhop(event) : deliverStripe({ livemode, ...event });
}

/** All of it in an empty deployment: engine, deliveries and what was learned, in words without the order of arrival. */
async function stateAfter(events: readonly Event[], burst: number) {
  await emptyStores();
  // Where a rule counts referrals, the order shows in the histories (docs/guides/events.md).
  await createReferral({ rules: supplierNetwork.rules.slice(0, 1) });
  for (let from = 0; from < events.length; from += burst) {
    await Promise.all(events.slice(from, from + burst).map(deliver));
    await allWorked();
  }
  await expectLedgerBalanced();
  return {
    engine: withoutSetting(describeState(await loadTables())),
    deliveries: await rows(
      "SELECT delivery_id, status, reason, waits_for, event_ids, body FROM provider_deliveries ORDER BY delivery_id",
    ),
    customers: await rows(
      "SELECT customer_id, external_id FROM provider_customers JOIN participants ON id = participant_id",
    ),
    payments: await rows("SELECT external_id, payment_ref FROM provider_payments ORDER BY external_id"),
  };
}

/** The program and the link are new in each deployment, and their names with them. */
function withoutSetting(state: ReturnType<typeof describeState>): unknown {
  const text = JSON.stringify(state);
  const programs = [...new Set(text.match(/prg_\w+/g))];
  const names = new Map([...programs, ...new Set(text.match(/lnk_\w+/g))].map((name, index) => [name, `set-${index}`]));
  const renamed = [...names].reduce((all, [name, plain]) => all.replaceAll(name, plain), text);
  return JSON.parse(renamed.replaceAll(/"(linkCreatedAtMs|code|link)":("[^"]*"|\d+)/g, '"$1":0'));
}

const sets: Record<string, Event[]> = {
  ...Object.fromEntries(
    stripeVersions.flatMap((version) => [
      [`Stripe ${version}, refunds`, stripeDeliveries(version, "refunds")],
      [`Stripe ${version}, dispute`, stripeDeliveries(version, "dispute")],
    ]),
  ),
  Whop: whopDeliveries(),
};

test.each(Object.entries(sets))(
  "each delivered three times and shuffled ends as in order: %s",
  { timeout: 120_000 },
  async (_name, events) => {
    const expected = await stateAfter(events, 1);
    expect(expected.deliveries.filter(({ status }) => status !== "applied")).toEqual([]);
    expect(expected.customers).toMatchObject([{ external_id: "mike" }]);
    const thrice = [...events, ...events, ...events];
    const shuffled = fc.shuffledSubarray(thrice, { minLength: thrice.length });
    // The second half arrives in bursts, as from many senders at once.
    for (const [index, order] of fc.sample(shuffled, { numRuns: orders, seed }).entries()) {
      const label = order.map(({ id }) => id).join(" ");
      expect(await stateAfter(order, index < orders / 2 ? 1 : 6), label).toEqual(expected);
    }
    expect(await stateAfter(events.toReversed(), 1), "backwards").toEqual(expected);
  },
);
