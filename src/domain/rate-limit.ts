/** So many units a window; `burst` of them may come at once, the rest as the window goes by. */
export type RatePolicy = { limit: number; windowMs: number; burst: number };

/**
 * What became of a wish for some units. `resetSeconds`: for so long no more than `remaining` can be had.
 * `retryAfterSeconds`: when the same wish would be granted, 0 for one that was.
 */
export type RateDecision = {
  allowed: boolean;
  remaining: number;
  resetSeconds: number;
  retryAfterSeconds: number;
  /** What to remember: until when all that was granted is paid off. */
  tatMs: number;
};

/**
 * The generic cell rate algorithm: each unit is paid off by `windowMs / limit`, one after the other. All that is
 * remembered is when the last will be, the theoretical arrival time (null: nothing is owed); a wish is granted while
 * no more than `burst` units are unpaid. One that is refused costs nothing. No wish can be for more than a burst.
 */
export function decideRate(policy: RatePolicy, tatMs: number | null, { nowMs, cost = 1 }: RateWish): RateDecision {
  const unitMs = policy.windowMs / policy.limit;
  const burstMs = policy.burst * unitMs;
  const owedUntilMs = Math.max(tatMs ?? nowMs, nowMs);
  const wishedMs = owedUntilMs + Math.min(cost, policy.burst) * unitMs;
  const allowed = wishedMs - burstMs <= nowMs;
  const afterMs = allowed ? wishedMs : owedUntilMs;
  const remaining = Math.max(0, Math.floor((nowMs + burstMs - afterMs) / unitMs));
  return {
    allowed,
    remaining,
    resetSeconds: toSeconds(afterMs + (remaining + 1) * unitMs - burstMs - nowMs),
    retryAfterSeconds: allowed ? 0 : toSeconds(wishedMs - burstMs - nowMs),
    tatMs: afterMs,
  };
}

export type RateWish = { nowMs: number; cost?: number };

/**
 * What is owed when units were spent already, wherever that was allowed. Never more than two bursts, so that nobody
 * is shut out for long by what many places allowed at once.
 */
export function owe(policy: RatePolicy, tatMs: number | null, { nowMs, cost = 1 }: RateWish): number {
  const unitMs = policy.windowMs / policy.limit;
  const owedUntilMs = Math.max(tatMs ?? nowMs, nowMs) + cost * unitMs;
  return Math.min(owedUntilMs, nowMs + 2 * policy.burst * unitMs);
}

/** Whole seconds, upwards: who waits so long is not refused for the rest of a second. */
function toSeconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}
