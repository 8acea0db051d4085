import { isEmbedded } from "#domain/fraud-history";
import type { ClickVia } from "#domain/fraud-history";
import type { Journey } from "#domain/journey";

/** What was known of a touch when it was made. */
export type ClickTrace = { code: string; atMs: number; via: ClickVia | null; addressHash: string | null };

/** By which a touch and its click are known to be one. */
export type ClickMoment = { code: string; atMs: number };

/** The touches that one click log is asked for. */
export type TraceQuery = { visitorId: string; touches: readonly ClickMoment[] };

/** A journey's visitor with what the click log knows of his touches. */
export type Traced = { visitorId: string; traces: readonly ClickTrace[] };

export type ReferralTrace = { visitorId: string | null; via: ClickVia | null; addressHash: string | null };

export const untraced: ReferralTrace = { visitorId: null, via: null, addressHash: null };

/** The touches of a journey that the log of its first one has too: one is asked, and the first is credited by default. */
export function queryOf(
  { visitorId, touches }: Pick<Journey, "visitorId" | "touches">,
  shardOf: (code: string) => string,
): { shard: string; query: TraceQuery } | null {
  const [first] = touches;
  if (first === undefined) return null;
  const shard = shardOf(first.code);
  const there = touches.filter(({ code }) => shardOf(code) === shard).map(({ code, atMs }) => ({ code, atMs }));
  return { shard, query: { visitorId, touches: there } };
}

/**
 * What is kept with a referral of the clicks that earned it. One navigation among them is a person's doing; the newest
 * address is that of the day on which others may have been there too.
 */
export function traceOf(traced: Traced | null, code: string): ReferralTrace {
  const found = (traced?.traces ?? []).filter((trace) => trace.code === code).toSorted((a, b) => a.atMs - b.atMs);
  const [first] = found;
  if (traced === null || first === undefined) return untraced;
  return {
    visitorId: traced.visitorId,
    via: (found.find(({ via }) => !isEmbedded(via)) ?? first).via,
    addressHash: found.at(-1)?.addressHash ?? null,
  };
}
