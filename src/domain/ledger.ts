import type { Reward } from "#domain/reward";

/** The house's side of a reward. House accounts store no balance, so that nothing is hot. */
export const rewardsAccount = "house:rewards";

export type TransactionType =
  | "referral_bonus"
  | "affiliate_commission"
  | "deal_payment"
  | "withdrawal"
  | "adjustment"
  | "reversal";

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
  atMs: number;
};

/** Out of the house, to whoever earned it. */
export function postGrant(reward: Reward, atMs: number): Posting {
  return {
    transactionId: grantTransactionId(reward.id),
    type: "referral_bonus",
    rewardId: reward.id,
    reversesId: null,
    fromOwner: rewardsAccount,
    toOwner: reward.beneficiaryId,
    programId: reward.programId,
    unit: reward.unit,
    quantity: reward.quantity,
    description: reward.ruleKey,
    atMs,
  };
}

/** Back to the house, as a movement of its own that names the one it corrects. */
export function postReversal(reward: Reward, quantity: number, transactionId: string, atMs: number): Posting {
  return {
    ...postGrant(reward, atMs),
    transactionId,
    type: "reversal",
    reversesId: grantTransactionId(reward.id),
    fromOwner: reward.beneficiaryId,
    toOwner: rewardsAccount,
    quantity,
  };
}

/** A reward is granted once, so its transaction can carry its id, and a reversal finds it without a read. */
function grantTransactionId(rewardId: string): string {
  return rewardId.replace(/^rwd_/, "txn_");
}

export function isHouse(ownerId: string): boolean {
  return ownerId.startsWith("house:");
}
