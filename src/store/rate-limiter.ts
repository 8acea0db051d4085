import { withDeadline } from "#deadline";
import { describeFault } from "#domain/fault";
import type { RateDecision } from "#domain/rate-limit";
import { rateShard } from "#domain/rate-limit-policies";
import type { RateCall } from "#domain/rate-limit-policies";
import { learn, spend, takeUntold } from "#domain/rate-memory";
import type { RateShield } from "#domain/rate-memory";

/** The limiter's objects, each of which counts for a part of the holders. */
export type Limiters = {
  getByName(shard: string): { take(call: RateCall): Promise<RateDecision>; add(call: RateCall): Promise<number> };
};

/** What one request lends for asking and telling. */
export type RateGround = {
  limiters: Limiters;
  waitUntil: (work: Promise<unknown>) => void;
  log: (level: "warn", message: string, fields: Record<string, unknown>) => void;
};

/** Somebody waits for it: whoever takes longer than this is down. */
const takeLimitMs = 2000;

/** The limiter's own word; null when it is down. */
export async function takeRate(call: RateCall, { limiters, log }: RateGround): Promise<RateDecision | null> {
  try {
    return await withDeadline(limiters.getByName(rateShard(call.key)).take(call), takeLimitMs, "the limiter");
  } catch (error) {
    log("warn", "limiter_unavailable", { policy: call.policy, error: describeFault(error) });
    return null;
  }
}

/** Decides by what the isolate remembers. What the limiter should know by now is told behind the answer's back. */
export function spendShielded(shield: RateShield, call: RateCall, ground: RateGround): RateDecision {
  const decision = spend(shield.memory, call);
  const untold = takeUntold(shield.memory, call);
  if (untold > 0) ground.waitUntil(tell(shield, { ...call, cost: untold }, ground));
  return decision;
}

async function tell(shield: RateShield, call: RateCall, { limiters, log }: RateGround): Promise<void> {
  try {
    learn(shield.memory, call, await limiters.getByName(rateShard(call.key)).add(call));
    shield.failedAtMs = -Infinity;
  } catch (error) {
    shield.failedAtMs = call.nowMs;
    log("warn", "limiter_unavailable", { policy: call.policy, error: describeFault(error) });
  }
}
