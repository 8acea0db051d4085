import { minuteMs } from "#domain/day";
import type { RateDecision, RatePolicy } from "#domain/rate-limit";

export type RatePolicyName =
  | "link-creation"
  | "code-misses"
  | "public-reads"
  | "events"
  | "reads"
  | "writes"
  | "money"
  | "login";

/**
 * Who counts:
 * - `database`: what is limited is counted as it is committed, so that nothing can come between.
 * - `limiter`: it is asked before each call and writes down what it grants.
 * - `isolates`: each goes by what it remembers and tells the limiter, behind the answer's back, once it has let
 *   `tellAfter` units pass; what the limiter knows of all of them counts from then on. So the answer waits for nothing,
 *   most holders cost no call, and an isolate can let no more than that pass of what is used up elsewhere.
 *
 * `whenDown`: while the limiter does not answer, isolates go by themselves, and what is `closed` waits.
 */
export type DeployedPolicy = RatePolicy &
  ({ by: "database" } | { by: "limiter"; whenDown: "open" | "closed" } | { by: "isolates"; tellAfter: number });

/** Every limit of the deployment; docs/guides/api.md tells them. */
export const ratePolicies: { readonly [name in RatePolicyName]: DeployedPolicy } = {
  /** Per participant: new codes, with new links and for old ones. */
  "link-creation": { ...perMinute(5), by: "database" },
  /** Per address: codes that do not exist, asked for at the API, as a link, a landing page or a picture. */
  "code-misses": { ...perMinute(60), by: "isolates", tellAfter: 5 },
  /** Per address: what everybody may read, such as public boards. */
  "public-reads": { ...perMinute(600), by: "isolates", tellAfter: 60 },
  /** Per key: events, each of a batch for itself. */
  events: { ...perMinute(6000), by: "isolates", tellAfter: 60 },
  /** Per key. */
  reads: { ...perMinute(12_000), by: "isolates", tellAfter: 120 },
  /** Per key: changes that have no limit of their own. */
  writes: { ...perMinute(6000), by: "isolates", tellAfter: 60 },
  /** Per key: whatever changes wallets, rewards and invoices, by a review or a change of a referral too. */
  money: { ...perMinute(3000), by: "limiter", whenDown: "closed" },
  /** Per address: credentials that open nothing. */
  login: { ...perMinute(10), by: "limiter", whenDown: "open" },
};

/** Units that one holder wants, or has had. `key` says who: an id, or the hash of an address. */
export type RateCall = { policy: RatePolicyName; key: string; cost: number; nowMs: number };

/** A decision as headers tell it; `down`: the limiter did not answer, so it was made without. */
export type ToldRate = { policy: RatePolicyName; decision: RateDecision; down: boolean };

/** How many objects share the holders: each takes about a thousand calls a second. */
const rateShards = 8;

/** The object that counts for a holder, whatever the policy. */
export function rateShard(key: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return shardName((hash >>> 0) % rateShards);
}

/** Every object that counts. */
export function rateLimiterShards(): string[] {
  return Array.from({ length: rateShards }, (_, number) => shardName(number));
}

function shardName(number: number): string {
  return `${number}-of-${rateShards}`;
}

/** Under which a policy's holder is remembered. */
export function rateName({ policy, key }: Pick<RateCall, "policy" | "key">): string {
  return `${policy} ${key}`;
}

function perMinute(limit: number): RatePolicy {
  return { limit, windowMs: minuteMs, burst: limit };
}
