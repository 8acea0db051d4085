import { fulfilmentOf } from "#domain/holding";
import type { AccountOf } from "#domain/holding";
import type { Mode } from "#domain/mode";
import type { Participant } from "#domain/participant";
import type { MessageType } from "#domain/plan";
import type { Program, ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";

/** `balance`: a credit on the customer's balance at Stripe. `coupon`: one at Stripe. `webhook`: the main app's answer. */
export const fulfilmentForms = ["balance", "coupon", "webhook"] as const;
export type FulfilmentForm = (typeof fulfilmentForms)[number];
export const fulfilmentStatuses = ["due", "waiting", "done", "dead"] as const;
export type FulfilmentStatus = (typeof fulfilmentStatuses)[number];
export const callActions = ["credit", "debit", "coupon", "withdraw_coupon"] as const;
export type CallAction = (typeof callActions)[number];

/** A reward that is handed over outside, as it stands. */
export type RewardFulfilment = {
  rewardId: string;
  mode: Mode;
  programId: string;
  participantId: string;
  form: FulfilmentForm;
  status: FulfilmentStatus;
  /** Who has it at Stripe, from the first call on. */
  customerId: string | null;
  /** How much of the reward the outside has by now, in the reward's unit. */
  givenQuantity: number;
  calls: number;
  /** How many attempts failed in a row, those that a fault of ours ended included. */
  attempts: number;
  dueAtMs: number;
  /** Why it waits, ended or failed, as a code, and in the provider's words. */
  reason: string | null;
  detail: string | null;
  createdAtMs: number;
  updatedAtMs: number;
};

/** One attempt at a call. It is written before the call is made: one without an outcome may have been answered or not. */
export type FulfilmentCall = {
  rewardId: string;
  position: number;
  action: CallAction;
  quantity: number;
  idempotencyKey: string;
  externalId: string | null;
  responseStatus: number | null;
  error: string | null;
  atMs: number;
  durationMs: number;
};

/** The version in force, and the one that promised the reward. */
export type Documents = { current: ProgramDocument | null; promised: ProgramDocument | null };

/** All that the next step of a fulfilment depends on. */
export type FulfilmentFacts = AccountOf & {
  fulfilment: RewardFulfilment;
  reward: Reward;
  program: Program;
  documents: Documents;
  beneficiary: Pick<Participant, "id" | "status">;
  /** Who has it at Stripe, or else the participant's customer by now. */
  customerId: string | null;
  /** Whether there is an API key for the mode. */
  isConfigured: boolean;
  /** Attempts at the newest call, the first one first; of very many the first and the newest. */
  attempts: readonly FulfilmentCall[];
};

/** By the program's clock what is worth something, by everybody's what is remembered and tried again. */
export type Times = { programNowMs: number; nowMs: number };

/**
 * How a reward is handed over outside; null for what is used inside. As the version in force says; as it was promised,
 * where that one grants nothing of the kind any more.
 */
export function fulfilmentFormOf(
  reward: Pick<Reward, "kind">,
  { current, promised }: Documents,
): FulfilmentForm | null {
  const document = fulfilmentOf(reward, current) === null ? promised : current;
  const way = fulfilmentOf(reward, document);
  if (way === "webhook") return "webhook";
  if (way !== "stripe") return null;
  if (reward.kind === "free_month") return document?.stripe?.free_month ?? "balance";
  return reward.kind === "discount" ? "coupon" : "balance";
}

/** What a message does to fulfilments: one is to be there and due, or is due again where it is there. */
export type FulfilmentOpening =
  | { rewardId: string; isNew: true; participantId: string; form: FulfilmentForm }
  | { rewardId: string; isNew: false };

/**
 * Whether a message gives something to hand over or to take back. What a participant claims by hand is handed over by
 * Stripe after the claim; the main app learns of the claim by its webhook, and there is nothing more to it.
 */
export function openFulfilment(
  { type }: { type: MessageType },
  { program, reward }: { program: Documents | null; reward: Reward | null },
): FulfilmentOpening | null {
  if (program === null || reward === null) return null;
  const { id: rewardId, beneficiaryId: participantId, claim } = reward;
  if (type === "reward.reversed" || type === "reward.expired") return { rewardId, isNew: false };
  const form = fulfilmentFormOf(reward, program);
  const begins = claim === "manual" ? type === "reward.redeemed" : type === "reward.available";
  if (!begins || form === null || (form === "webhook" && claim === "manual")) return null;
  return { rewardId, isNew: true, participantId, form };
}
