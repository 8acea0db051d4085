import { boardPeriods, periodKeysAt } from "#domain/board-period";
import type { BoardFilter, BoardMoment } from "#domain/leaderboard";

/** The key of a period that was asked for by its name or by its key. */
export function periodKeyOf(asked: string, { nowMs, timeZone }: BoardMoment): string {
  const period = boardPeriods.find((name) => name === asked);
  return period === undefined ? asked : periodKeysAt(nowMs, timeZone)[period];
}

/** Why somebody has no rank on a board. */
export const unrankedReasons = ["erased", "inactive", "opted_out", "other_board", "no_conversions"] as const;
export type UnrankedReason = (typeof unrankedReasons)[number];

type Unranked = {
  kind: string;
  category: string | null;
  location: string | null;
  status: string;
  erasedAtMs: number | null;
  boardOptOut: boolean;
};

export function whyUnranked(person: Unranked, filter: BoardFilter): UnrankedReason {
  if (person.erasedAtMs !== null) return "erased";
  if (person.status !== "active") return "inactive";
  if (person.boardOptOut) return "opted_out";
  const { kind = person.kind, category = person.category, location = person.location } = filter;
  const isHere = kind === person.kind && category === person.category && location === person.location;
  return isHere ? "no_conversions" : "other_board";
}
