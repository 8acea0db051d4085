import type { Log } from "#context";
import { addressKey } from "#domain/address";
import type { Signing } from "#domain/journey";
import { createRateShield, foresee } from "#domain/rate-memory";
import { sleep } from "#deadline";
import type { FoundLink } from "#edge/link-cache";
import { spendShielded } from "#store/rate-limiter";
import type { RateGround } from "#store/rate-limiter";

/** What one request lends: its address, and the handles to count a miss with. */
export type Seeker = { address: string | null; signing: Signing; nowMs: number; ground: Omit<RateGround, "log"> };

/** `lookInCaches`: null for what they have never heard of, which may exist all the same. */
export type Looks = { look: () => Promise<FoundLink>; lookInCaches: () => Promise<FoundLink | null> };

/** Look-ups of one address that may be under way together: none of them is known to be a miss yet. */
const mostAtOnce = 20;
/** The others wait for them. A crowd behind one address is through within moments. */
const waitMs = 20;
const longestWaits = 100;
/** A look-up still under way by then has lost its request. */
const abandonedAfterMs = 10_000;
const mostAddresses = 10_000;

/** Nobody has looked whether the code exists: the address has to wait first. */
export type TooMany = { retryAfterSeconds: number };

/**
 * Codes that do not exist, by the address that asks for them. Codes that exist cost nothing, so that those who share
 * an address with somebody who tries them all out are let through wherever a cache can tell that theirs is one. Past
 * the limit what comes back of it, one miss a second, is what D1 is still asked for; nobody else is told that a code
 * does not exist, only to wait.
 */
export function createMisses(log: Log) {
  const shield = createRateShield();
  const crowds = createCrowds();
  return {
    /** Looks for a code, in the caches only when too many before it were not there. Whoever has no address is not counted. */
    async find(
      { address, signing, nowMs, ground }: Seeker,
      { look, lookInCaches }: Looks,
    ): Promise<FoundLink | TooMany> {
      const key = addressKey(signing, address, nowMs);
      if (key === null) return look();
      const call = { policy: "code-misses", key, cost: 1, nowMs } as const;
      for (let waits = 0; crowds.isFull(key, nowMs) && waits < longestWaits; waits += 1) await sleep(waitMs);
      const { allowed, retryAfterSeconds } = foresee(shield.memory, call);
      if (!allowed || crowds.isFull(key, nowMs))
        return (await lookInCaches()) ?? { retryAfterSeconds: Math.max(1, retryAfterSeconds) };
      const leave = crowds.enter(key, nowMs);
      try {
        const found = await look();
        if (found === "unknown") spendShielded(shield, call, { ...ground, log });
        return found;
      } finally {
        leave();
      }
    },
  };
}

/** When the look-ups began that are under way, by address. */
function createCrowds() {
  const crowds = new Map<string, number[]>();
  return {
    isFull: (key: string, nowMs: number): boolean =>
      (crowds.get(key) ?? []).filter((startedAtMs) => nowMs - startedAtMs < abandonedAfterMs).length >= mostAtOnce,
    enter(key: string, nowMs: number): () => void {
      if (crowds.size >= mostAddresses) crowds.clear();
      const others = (crowds.get(key) ?? []).filter((startedAtMs) => nowMs - startedAtMs < abandonedAfterMs);
      crowds.set(key, [...others, nowMs]);
      return () => {
        const left = crowds.get(key) ?? [];
        const at = left.indexOf(nowMs);
        if (at >= 0) left.splice(at, 1);
        if (left.length === 0) crowds.delete(key);
      };
    },
  };
}
