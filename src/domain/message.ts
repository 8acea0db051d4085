import type { ProgramInput } from "#domain/event-facts";
import type { Message, MessageType, ProgramPlan } from "#domain/plan";

/** What a program plan has to tell the outside. Ids and amounts only: a message outlives an erasure. */
export function describeMessages(plan: ProgramPlan, { program, newId, nowMs }: ProgramInput): Message[] {
  const referral = plan.referral?.referral;
  if (referral === undefined) return [];
  const about = {
    program_id: program.id,
    referral_id: referral.id,
    referrer_id: referral.referrerId,
    referee_id: referral.refereeId,
  };
  const message = (type: MessageType, payload: Record<string, unknown>): Message => ({
    id: newId("msg"),
    type,
    mode: program.mode,
    payload: { ...about, ...payload },
    atMs: nowMs,
  });

  const messages: Message[] = [];
  if (plan.referral?.isNew) messages.push(message("referral.signed_up", {}));
  for (const { id, paymentRef, ordinal } of plan.conversions) {
    messages.push(message("referral.converted", { conversion_id: id, payment_ref: paymentRef, ordinal }));
  }
  for (const reward of plan.rewards) {
    if (reward.state === "denied") continue;
    const { id, ruleKey, beneficiaryId, kind, unit, quantity } = reward;
    messages.push(
      message("reward.available", {
        reward_id: id,
        rule: ruleKey,
        beneficiary_id: beneficiaryId,
        kind,
        unit,
        quantity,
      }),
    );
  }
  for (const { rewardId, reversedQuantity } of plan.changes) {
    messages.push(message("reward.reversed", { reward_id: rewardId, reversed_quantity: reversedQuantity }));
  }
  return messages;
}
