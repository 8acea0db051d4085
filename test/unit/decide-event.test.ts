import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideEvent } from "#domain/decide-event";
import { aPayment, aProgram, anEvent, eventInput, nowMs, stored } from "#support/domain-factories";

function planOf(...args: Parameters<typeof eventInput>) {
  const plan = decideEvent(eventInput(...args));
  if (!plan.ok) throw new Error(plan.refusal.code);
  return plan.value;
}

describe("decideEvent", () => {
  test("an unknown referee becomes a participant, and a signup with a code is applied", () => {
    const plan = planOf(anEvent({ code: "ANN", codeSource: "typed" }), { referee: null });
    expect(plan.participant).toMatchObject({ isNew: true, participant: { externalId: "mike" } });
    expect(plan.event.answer).toMatchObject({
      status: "applied",
      outcomes: [{ program: "program", referrerId: "ptc_ann", stage: "signed_up" }],
    });
  });
  test("an event of somebody whom nobody referred is parked and tells why", () => {
    expect(planOf(anEvent()).event.answer).toMatchObject({
      status: "parked",
      outcomes: [{ referralId: null, denials: [{ code: "no_evidence" }] }],
    });
  });
  test("a refund whose payment is not known concerns nobody yet", () => {
    const plan = planOf(anEvent({ type: "refund", paymentRef: "inv-1", referee: undefined }), { referee: null });
    expect(plan).toMatchObject({
      participant: null,
      payment: null,
      programs: [],
      event: { refereeId: null, answer: { status: "parked" } },
    });
  });
  test("the future is clamped to the receipt, on the program's own clock where it has one", () => {
    const late = anEvent({ occurredAtMs: nowMs + 100 * dayMs });
    expect(planOf(late).event.occurredAtMs).toBe(nowMs);
    expect(
      planOf(late, { programs: [aProgram({ mode: "test", clockMs: nowMs + 9 * dayMs })] }).event.occurredAtMs,
    ).toBe(nowMs + 9 * dayMs);
    expect(planOf(anEvent({ occurredAtMs: nowMs - 1 })).event.occurredAtMs).toBe(nowMs - 1);
  });
  test.each([
    [{ program: "another" }, {}, "not_found"],
    [{ program: "program" }, { programs: [aProgram({ currentVersion: null, versions: [] })] }, "program_unpublished"],
  ])("%j is refused with %j as %s", (fields, facts, code) => {
    expect(decideEvent(eventInput(anEvent(fields), facts))).toMatchObject({ ok: false, refusal: { code } });
  });
  test("a second report of a payment with another amount is refused, and the first is told", () => {
    const history = [stored(aPayment())];
    expect(decideEvent(eventInput(aPayment({ id: "p2", amountMinor: 1 }), { history }))).toMatchObject({
      ok: false,
      refusal: { code: "conversion_mismatch", paymentRef: "inv-1", expected: { amountMinor: 10_000, currency: "GBP" } },
    });
  });
  test("the plan is guarded by the newest event it was made on", () => {
    const history = [stored(aPayment(), { seq: 4 }), stored(anEvent(), { seq: 7 })];
    expect(planOf(aPayment({ id: "p2" }), { history }).guard).toMatchObject({
      refereeId: "ptc_mike",
      paymentRef: "inv-1",
      newestSeq: 7,
    });
  });
  test("the stored payment says what all reports together say", () => {
    const history = [
      stored(aPayment(), { verified: true }),
      stored(anEvent({ type: "refund", paymentRef: "inv-1", amountMinor: 1 })),
    ];
    expect(planOf(aPayment({ id: "p2" }), { history }).payment).toMatchObject({
      refereeId: "ptc_mike",
      refundedMinor: 1,
      verified: true,
    });
  });
});
