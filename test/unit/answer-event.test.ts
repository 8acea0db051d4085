import { expect, test } from "vitest";
import { answerEvent } from "#domain/answer-event";
import { decideEvent } from "#domain/decide-event";
import { anEvent, eventInput } from "#support/domain-factories";

test("a reason is told once, with whose it was", () => {
  const input = eventInput(
    anEvent({ code: "ANN", codeSource: "typed", referee: { externalId: "mike", kind: "supplier" } }),
  );
  const plan = decideEvent({ ...input, referralsEnabled: false });
  if (!plan.ok) throw new Error(plan.refusal.code);
  const answer = answerEvent(input.event, input.facts, plan.value.programs);
  expect(answer).toMatchObject({ status: "parked", outcomes: [{ denials: [{ code: "referrals_disabled" }] }] });
  const [outcome] = plan.value.programs;
  if (outcome === undefined) throw new Error("one program is concerned");
  const dropped = {
    code: "touch_dropped",
    ownerId: "ptc_ann",
    touchCode: "ANN",
    channel: "link",
    reason: "self_referral",
    atMs: 1,
  } as const;
  const refused = { code: "referral_refused", reason: "self_referral", atMs: 1 } as const;
  const clauses = [dropped, { ...dropped, atMs: 2 }, refused];
  expect(answerEvent(input.event, input.facts, [{ ...outcome, clauses }]).outcomes[0]?.denials).toEqual([
    { code: "self_referral", rule: null, participantId: "ptc_ann" },
  ]);
});
