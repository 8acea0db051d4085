import { periodKeysAt } from "#domain/board-period";
import type { BoardCard, BoardFilter, BoardPerson, BoardRow } from "#domain/leaderboard";

/** The database as boards depend on it, in the plainest form, and what a naive sort of it says. */
export type BoardModel = {
  people: Map<string, BoardPerson>;
  referrals: Map<string, { referrerId: string; atMs: number | null }>;
};

export type Stood = Pick<BoardRow, "participantId" | "rank" | "conversions" | "firstConversionAtMs">;

export function naiveBoard(
  { people, referrals }: BoardModel,
  { period, filter, timeZone }: { period: string; filter: BoardFilter; timeZone: string },
): Stood[] {
  const times = new Map<string, number[]>();
  for (const { referrerId, atMs } of referrals.values()) {
    if (atMs === null || !Object.values(periodKeysAt(atMs, timeZone)).includes(period)) continue;
    times.set(referrerId, [...(times.get(referrerId) ?? []), atMs]);
  }
  const standing = [...times].flatMap(([participantId, all]) => {
    const person = people.get(participantId);
    if (person === undefined || !person.isListed || !isAsked(person, filter)) return [];
    return [{ participantId, conversions: all.length, firstConversionAtMs: Math.min(...all) }];
  });
  const sorted = standing.toSorted(
    (a, b) =>
      b.conversions - a.conversions ||
      a.firstConversionAtMs - b.firstConversionAtMs ||
      (a.participantId < b.participantId ? -1 : 1),
  );
  return sorted.map((one, index) => ({ ...one, rank: index + 1 }));
}

function isAsked(person: BoardPerson, { kind, category, location }: BoardFilter): boolean {
  return (
    (kind === undefined || person.kind === kind) &&
    (category === undefined || person.category === category) &&
    (location === undefined || person.location === location)
  );
}

/** Of anybody: what boards show of him is no matter of theirs. */
export const card: BoardCard = {
  ...{ name: "Someone", avatarUrl: null, referrals: 1, conversions: 1, monthsEarned: 0, valueEarned: {}, badges: [] },
  ...{ tier: null, nextMilestone: null },
};
