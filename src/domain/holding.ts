import { hasBalance } from "#domain/grant-value";
import type { Fulfilment } from "#domain/program";
import { leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** A reward in somebody's hands, with how its kind was promised to be fulfilled and its program's name and clock. */
export type Holding = { reward: Reward; fulfilment: Fulfilment | null; program: string; clockMs: number | null };

/** What can be used now in this way. What is claimed by hand waits for that; what has expired waits for its job. */
export function isUsable({ reward, fulfilment }: Holding, { by, nowMs }: { by: Fulfilment; nowMs: number }): boolean {
  const { state, claim, kind, expiresAtMs } = reward;
  const isInTime = expiresAtMs === null || nowMs < expiresAtMs;
  return state === "available" && claim === "automatic" && fulfilment === by && hasBalance(kind) && isInTime;
}

/**
 * How much of an account may be used, given what of it is held in rewards that may not. Less than its usable
 * rewards say, where a clawback has netted them; more, where value came without a reward.
 */
export function usableBalance(balance: number, others: readonly Holding[]): number {
  const kept = others
    .filter(({ reward: { state, kind } }) => state === "available" && hasBalance(kind))
    .reduce((sum, { reward }) => sum + leftOf(reward), 0);
  return Math.max(0, balance - kept);
}
