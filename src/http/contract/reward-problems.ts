import type { ClaimObstacle, Refusal, RefusalCode } from "#domain/refusal";

/** What the API says of one refusal. */
export type ProblemEntry<R extends Refusal> = {
  status: number;
  title: string;
  /** What the caller can do about it; docs/problems.md prints it. */
  advice: string;
  detail: (refusal: R) => string;
  members?: (refusal: R) => Record<string, unknown>;
};

const claimObstacles: Record<ClaimObstacle, string> = {
  automatic: "it is given without a claim",
  held: "its hold is not over yet",
  in_review: "it waits for a person to look at it",
  disputed: "the payment behind it is disputed",
  denied: "it was denied",
  voided: "it was voided before it became available",
  reversed: "it was taken back",
  balance_owed: "all of it goes towards an earlier reward that was taken back after its use",
};

/** What can stand in the way of rewards and wallets. */
export const rewardProblems: { [C in RewardRefusal]: ProblemEntry<Extract<Refusal, { code: C }>> } = {
  insufficient_balance: {
    status: 409,
    title: "There is not enough in the wallet",
    advice:
      "Ask for `usable` at most. It is less than `balance` where a part of it is claimed by hand, is put on invoices or has expired. Nothing was taken; the same operation id may be used again.",
    detail: ({ unit, usable, asked }) => `${asked} ${unit} were asked for, and ${usable} can be used.`,
    members: ({ unit, balance, usable, asked }) => ({ unit, balance, usable, asked }),
  },
  invoice_voided: {
    status: 409,
    title: "The invoice was voided",
    advice: "Use a new invoice id for a new invoice. A voided one gave its free month back and stays voided.",
    detail: ({ invoiceId }) => `Invoice ${invoiceId} was voided and takes no discount any more.`,
    members: ({ invoiceId }) => ({ invoice_id: invoiceId }),
  },
  reward_claimed: {
    status: 409,
    title: "The reward was claimed before",
    advice: "Show it as claimed. `GET /v1/rewards/{id}` has its history.",
    detail: ({ reward }) => `Reward ${reward} is redeemed already.`,
  },
  reward_expired: {
    status: 409,
    title: "The reward has expired",
    advice: "Show it as expired. `POST /v1/rewards` grants another by hand.",
    detail: ({ reward, expiredAtMs }) => `Reward ${reward} expired at ${new Date(expiredAtMs).toISOString()}.`,
    members: ({ expiredAtMs }) => ({ expired_at: new Date(expiredAtMs).toISOString() }),
  },
  reward_not_claimable: {
    status: 409,
    title: "The reward cannot be claimed",
    advice:
      "`reason` says what keeps it: it comes by itself, still waits, has ended, or is owed for an earlier clawback.",
    detail: ({ reward, reason }) => `Reward ${reward} cannot be claimed: ${claimObstacles[reason]}.`,
    members: ({ reason }) => ({ reason }),
  },
  reward_not_in_review: {
    status: 409,
    title: "The reward does not wait for a person",
    advice: "Only pending rewards that need review are approved; `GET /v1/rewards?needs_review=true` lists them.",
    detail: ({ reward, state }) => `Reward ${reward} is ${state} and waits for no approval.`,
    members: ({ state }) => ({ state }),
  },
  reward_over: {
    status: 409,
    title: "There is nothing left to revoke",
    advice: "A reward that was denied, voided, reversed or has expired has been taken back, or was never given.",
    detail: ({ reward, state }) => `Reward ${reward} is ${state} already.`,
    members: ({ state }) => ({ state }),
  },
  fulfilment_done: {
    status: 409,
    title: "There is nothing left to hand over",
    advice:
      "A fulfilment that is `done` has handed over what the reward is worth, or nothing is left of the reward; see `reason`. What changes about the reward makes it due again by itself.",
    detail: ({ reward }) => `The fulfilment of reward ${reward} is done.`,
  },
  operation_content_differs: {
    status: 409,
    title: "The operation id was used for another operation",
    advice:
      "Give every grant, withdrawal, wallet transaction and invoice an id of its own. The first one stands; nothing was changed.",
    detail: ({ operationId }) => `Operation ${operationId} was sent before with other content.`,
    members: ({ operationId }) => ({ operation_id: operationId }),
  },
  rewards_disabled: {
    status: 503,
    title: "Rewards are switched off",
    advice: "The deployment runs with ENABLE_REWARDS=false: it tracks, and grants nothing.",
    detail: () => "This deployment grants no rewards at the moment.",
  },
};

type RewardRefusal = Extract<
  RefusalCode,
  | "insufficient_balance"
  | "invoice_voided"
  | "reward_claimed"
  | "reward_expired"
  | "reward_not_claimable"
  | "reward_not_in_review"
  | "reward_over"
  | "fulfilment_done"
  | "operation_content_differs"
  | "rewards_disabled"
>;
