import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { findPublishedProgram } from "#store/board-programs";
import { listUnrewardedMonthsOf } from "#store/closed-months";
import { closeMonths, listMonthsToClose } from "#usecases/close-months";
import { fillAtOnce } from "#usecases/feed-boards";
import { boardsNow, openBoardRun, recalculateBoards } from "#usecases/recalculate-boards";
import { rewardMonth } from "#usecases/reward-leaders";

/**
 * What jobs do when a month is over, for a test program whose clock has just passed its end: boards are told everything,
 * the month is closed, and who led it gets what the rules promise. Answers how many months were closed; what is too much
 * at once, or fails, is left to the jobs.
 */
export async function endMonths(ctx: Context, programId: string): Promise<number> {
  try {
    const program = await findPublishedProgram(ctx.db, programId);
    if (program === null) return 0;
    const then = boardsNow(ctx, program);
    if (listMonthsToClose(program, then.nowMs, 1).length === 0) return 0;
    const left = await recalculateBoards(ctx, then, { from: null, run: openBoardRun(ctx, fillAtOnce) });
    if (left !== null) return 0;
    const closed = await closeMonths(ctx, program, then.nowMs);
    for (const month of await listUnrewardedMonthsOf(ctx.db, programId)) await rewardMonth(ctx, month);
    return closed;
  } catch (error) {
    ctx.log("warn", "months_not_ended", { program_id: programId, error: describeFault(error) });
    return 0;
  }
}
