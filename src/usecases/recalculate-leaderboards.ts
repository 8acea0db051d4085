import type { Context } from "#context";
import { splitChange } from "#domain/board-change";
import type { BoardChange } from "#domain/board-change";
import { describeFault } from "#domain/fault";
import { findNewestSeq, listAuditedChanges } from "#store/board-changes";
import { mostChanged } from "#store/board-facts";
import { listPublishedPrograms } from "#store/board-programs";
import type { PublishedProgram } from "#store/board-programs";
import { closeMonths, listMonthsToClose } from "#usecases/close-months";
import { updateBoards } from "#usecases/feed-boards";
import {
  boardsNow,
  countBrought,
  isSpent,
  nothingTold,
  openBoardRun,
  recalculateBoards,
} from "#usecases/recalculate-boards";
import type { BoardRun, RecalculationPlace, Told } from "#usecases/recalculate-boards";
import type { JobInput, JobResult } from "#usecases/run-job";

/** Bounds one tick, which has a thousand calls for all jobs: what is left goes on at the next one. */
const forChanges = { calls: 200, ms: 4000 };
/** However much changes, so much is left for programs that wait for everything. */
const forPrograms = { calls: 300, ms: 15_000 };
const programsPerPage = 100;
/** Programs that are remembered to be told everything; of more than that the night is left to find the rest. */
const mostDue = 1000;

/** How far a walk over the programs has got; `place`: within the one after `after`. */
type Walk = { after: string; place: RecalculationPlace | null };

/** What the job of every quarter of an hour remembers. */
type Memory = {
  /** Of the audit log, everything up to there was looked at; of the stretch up to `untilSeq`, also the programs up to `program`. */
  seq: number;
  untilSeq: number | null;
  program: string;
  /** Programs to be told everything: they have published a version, or were out of reach. */
  due: string[];
  walk: Walk;
};

const walkStart: Walk = { after: "", place: null };

/**
 * Brings boards whatever changed since the last run, should they have missed it; tells everything to those that were lost,
 * or whose program has published a version; and closes months that are over.
 */
export async function recalculateLeaderboards(ctx: Context, { memory }: JobInput): Promise<JobResult> {
  const told = nothingTold();
  // Safe because only this job writes its memory.
  const known = memory as Memory | null;
  // Boards that nobody has told anything are told everything: so whatever was before does not matter.
  const before = known ?? { seq: await findNewestSeq(ctx.db), untilSeq: null, program: "", due: [], walk: walkStart };
  const caughtUp = await catchUp(ctx, before, openBoardRun(ctx, forChanges, told));
  const due = new Set(caughtUp.due);
  // What was told of a program before it published says nothing of its new version.
  const isOutdated = caughtUp.published.has(before.walk.place?.programId ?? "");
  const from: Walk = isOutdated ? { ...before.walk, place: null } : before.walk;
  const counts = { programs: 0, months: 0, failed: 0 };
  const run = openBoardRun(ctx, forPrograms, told);
  const walk = await walkPrograms(ctx, from, {
    run,
    isExpected: ({ programId }) => due.has(programId),
    isDue: async (program) => due.has(program.programId) || isBehind(ctx, program, run),
    onDone: async (program, begunAtMs) => {
      due.delete(program.programId);
      counts.programs += 1;
      counts.months += await closeMonths(ctx, program, begunAtMs);
    },
    onFailed: () => void (counts.failed += 1),
  });
  const more = walk !== null || !caughtUp.isDone;
  const next: Memory = { ...caughtUp.place, due: [...due], walk: walk ?? walkStart };
  return { counts: { ...resultOf(ctx, told), ...counts }, more, memory: next };
}

/** Tells everything to the boards of every program that has somebody on them, once a night. */
export async function recalculateAllLeaderboards(ctx: Context, { memory }: JobInput): Promise<JobResult> {
  const run = openBoardRun(ctx, forPrograms);
  const counts = { programs: 0, failed: 0 };
  // Safe because only this job writes its memory.
  const walk = await walkPrograms(ctx, (memory as Walk | null) ?? walkStart, {
    run,
    isExpected: () => false,
    isDue: async ({ hasReferrals }) => hasReferrals,
    onDone: async () => void (counts.programs += 1),
    onFailed: () => void (counts.failed += 1),
  });
  return { counts: { ...resultOf(ctx, run.told), ...counts }, more: walk !== null, memory: walk ?? walkStart };
}

