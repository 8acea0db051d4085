import type { Context } from "#context";
import { monthsToClose } from "#domain/board-month";
import type { LeadersQuery, MonthLeader } from "#domain/leaderboard";
import { commitClosedMonth } from "#store/closed-months";
import type { PublishedProgram } from "#store/board-programs";
import { violatedConstraint } from "#store/database";
import { describeChange } from "#usecases/describe-change";
import { boardsNow } from "#usecases/recalculate-boards";

/** Bounds one program's turn; what is left is closed at its next one. */
const mostMonths = 24;
/** Who led: so many of the whole program, and of each category. */
const mostLeaders = 10;

/**
 * Closes the months that were over when boards were told everything anew, oldest first: who led then has led for ever,
 * whatever is taken back later. Answers how many.
 */
export async function closeMonths(ctx: Context, program: PublishedProgram, toldAtMs: number): Promise<number> {
  const { programId, mode } = program;
  const asJob: Context = { ...ctx, actor: { type: "job", name: "recalculate_leaderboards", mode } };
  const { nowMs, timeZone } = boardsNow(ctx, program);
  const months = listMonthsToClose(program, toldAtMs, mostMonths);
  for (const month of months) {
    const leaders = await readLeaders(ctx, programId, { nowMs, timeZone, month, most: mostLeaders });
    const audit = describeChange(asJob, "leaderboard.month_closed", programId, { month });
    try {
      await commitClosedMonth(ctx.db, { programId, month, closedAtMs: nowMs, leaders }, audit);
    } catch (error) {
      // An attempt before this one closed it, and its answer was lost.
      if (violatedConstraint(error) !== "month_closed") throw error;
    }
  }
  return months.length;
}

/** Boards that were lost in between know of nobody. That must not stand for a month in which nobody paid. */
async function readLeaders({ platform }: Context, programId: string, query: LeadersQuery): Promise<MonthLeader[]> {
  const { state, leaders } = await platform.boards(programId).leaders(query);
  if (state !== "ready") throw new Error("the boards were lost before the month was closed");
  return leaders;
}

export function listMonthsToClose(program: PublishedProgram, nowMs: number, most: number): string[] {
  const { firstPublishedAtMs: publishedAtMs, newestClosed, timeZone } = program;
  return monthsToClose({ publishedAtMs, newestClosed, nowMs, timeZone }, most);
}
