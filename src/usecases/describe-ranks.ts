import type { Context } from "#context";
import { withDeadline } from "#deadline";
import { boardPeriods, periodKeysAt } from "#domain/board-period";
import type { BoardPeriod } from "#domain/board-period";
import { describeFault } from "#domain/fault";
import type { BoardFilter, BoardRank } from "#domain/leaderboard";

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
  { platform, log }: Context,
  asked: { programId: string; nowMs: number; timeZone: string; participant: Ranked },
): Promise<Ranks> {
  const { programId, nowMs, timeZone, participant } = asked;
  const keys = periodKeysAt(nowMs, timeZone);
  const wanted = boardsOf(participant).flatMap(({ filter, ...on }) =>
    boardPeriods.map((period) => ({ on: { ...on, period }, board: { period: keys[period], filter } })),
  );
  try {
    const boards = wanted.map(({ board }) => board);
    const answer = platform.boards(programId).ranks({ participantId: participant.id, boards, nowMs, timeZone });
    const { state, ranks } = await withDeadline(answer, limitMs, "the leaderboard");
    if (state !== "ready") return { leaderboard: "rebuilding", ranks: null };
    const answered = wanted.flatMap(({ on }, index) =>
      ranks[index] === undefined ? [] : [{ ...on, ...ranks[index] }],
    );
    return { leaderboard: "ready", ranks: answered };
  } catch (error) {
    log("error", "leaderboard_silent", { program_id: programId, error: describeFault(error) });
    return { leaderboard: "unavailable", ranks: null };
  }
}

type Ranked = { id: string; category: string | null; location: string | null };

function boardsOf({ category, location }: Ranked): (RankOn & { filter: BoardFilter })[] {
  return [
    { on: "overall", filter: {} },
    ...(category === null ? [] : [{ on: "category" as const, value: category, filter: { category } }]),
    ...(location === null ? [] : [{ on: "location" as const, value: location, filter: { location } }]),
  ];
}
