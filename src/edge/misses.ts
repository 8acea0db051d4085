import type { Log } from "#context";
import { addressKey } from "#domain/address";
import type { Signing } from "#domain/journey";
import { createRateShield, foresee } from "#domain/rate-memory";
import type { FoundLink } from "#edge/link-cache";
import { spendShielded } from "#store/rate-limiter";
import type { RateGround } from "#store/rate-limiter";

/** What one request lends: its address, and the handles to count a miss with. */
export type Seeker = { address: string | null; signing: Signing; nowMs: number; ground: Omit<RateGround, "log"> };

/** Look-ups of one address that are under way together are believed to be a crowd up to here. */
const mostAtOnce = 100;

/**
 * Codes that do not exist, by the address that asks for them. Codes that exist cost nothing, so that those who share
 * an address with somebody who tries them all out are let through wherever a cache can tell that theirs is one.
 */
export function createMisses(log: Log) {
  const shield = createRateShield();
  const underWay = new Map<string, number>();
  return {
    /** Looks for a code, in the caches only when too many before it were not there. Whoever has no address is not counted. */
    async find(
      { address, signing, nowMs, ground }: Seeker,
      look: (cachedOnly: boolean) => Promise<FoundLink>,
    ): Promise<FoundLink> {
      const key = addressKey(signing, address, nowMs);
      if (key === null) return look(false);
      const call = { policy: "code-misses", key, cost: 1, nowMs } as const;
      const before = underWay.get(key) ?? 0;
      if (before >= mostAtOnce || !foresee(shield.memory, call).allowed) return look(true);
      underWay.set(key, before + 1);
      try {
        const found = await look(false);
        if (found === "unknown") spendShielded(shield, call, { ...ground, log });
        return found;
      } finally {
        const left = (underWay.get(key) ?? 1) - 1;
        if (left > 0) underWay.set(key, left);
        else underWay.delete(key);
      }
    },
  };
}
