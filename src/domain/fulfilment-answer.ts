import type { FulfilmentCall, FulfilmentFacts } from "#domain/fulfilment";
import { planFailed, planGiven, planRest } from "#domain/fulfilment-plan";
import type { FulfilmentPlan, FulfilmentSetting } from "#domain/fulfilment-plan";
import { worthOf } from "#domain/fulfilment-step";
import { notAuthorized } from "#domain/outside";
import type { StripeAnswer } from "#domain/outside";
import { leftOf } from "#domain/reward";

/**
 * What an answer of Stripe's makes of the fulfilment as it stands by now. Null where somebody else has settled the same
 * call: then the answer is written down and changes nothing.
 */
export function decideAnswer(
  facts: FulfilmentFacts,
  { call, answer }: { call: FulfilmentCall; answer: StripeAnswer },
  setting: FulfilmentSetting,
): FulfilmentPlan | null {
  if (!isOpen(facts, call, answer)) return null;
  if (!answer.isDone) {
    const { code, detail } = answer;
    const isLocked = code === notAuthorized;
    return isLocked
      ? planRest(facts, { status: "waiting", reason: code, detail }, setting)
      : planFailed(facts, answer, setting);
  }
  if (answer.isUsed) return planRest(facts, { status: "done", reason: "coupon_used" }, setting);
  const { action, quantity } = call;
  const isGiven = action === "credit" || action === "coupon";
  return isGiven
    ? planGiven(facts, { quantity, reason: "fulfilled_by_stripe" }, setting)
    : planGiven(facts, { quantity: -quantity, reason: "taken_back_by_stripe" }, setting);
}

/** A turn may have been taken for lost, and the call made again. A failure is for the newest turn. */
function isOpen({ attempts, fulfilment }: FulfilmentFacts, call: FulfilmentCall, answer: StripeAnswer): boolean {
  if (attempts.at(-1)?.idempotencyKey !== call.idempotencyKey) return false;
  if (attempts.some(({ externalId }) => externalId !== null)) return false;
  return answer.isDone || fulfilment.calls === call.position;
}

/**
 * What it means that the main app has taken a message: it has handed out all that the message says, whatever the account
 * holds, or has taken back what is no longer owed. Null where that is nothing, as with each further delivery.
 */
export function decideDelivered(
  facts: FulfilmentFacts,
  type: "reward.available" | "reward.reversed",
  setting: FulfilmentSetting,
): FulfilmentPlan | null {
  const { fulfilment, reward } = facts;
  if (fulfilment.form !== "webhook") return null;
  const given = reward.state === "available" ? leftOf(reward) : 0;
  const returned = Math.max(0, fulfilment.givenQuantity - worthOf(reward));
  const quantity = type === "reward.available" ? given : -returned;
  if (quantity === 0) return null;
  const reason = quantity > 0 ? "fulfilled_by_webhook" : "taken_back_by_webhook";
  return planGiven(facts, { quantity, reason }, setting);
}
