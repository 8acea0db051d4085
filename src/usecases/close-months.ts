import type { Context } from "#context";
import { monthsToClose } from "#domain/board-month";
import type { CalendarMonth } from "#domain/board-month";
import type { LeadersQuery } from "#domain/leaderboard";
import { commitClosedMonth } from "#store/closed-months";
import type { PublishedProgram } from "#store/board-programs";
import { violatedConstraint } from "#store/database";
import { describeChange } from "#usecases/describe-change";
import { boardsNow } from "#usecases/recalculate-boards";

/** Bounds one program's turn; what is left is closed at its next one. */
const mostMonths = 240;
/** Who led: so many of the whole program, and of each category. */
const mostLeaders = 3;

/**
 * Closes the months that were over when boards were told everything anew, oldest first: who led then has led for ever,
 * whatever is taken back later. Each is closed as of its end, so that the version in force then says what its leaders get,
 * however late it is closed. Of several that were missed, those in which nobody paid are passed over. Answers how many
 * were closed.
 */
export async function closeMonths(ctx: Context, program: PublishedProgram, toldAtMs: number): Promise<number> {
  const { programId, mode } = program;
  const asJob: Context = { ...ctx, actor: { type: "job", name: "recalculate_leaderboards", mode } };
  const { nowMs, timeZone } = boardsNow(ctx, program);
  const months = listMonthsToClose(program, toldAtMs, mostMonths);
  let closed = 0;
  for (const { month, endsAtMs: closedAtMs } of months) {
    const query: LeadersQuery = { nowMs, timeZone, month, most: mostLeaders };
    const leaders = await ctx.platform.boards(programId).leaders(query);
    if (leaders === null) throw new Error("the boards were lost before the month was closed");
    if (leaders.length === 0 && month !== months.at(-1)?.month) continue;
    const audit = describeChange(asJob, "leaderboard.month_closed", programId, { month });
    try {
      await commitClosedMonth(ctx.db, { programId, month, closedAtMs, leaders }, audit);
    } catch (error) {
      // An attempt before this one closed it, and its answer was lost.
      if (violatedConstraint(error) !== "month_closed") throw error;
    }
    closed += 1;
  }
  return closed;
}

export function listMonthsToClose(program: PublishedProgram, nowMs: number, most: number): CalendarMonth[] {
  const { firstPublishedAtMs: publishedAtMs, newestClosed, timeZone } = program;
  return monthsToClose({ publishedAtMs, newestClosed, nowMs, timeZone }, most);
}
