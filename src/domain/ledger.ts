import { manualRule } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** The house's side of a reward. House accounts store no balance, so that nothing is hot. */
export const rewardsAccount = "house:rewards";
/** What participants used: claimed, put on an invoice, withdrawn. */
export const redeemedAccount = "house:redeemed";

const transactionTypes = [
  "referral_bonus",
  "affiliate_commission",
  "deal_payment",
  "withdrawal",
  "adjustment",
  "reversal",
] as const;
export type TransactionType = (typeof transactionTypes)[number];

/** A movement from one account to another: both entries come from the one quantity, so they sum to zero. */
export type Posting = {
  transactionId: string;
  type: TransactionType;
  rewardId: string | null;
  reversesId: string | null;
  fromOwner: string;
  toOwner: string;
  programId: string;
  unit: string;
  quantity: number;
  description: string;
  /** What the caller wants to see again beside it. */
  metadata: Record<string, unknown> | null;
  atMs: number;
};

/** How the value of a reward moves. `out` and `back` are between house and participant, `use` and `return` what he uses. */
export type Move = "out" | "back" | "use" | "return";

type MoveRow = { type: TransactionType; house: string; toParticipant: boolean; corrects: boolean };

const moves: Record<Move, MoveRow> = {
  out: { type: "referral_bonus", house: rewardsAccount, toParticipant: true, corrects: false },
  back: { type: "reversal", house: rewardsAccount, toParticipant: false, corrects: true },
  use: { type: "withdrawal", house: redeemedAccount, toParticipant: false, corrects: false },
  return: { type: "reversal", house: redeemedAccount, toParticipant: true, corrects: false },
};

/** The movement of a part of a reward. What goes back names the movement it corrects. */
export function postReward(
  reward: Reward,
  move: Move,
  { quantity, description }: { quantity: number; description: string },
  { transactionId, atMs }: { transactionId: string; atMs: number },
): Posting {
  const { type, house, toParticipant, corrects } = moves[move];
  const isByHand = reward.ruleKey === manualRule && move === "out";
  return {
    transactionId,
    type: isByHand ? "adjustment" : type,
    rewardId: reward.id,
    reversesId: corrects ? reward.transactionId : null,
    fromOwner: toParticipant ? house : reward.beneficiaryId,
    toOwner: toParticipant ? reward.beneficiaryId : house,
    programId: reward.programId,
    unit: reward.unit,
    quantity,
    description,
    metadata: null,
    atMs,
  };
}

export function isHouse(ownerId: string): boolean {
  return ownerId.startsWith("house:");
}
