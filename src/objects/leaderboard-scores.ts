import { periodKeysAt } from "#domain/board-period";
import { listPaid, listPaidOf, storeScore } from "#objects/leaderboard-rows";
import type { Score } from "#objects/leaderboard-rows";

/** So many conversions are summed up in one call, or all of one referrer's. */
const conversionsPerPortion = 10_000;

/**
 * Sums up the conversions of a portion of an object's referrers, by id, and answers after whom the next one begins. A
 * score is written once so, and in the order of its rows: one conversion after the other would cost five times as much.
 */
export function scoreInOrder(
  sql: SqlStorage,
  place: string | null,
  { day, timeZone }: { day: number; timeZone: string },
): string | null {
  const listed = listPaid(sql, place ?? "", conversionsPerPortion);
  const isLast = listed.length < conversionsPerPortion;
  const lastId = listed.at(-1)?.referrerId;
  // Of the last there may be more; he is the next portion's, unless he is a portion of his own.
  const whole = isLast ? listed : listed.filter(({ referrerId }) => referrerId !== lastId);
  const paid = whole.length === 0 && lastId !== undefined ? listPaidOf(sql, lastId) : whole;
  for (const [participantId, own] of Map.groupBy(paid, ({ referrerId }) => referrerId)) {
    for (const [period, { conversions, firstAtMs }] of sumUp(own, timeZone)) {
      const was = { conversions: 0, firstAtMs: 0 };
      storeScore(sql, { participantId, period }, { conversions, firstAtMs, day, was });
    }
  }
  return isLast ? null : (paid.at(-1)?.referrerId ?? null);
}

/** By period, of one referrer's conversions by time. */
function sumUp(paid: readonly { atMs: number }[], timeZone: string): Map<string, Score> {
  const scores = new Map<string, Score>();
  for (const { atMs } of paid) {
    for (const period of Object.values(periodKeysAt(atMs, timeZone))) {
      const { conversions, firstAtMs } = scores.get(period) ?? { conversions: 0, firstAtMs: atMs };
      scores.set(period, { conversions: conversions + 1, firstAtMs });
    }
  }
  return scores;
}
