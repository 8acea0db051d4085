import { describe, expect, test } from "vitest";
import type { Told } from "#domain/provider";
import { decideDelivery } from "#domain/provider-delivery";
import type { DeliveryFacts, KnownPerson } from "#domain/provider-delivery";

const delivery = { provider: "stripe", deliveryId: "evt_1" } as const;
const mike: KnownPerson = { id: "ptc_mike", kind: "supplier", externalId: "mike" };
const sarah: KnownPerson = { id: "ptc_sarah", kind: "supplier", externalId: "sarah" };

function told(fields: Partial<Told> = {}): Told {
  return {
    customerId: "cus_1",
    references: [{ by: "key", kind: "supplier", externalId: "mike" }],
    paymentIds: ["in_1", "pi_1"],
    paymentRef: "in_1",
    needs: "referee",
    facts: [{ type: "payment", occurredAtMs: 1000, amountMinor: 4900, currency: "GBP" }],
    reason: null,
    ...fields,
  };
}

function decide(fields: Partial<Told> = {}, facts: Partial<DeliveryFacts> = {}) {
  const known = { customer: null, people: [], payments: new Map<string, string>(), ...facts };
  return decideDelivery(delivery, { outcome: "told", told: told(fields) }, known);
}

test("a report that tells nothing leaves nothing but its reason", () => {
  const facts = { customer: mike, people: [], payments: new Map() };
  expect(decideDelivery(delivery, { outcome: "ignored", reason: "type_not_used" }, facts)).toEqual({
    status: "ignored",
    reason: "type_not_used",
    waitsFor: null,
    customer: null,
    payments: [],
    events: [],
  });
});

test("a payment teaches whose customer and which payment it is, and is one event in the referee's name", () => {
  expect(decide({}, { people: [mike] })).toEqual({
    status: "applied",
    reason: null,
    waitsFor: null,
    customer: { customerId: "cus_1", referee: mike },
    payments: [
      { externalId: "in_1", paymentRef: "in_1" },
      { externalId: "pi_1", paymentRef: "in_1" },
    ],
    events: [
      {
        id: "stripe:evt_1",
        type: "payment",
        occurredAtMs: 1000,
        amountMinor: 4900,
        currency: "GBP",
        paymentRef: "in_1",
        referee: { kind: "supplier", externalId: "mike" },
      },
    ],
  });
});

describe("who it is", () => {
  test("is the one whom the customer was mapped to, whatever else is said; and nothing is learned again", () => {
    const decision = decide({}, { customer: sarah, people: [mike] });
    expect(decision.events[0]?.referee).toEqual({ kind: "supplier", externalId: "sarah" });
    expect(decision.customer).toBeNull();
  });

  test("is the first whom a reference finds: a known one before one who would be new", () => {
    const references = [
      { by: "key" as const, kind: "cart", externalId: "42" },
      { by: "bare" as const, externalId: "mike" },
    ];
    expect(decide({ references }, { people: [mike] }).customer?.referee).toEqual(mike);
    expect(decide({ references }).customer?.referee).toEqual({ id: null, kind: "cart", externalId: "42" });
  });

  test("is nobody where an id alone is of several kinds", () => {
    const references = [{ by: "bare" as const, externalId: "mike" }];
    const couple = { id: "ptc_couple", kind: "couple", externalId: "mike" };
    expect(decide({ references }, { people: [mike, couple] })).toMatchObject({
      status: "unmapped",
      reason: "referee_unknown",
      waitsFor: "customer:cus_1",
      customer: null,
      events: [],
    });
  });

  test("may be found by our id, and by nothing that is not known", () => {
    const references = [{ by: "id" as const, id: "ptc_mike" }];
    expect(decide({ references }, { people: [mike] }).status).toBe("applied");
    expect(decide({ references, customerId: null }).waitsFor).toBeNull();
  });
});

describe("which payment it is", () => {
  test("is what any of its ids is known as, before what it calls itself", () => {
    const payments = new Map([["pi_1", "order-7"]]);
    const decision = decide({}, { people: [mike], payments });
    expect(decision.events[0]?.paymentRef).toBe("order-7");
    expect(decision.payments).toEqual([{ externalId: "in_1", paymentRef: "order-7" }]);
  });

  test("is waited for by what only refers to one, by its first id", () => {
    const refund = {
      needs: "payment" as const,
      paymentRef: null,
      facts: [{ type: "refund" as const, amountMinor: 100, currency: "GBP" }],
    };
    expect(decide(refund)).toMatchObject({ status: "unmapped", reason: "payment_unknown", waitsFor: "payment:in_1" });
    expect(decide({ ...refund, paymentIds: [] }).waitsFor).toBeNull();
    const [event] = decide(refund, { payments: new Map([["pi_1", "in_1"]]) }).events;
    expect(event).toEqual({
      id: "stripe:evt_1",
      type: "refund",
      amountMinor: 100,
      currency: "GBP",
      paymentRef: "in_1",
    });
  });

  test("is learned even where nobody knows who paid", () => {
    const decision = decide({ references: [] });
    expect(decision).toMatchObject({ status: "unmapped", events: [] });
    expect(decision.payments).toHaveLength(2);
  });
});

test("what only teaches something is applied, and what teaches nothing new ignored", () => {
  const mapping = { needs: "nothing" as const, facts: [], paymentIds: [], paymentRef: null, reason: "nothing_paid" };
  expect(decide(mapping, { people: [mike] })).toMatchObject({ status: "applied", reason: "nothing_paid", events: [] });
  expect(decide(mapping, { customer: mike })).toMatchObject({ status: "ignored", reason: "nothing_paid" });
});

test("two facts of one delivery are two events, and a fact with a name of its own is known by it", () => {
  const facts = [
    { type: "trial_started" as const },
    { type: "subscription_canceled" as const },
    { type: "refund" as const, key: "rf_1" },
  ];
  const { events } = decide({ facts }, { people: [mike] });
  expect(events.map(({ id }) => id)).toEqual(["stripe:evt_1", "stripe:evt_1:subscription_canceled", "stripe:rf_1"]);
  expect(events.map(({ paymentRef }) => paymentRef)).toEqual([undefined, undefined, "in_1"]);
});
