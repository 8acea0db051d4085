import type { ProgramInput } from "#domain/event-facts";
import type { Message, MessageType, ProgramPlan } from "#domain/plan";
import { rewardMessages } from "#domain/reward-message";

/** What a program plan has to tell the outside. Ids and amounts only: a message outlives an erasure. */
export function describeMessages(plan: ProgramPlan, { program, newId }: ProgramInput): Message[] {
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
  });

  const messages: Message[] = [];
  if (plan.referral?.isNew) messages.push(message("referral.signed_up", {}));
  for (const { id, paymentRef, ordinal } of plan.conversions) {
    messages.push(message("referral.converted", { conversion_id: id, payment_ref: paymentRef, ordinal }));
  }
  return [...messages, ...rewardMessages(plan.steps, { mode: program.mode, newId })];
}
