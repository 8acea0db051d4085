import { usableOf } from "#domain/holding";
import { fulfilmentFormOf } from "#domain/fulfilment";
import type { FulfilmentCall, FulfilmentFacts, FulfilmentStatus, RewardFulfilment, Times } from "#domain/fulfilment";
import { describeCall } from "#domain/fulfilment-call";
import type { Need, StripeCall } from "#domain/fulfilment-call";
import { leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** `rest`: nothing can be done now. `redeem`: so much was given already, and the reward has yet to say so. */
export type FulfilmentStep =
  | { what: "call"; call: StripeCall }
  | { what: "redeem"; quantity: number }
  | { what: "rest"; status: Exclude<FulfilmentStatus, "due">; reason: string | null };

/**
 * Compares what the outside has with what the reward is worth, and says what brings them together. A call whose
 * outcome nobody knows comes first, exactly as it was: only its answer says what the outside has.
 */
export function decideFulfilmentStep(facts: FulfilmentFacts, times: Times): FulfilmentStep {
  const { form } = facts.fulfilment;
  if (form === "webhook") return decideWebhook(facts, times);
  const found = unsettledNeed(facts.attempts) ?? findNeed(facts, times);
  if ("what" in found) return found;
  if (!facts.isConfigured) return waits("not_configured");
  const { customerId } = facts;
  if (customerId === null) return waits("no_customer");
  const call = describeCall(found, facts, { customerId, nowMs: times.nowMs });
  return call === null ? { what: "rest", status: "dead", reason: "no_worth" } : { what: "call", call };
}

/** Nothing is called: deliveries settle it. */
function decideWebhook({ fulfilment, reward }: FulfilmentFacts, { programNowMs }: Times): FulfilmentStep {
  const { givenQuantity: given } = fulfilment;
  if (given > worthOf(reward)) return waits("no_delivery");
  if (reward.state === "pending") return waits("not_available");
  const isOpen = reward.state === "available" && leftOf(reward) > 0 && !isOver(reward, programNowMs);
  return isOpen ? waits("no_delivery") : ends(reward, given);
}

/** The newest call, where an attempt at it may have been carried out and none says so. */
function unsettledNeed(attempts: readonly FulfilmentCall[]): Need | null {
  const newest = attempts.at(-1);
  if (newest === undefined || attempts.some(({ externalId }) => externalId !== null)) return null;
  return attempts.some(isUnknown) ? newest : null;
}

/** No answer, an answer of 500 or of a conflict with the same call. Every other refusal did nothing. */
function isUnknown({ error, responseStatus }: FulfilmentCall): boolean {
  if (error === null || error === "timeout" || error === "unreachable") return true;
  return responseStatus !== null && (responseStatus >= 500 || responseStatus === 409);
}

function findNeed(facts: FulfilmentFacts, { programNowMs }: Times): Need | FulfilmentStep {
  const { fulfilment, reward, beneficiary } = facts;
  const { form, givenQuantity: given } = fulfilment;
  if (reward.state === "pending") return waits("not_available");
  const worth = worthOf(reward);
  if (given > worth) return takeBack(reward, { form, quantity: given - worth });
  if (reward.state === "redeemed" && reward.claim === "manual") {
    const missing = Math.min(reward.redeemedQuantity, worth) - given;
    return missing > 0 ? give(reward, { form, quantity: missing, given }) : ends(reward, given);
  }
  if (reward.state !== "available") return ends(reward, given);
  if (given > reward.redeemedQuantity) return { what: "redeem", quantity: given - reward.redeemedQuantity };
  if (leftOf(reward) === 0) return ends(reward, given);
  if (isOver(reward, programNowMs)) return { what: "rest", status: "done", reason: "expired" };
  if (!isOutside(facts)) return { what: "rest", status: "done", reason: "other_fulfilment" };
  if (beneficiary.status === "suspended") return waits("participant_suspended");
  const usable = usableOf(reward, facts);
  // A coupon cannot be given in parts.
  if (usable === 0 || (form === "coupon" && usable < leftOf(reward))) return waits("balance_owed");
  return give(reward, { form, quantity: usable, given });
}

/** The first one goes by the reward's own id. */
function give({ id }: Reward, { form, quantity, given }: Pick<RewardFulfilment, "form"> & Given): Need {
  const idempotencyKey = given === 0 ? id : `${id}:given:${given}`;
  return { action: form === "coupon" ? "coupon" : "credit", quantity, idempotencyKey };
}
type Given = { quantity: number; given: number };

function takeBack(reward: Reward, { form, quantity }: Pick<RewardFulfilment, "form"> & { quantity: number }): Need {
  const { id, state, reversedQuantity } = reward;
  const idempotencyKey = state === "expired" ? `${id}:expired` : `${id}:reversed:${reversedQuantity}`;
  return { action: form === "coupon" ? "withdraw_coupon" : "debit", quantity, idempotencyKey };
}

/** How much of it anybody may have got by now. */
export function worthOf(reward: Reward): number {
  const { state, quantity, reversedQuantity, redeemedQuantity } = reward;
  const rest = quantity - reversedQuantity;
  if (state === "voided" || state === "denied") return 0;
  return state === "expired" ? Math.min(redeemedQuantity, rest) : rest;
}

/** Whether the program hands it over by Stripe still: another way uses it by itself. */
function isOutside({ reward, documents }: FulfilmentFacts): boolean {
  const form = fulfilmentFormOf(reward, documents);
  return form !== null && form !== "webhook";
}

function isOver({ expiresAtMs }: Reward, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

function waits(reason: string): FulfilmentStep {
  return { what: "rest", status: "waiting", reason };
}

/** Where nothing was given, why. */
function ends({ state }: Reward, given: number): FulfilmentStep {
  return { what: "rest", status: "done", reason: given === 0 ? state : null };
}
