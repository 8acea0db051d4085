import { createHmac } from "node:crypto";
import type { Log } from "#context";
import { addressNetwork } from "#domain/address";
import { dayOf } from "#domain/day";
import { describeFault } from "#domain/fault";
import { withDeadline } from "#deadline";
import { loadAddressSalt } from "#store/edge-salts";

export type AddressHash = (address: string | null, receivedAtMs: number) => string | null;

const retryAfterMs = 10_000;
const saltLimitMs = 2000;
/** 132 bits: enough to tell addresses apart, and short in every row. */
const hashLength = 22;

/**
 * Hashes addresses under the salt of the day. No salt, no hash: a click is kept without one rather than
 * waiting, and one of yesterday gets none, since yesterday's salt is destroyed.
 */
export function createAddressHashes(log: Log): (d1: D1Database, nowMs: number) => Promise<AddressHash> {
  let known: { day: number; salt: string } | null = null;
  let failedAtMs = -Infinity;
  return async (d1, nowMs) => {
    const day = dayOf(nowMs);
    if (known?.day !== day) {
      known = null;
      if (nowMs - failedAtMs < retryAfterMs) return () => null;
      try {
        known = { day, salt: await withDeadline(loadAddressSalt(d1, day), saltLimitMs, "D1") };
      } catch (error) {
        failedAtMs = nowMs;
        log("warn", "address_salt_not_read", { error: describeFault(error) });
        return () => null;
      }
    }
    return hashUnder(known.salt, day);
  };
}

function hashUnder(salt: string, day: number): AddressHash {
  const before = new Map<string, string | null>();
  return (address, receivedAtMs) => {
    if (address === null || dayOf(receivedAtMs) !== day) return null;
    let hash = before.get(address);
    if (hash === undefined) {
      const network = addressNetwork(address);
      hash =
        network === null ? null : createHmac("sha256", salt).update(network).digest("base64url").slice(0, hashLength);
      before.set(address, hash);
    }
    return hash;
  };
}
