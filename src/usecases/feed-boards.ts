import type { Context } from "#context";
import { isNoChange, mergeChanges, splitChange } from "#domain/board-change";
import type { BoardChange } from "#domain/board-change";
import type { BoardMoment, BoardState } from "#domain/leaderboard";
import { describeFault } from "#domain/fault";
import { listProgramsKnowing } from "#store/board-programs";
import { loadBoardChange, mostChanged } from "#store/board-facts";
import { openBoardRun, recalculateBoards } from "#usecases/recalculate-boards";
import type { BoardsThen, Brought } from "#usecases/recalculate-boards";

/** What is done at once may concern many programs; whichever is left out is found by the job. */
const mostAtOnce = 20;
/** Of one person: so many pages of them. */
const mostPages = 10;
/** What a request may do beside its own work; where that is not enough, the job goes on. */
export const fillAtOnce = { calls: 20, ms: 5000 };

/** Has boards told of changes that are committed, when the answer is out. It may be lost: a job finds whatever was. */
export function tellBoards(ctx: Context, changes: readonly BoardChange[]): void {
  const seen = changes.filter((change) => !isNoChange(change));
  if (ctx.boardChanges !== null) ctx.boardChanges.push(...seen);
  else if (seen.length > 0) ctx.afterwards(async () => feedAll(ctx, seen));
}

/** The same for what changed of a person: in every program whose boards know him. */
export function tellBoardsOfPerson(ctx: Context, participantId: string): void {
  ctx.afterwards(async () => {
    let after = "";
    for (let page = 0; page < mostPages; page += 1) {
      const programs = await listProgramsKnowing(ctx.db, { participantId, after, limit: mostAtOnce });
      await feedAll(
        ctx,
        programs.map((programId) => ({ programId, referralIds: [], participantIds: [participantId] })),
      );
      after = programs.at(-1) ?? "";
      if (programs.length < mostAtOnce) return;
    }
  });
}

/** Boards of a new version may show everything otherwise. Those with more than is told at once are told by the job. */
export function tellBoardsAnew(ctx: Context, then: BoardsThen): void {
  ctx.afterwards(async () => {
    try {
      await recalculateBoards(ctx, then, { from: null, run: openBoardRun(ctx, fillAtOnce) });
    } catch (error) {
      ctx.log("warn", "leaderboard_not_fed", { program_id: then.programId, error: describeFault(error) });
    }
  });
}

/** Does much with a context under which boards are told of it together: fewer calls, each of which counts for a tick. */
export async function tellTogether<T>(ctx: Context, work: (gathering: Context) => Promise<T>): Promise<T> {
  const boardChanges: BoardChange[] = [];
  try {
    return await work({ ...ctx, boardChanges });
  } finally {
    tellBoards(ctx, boardChanges);
  }
}

async function feedAll(ctx: Context, changes: readonly BoardChange[]): Promise<void> {
  const merged = mergeChanges(changes);
  for (const change of merged.slice(0, mostAtOnce)) await feedBoards(ctx, change);
  if (merged.length > mostAtOnce) ctx.log("info", "leaderboards_left", { programs: merged.length - mostAtOnce });
}

/** Brings boards what the database says of these by now. What fails is left to the job, and is nobody else's fault. */
async function feedBoards(ctx: Context, change: BoardChange): Promise<void> {
  try {
    await bringBoards(ctx, change);
  } catch (error) {
    ctx.log("warn", "leaderboard_not_fed", { program_id: change.programId, error: describeFault(error) });
  }
}

/**
 * The same for who has to know: throws when the database or the object does not answer. Boards that are new or were lost
 * are told everything at once, as far as that is little.
 */
export async function bringBoards(ctx: Context, change: BoardChange): Promise<void> {
  for (const part of splitChange(change, mostChanged)) {
    const { state, moment } = await updateBoards(ctx, part);
    if (state !== "empty" || moment === null) continue;
    const run = openBoardRun(ctx, fillAtOnce);
    await recalculateBoards(ctx, { programId: change.programId, ...moment }, { from: null, run });
    return;
  }
}

/** `moment`: null for a program without boards. */
type Updated = Brought & { state: BoardState; moment: BoardMoment | null };

export async function updateBoards(ctx: Context, change: BoardChange): Promise<Updated> {
  const update = await loadBoardChange(ctx.db, change, ctx.nowMs);
  if (update === null) return { people: 0, referrals: 0, drift: 0, state: "empty", moment: null };
  const { people, referrals, nowMs, timeZone } = update;
  const { drift, state } = await ctx.platform.boards(change.programId).update(update);
  const known = { state, moment: { nowMs, timeZone } };
  return { people: people.length, referrals: referrals.length, drift: state === "ready" ? drift : 0, ...known };
}
