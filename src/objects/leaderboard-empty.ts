import { boardsOf } from "#domain/board-membership";
import type { Changes } from "#objects/leaderboard-changes";
import { deleteBoardIfEmpty, listPeriods } from "#objects/leaderboard-rows";

/** A board on which nobody stands any more says what the last one was: who was erased may have been the only one of it. */
export function forgetEmptyBoards(sql: SqlStorage, { touched }: Changes): void {
  for (const [id, { before, after }] of touched) {
    if (before === null || before === after) continue;
    for (const period of listPeriods(sql, id)) {
      for (const board of boardsOf(before)) deleteBoardIfEmpty(sql, period, board);
    }
  }
}
