import type { Context } from "#context";
import { boardPeriods, periodKeysAt } from "#domain/board-period";
import type { BoardPeriod } from "#domain/board-period";
import type { BoardFilter, BoardRank } from "#domain/leaderboard";
import { askBoards } from "#usecases/ask-boards";

/** Enough for an object that has to wake up. */
const limitMs = 1_000;

/** On which board: the whole program's, or that of his category or location. */
export type RankOn = { on: "overall" } | { on: "category" | "location"; value: string };
export type PeriodRank = RankOn & { period: BoardPeriod } & BoardRank;

/** `rebuilding`: the boards are being read from the database. `unavailable`: they did not answer. */
export type Ranks =
  | { leaderboard: "ready"; ranks: PeriodRank[] }
  | { leaderboard: "rebuilding" | "unavailable"; ranks: null };

/** Somebody's ranks in each period, overall and where he belongs to a category or a location. */
export async function describeRanks(
  ctx: Context,
  asked: { programId: string; nowMs: number; timeZone: string; participant: Ranked },
): Promise<Ranks> {
  const { programId, nowMs, timeZone, participant } = asked;
  const keys = periodKeysAt(nowMs, timeZone);
  const wanted = placesOf(participant).flatMap(({ filter, ...on }) =>
    boardPeriods.map((period) => ({ on: { ...on, period }, board: { period: keys[period], filter } })),
  );
  const query = { participantId: participant.id, boards: wanted.map(({ board }) => board), nowMs, timeZone };
  const answer = await askBoards(ctx, { programId, limitMs, ask: async (boards) => boards.ranks(query) });
  if (!answer.ok) return { leaderboard: "unavailable", ranks: null };
  const { state, ranks } = answer.value;
  if (state !== "ready") return { leaderboard: "rebuilding", ranks: null };
  const answered = wanted.flatMap(({ on }, index) => (ranks[index] === undefined ? [] : [{ ...on, ...ranks[index] }]));
  return { leaderboard: "ready", ranks: answered };
}

type Ranked = { id: string; category: string | null; location: string | null };

function placesOf({ category, location }: Ranked): (RankOn & { filter: BoardFilter })[] {
  return [
    { on: "overall", filter: {} },
    ...(category === null ? [] : [{ on: "category" as const, value: category, filter: { category } }]),
    ...(location === null ? [] : [{ on: "location" as const, value: location, filter: { location } }]),
  ];
}