type CaughtUp = {
  place: Pick<Memory, "seq" | "untilSeq" | "program">;
  due: string[];
  published: ReadonlySet<string>;
  isDone: boolean;
};

async function catchUp(ctx: Context, { due: known, ...before }: Memory, run: BoardRun): Promise<CaughtUp> {
  const due = new Set(known);
  const published = new Set<string>();
  let place = { seq: before.seq, untilSeq: before.untilSeq, program: before.program };
  const stop = (isDone: boolean) => ({ place, due: [...due].slice(0, mostDue), published, isDone });
  for (;;) {
    if (isSpent(ctx, run)) return stop(false);
    run.callsLeft -= 1;
    const stretch = await listAuditedChanges(ctx.db, { afterSeq: place.seq, untilSeq: place.untilSeq });
    for (const id of stretch.published) {
      due.add(id);
      published.add(id);
    }
    for (const change of stretch.changes.filter(({ programId }) => programId > place.program)) {
      if (isSpent(ctx, run)) {
        place = { ...place, untilSeq: stretch.lastSeq };
        return stop(false);
      }
      if (!(await bring(ctx, change, run))) due.add(change.programId);
      place = { ...place, program: change.programId };
    }
    place = { seq: stretch.lastSeq, untilSeq: null, program: "" };
    if (stretch.isLast) return stop(true);
  }
}

/** False: the boards are out of reach. They are told everything when they are not. */
async function bring(ctx: Context, change: BoardChange, run: BoardRun): Promise<boolean> {
  try {
    for (const part of splitChange(change, mostChanged)) {
      run.callsLeft -= 2;
      countBrought(run, change.programId, await updateBoards(ctx, part));
    }
    return true;
  } catch (error) {
    logFailure(ctx, change.programId, error);
    return false;
  }
}

async function isBehind(ctx: Context, program: PublishedProgram, run: BoardRun): Promise<boolean> {
  const { programId, ...moment } = boardsNow(ctx, program);
  if (listMonthsToClose(program, moment.nowMs, 1).length > 0) return true;
  run.callsLeft -= 1;
  return (await ctx.platform.boards(programId).state(moment)) !== "ready";
}

type Rounds = {
  run: BoardRun;
  isExpected: (program: PublishedProgram) => boolean;
  isDue: (program: PublishedProgram) => Promise<boolean>;
  onDone: (program: PublishedProgram, begunAtMs: number) => Promise<void>;
  onFailed: () => void;
};

/** Through the programs by id, as far as the run may; null when it is through. One that fails keeps none of the others. */
async function walkPrograms(ctx: Context, from: Walk, rounds: Rounds): Promise<Walk | null> {
  const { run } = rounds;
  let walk = from;
  for (;;) {
    if (isSpent(ctx, run)) return walk;
    run.callsLeft -= 1;
    const programs = await listPublishedPrograms(ctx.db, { after: walk.after, limit: programsPerPage });
    for (const program of programs) {
      if (isSpent(ctx, run)) return walk;
      const place = await takeTurn(ctx, program, { ...rounds, place: walk.place });
      if (place !== null) return { ...walk, place };
      walk = { after: program.programId, place: null };
    }
    if (programs.length < programsPerPage) return null;
  }
}

async function takeTurn(
  ctx: Context,
  program: PublishedProgram,
  { run, isExpected, isDue, onDone, onFailed, place }: Rounds & { place: RecalculationPlace | null },
): Promise<RecalculationPlace | null> {
  const from = place?.programId === program.programId ? place : null;
  try {
    if (from === null && !(await isDue(program))) return null;
    // Of what was told before a month was over nobody knows who led it.
    const then = boardsNow(ctx, program);
    const begunAtMs = from?.begunAtMs ?? then.nowMs;
    const reached = await recalculateBoards(ctx, then, { from, run, isExpected: isExpected(program) });
    if (reached === null) await onDone(program, begunAtMs);
    return reached;
  } catch (error) {
    logFailure(ctx, program.programId, error);
    onFailed();
    return null;
  }
}

function logFailure(ctx: Context, programId: string, error: unknown): void {
  ctx.log("error", "leaderboard_not_recalculated", { program_id: programId, error: describeFault(error) });
}

/** Boards that knew it otherwise have missed something, whatever it was. */
function resultOf(ctx: Context, { people, referrals, drift, drifted }: Told): Record<string, number> {
  for (const [programId, n] of drifted) ctx.log("warn", "leaderboard_drift", { program_id: programId, drift: n });
  return { people, referrals, drift };
}
