import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { firstPassing, lossesOf, timesOf } from "#domain/losses";
import { passingPayments } from "#domain/occasion";
import { aPayment, aRule, anEvent, aWork, nowMs, stored } from "#support/domain-factories";

const history = [
  stored(aPayment({ id: "p2", paymentRef: "inv-2", plan: "pro" }), { occurredAtMs: nowMs - dayMs }),
  stored(aPayment({ plan: "pro" }), { seq: 2, occurredAtMs: nowMs - 2 * dayMs }),
  stored(aPayment({ id: "p3", paymentRef: "inv-3" }), { seq: 3, occurredAtMs: nowMs - 9 * dayMs }),
  stored(anEvent({ type: "refund", paymentRef: "inv-1" }), { seq: 4 }),
  stored(anEvent({ type: "churned" }), { seq: 5, occurredAtMs: nowMs + dayMs }),
  stored(anEvent({ type: "churned" }), { seq: 6, programId: "prg_2" }),
];
const work = aWork({ history });
const pro = aRule({ when: { eq: ["event.plan", "pro"] } });

test("payments that pass come by their dates, with what became of them", () => {
  expect(passingPayments(work, pro)).toMatchObject([
    { atMs: nowMs - 2 * dayMs, lostAtMs: nowMs, facts: { "event.plan": "pro" } },
    { atMs: nowMs - dayMs, lostAtMs: null },
  ]);
  expect(firstPassing(work, pro, "inv-2")?.atMs).toBe(nowMs - 2 * dayMs);
});

test("what has earned something passed when it did, whatever the facts are now", () => {
  const none = aRule({ when: { eq: ["event.plan", "none"] } });
  expect(firstPassing(work, none, "inv-2")?.atMs).toBe(nowMs - dayMs);
  expect(firstPassing(work, none, "signup:ref_1")).toBeNull();
});

test("what was reported of another program is left out, and nothing lies in the future", () => {
  expect(timesOf(work, "churned")).toEqual([nowMs]);
});

test("only what a payment earned is lost with it", () => {
  expect(lossesOf(work, pro, "inv-1").payment?.paymentRef).toBe("inv-1");
  expect(lossesOf(work, aRule({ on: { event: "signup", occurrence: "first" } }), "inv-1").payment).toBeNull();
});
