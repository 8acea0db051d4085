import { byExpiry } from "#domain/allocate";
import { hasBalance } from "#domain/grant-value";
import type { Fulfilment, ProgramDocument } from "#domain/program";
import { leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** A reward in somebody's hands, with how its kind is fulfilled and its program's name and clock. */
export type Holding = { reward: Reward; fulfilment: Fulfilment | null; program: string; clockMs: number | null };

/** How the program fulfils the reward's kind; null where it grants nothing of it. */
export function fulfilmentOf(
  { kind }: Pick<Reward, "kind">,
  document: Pick<ProgramDocument, "fulfilment"> | null,
): Fulfilment | null {
  const fulfilments: Partial<Record<string, Fulfilment>> = document?.fulfilment ?? {};
  return fulfilments[kind] ?? null;
}

/** Whether the participant takes it by a call of his own, and nothing else uses it. */
export function isByClaim({ claim }: Pick<Reward, "claim">, fulfilment: Fulfilment | null): boolean {
  return claim === "manual" || fulfilment === "claim";
}

/** What can be used now in this way. What is claimed by hand waits for that; what has expired waits for its job. */
export function isUsable({ reward, fulfilment }: Holding, { by, nowMs }: { by: Fulfilment; nowMs: number }): boolean {
  const { state, claim, kind, expiresAtMs } = reward;
  const isInTime = expiresAtMs === null || nowMs < expiresAtMs;
  return state === "available" && claim === "automatic" && fulfilment === by && hasBalance(kind) && isInTime;
}

/**
 * How much of an account may be used: all of it, but for what is held in rewards that may not. A clawback leaves less
 * in the account than its rewards say: what expires first pays for that first, as if it had been used. Value that came
 * without a reward leaves more.
 */
export function usableBalance<H extends { reward: Reward }>(
  { balance, holdings }: { balance: number; holdings: readonly H[] },
  canBeUsed: (held: H) => boolean,
): number {
  const inAccount = holdings.filter(({ reward: { state, kind } }) => state === "available" && hasBalance(kind));
  let debt = Math.max(0, inAccount.reduce((sum, { reward }) => sum + leftOf(reward), 0) - balance);
  let kept = 0;
  for (const held of inAccount.toSorted((a, b) => byExpiry(a.reward, b.reward))) {
    const paid = Math.min(debt, leftOf(held.reward));
    debt -= paid;
    if (!canBeUsed(held)) kept += leftOf(held.reward) - paid;
  }
  return Math.max(0, balance - kept);
}

/** An account around one of the rewards in it. */
export type AccountOf = { balance: number; others: readonly Reward[] };

/** What is left of a reward, less what it pays of a debt: the rest of the account is not its own. */
export function usableOf(reward: Reward, { balance, others }: AccountOf): number {
  const left = leftOf(reward);
  if (!hasBalance(reward.kind)) return left;
  const holdings = [reward, ...others].map((held) => ({ reward: held }));
  return Math.min(
    left,
    usableBalance({ balance, holdings }, (held) => held.reward === reward),
  );
}
