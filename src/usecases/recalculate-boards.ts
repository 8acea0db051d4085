import type { Context } from "#context";
import type { BoardMoment, BoardRange } from "#domain/leaderboard";
import { programNowMs } from "#domain/mode";
import { loadBoardPage } from "#store/board-facts";
import type { PublishedProgram } from "#store/board-programs";

/** What was brought, and how much of it the boards had otherwise. */
export type Brought = { people: number; referrals: number; drift: number };

/** The boards of a program, at the program's time. */
export type BoardsThen = BoardMoment & { programId: string };

/** How much a run may do, and what was done: `drifted` by program. */
export type BoardRun = { callsLeft: number; untilMs: number; told: Told };
export type Told = Brought & { drifted: Map<string, number> };

export function openBoardRun(
  { platform }: Context,
  { calls, ms }: { calls: number; ms: number },
  told: Told = nothingTold(),
): BoardRun {
  return { callsLeft: calls, untilMs: platform.wallMs() + ms, told };
}

export function nothingTold(): Told {
  return { people: 0, referrals: 0, drift: 0, drifted: new Map() };
}

export function isSpent({ platform }: Context, { callsLeft, untilMs }: BoardRun): boolean {
  return callsLeft <= 0 || platform.wallMs() >= untilMs;
}

export function countBrought({ told }: BoardRun, programId: string, { people, referrals, drift }: Brought): void {
  told.people += people;
  told.referrals += referrals;
  told.drift += drift;
  if (drift > 0) told.drifted.set(programId, (told.drifted.get(programId) ?? 0) + drift);
}

/**
 * How far a recalculation has got. `epoch` names the state of the object that it is about: one that was lost meanwhile has
 * another, and is filled from the start. `begunAtMs`: the program's time then.
 */
export type RecalculationPlace = {
  programId: string;
  epoch: string;
  part: BoardRange["of"] | "order";
  after: string;
  begunAtMs: number;
};

/** `isExpected`: it is known that the boards have much of it otherwise, which then is no drift. */
type Recalculation = { from: RecalculationPlace | null; run: BoardRun; isExpected?: boolean };

/**
 * Tells a program's boards everything anew, page by page: first who there is, then what was paid, then to put themselves in
 * order. Answers where it stopped when the run is spent, one step further at least; null when it is done. A step may be
 * done twice.
 */
export async function recalculateBoards(
  ctx: Context,
  then: BoardsThen,
  { from, run, isExpected = false }: Recalculation,
): Promise<RecalculationPlace | null> {
  let place = from;
  do {
    if (place === null) place = await begin(ctx, then, run);
    else if (place.part !== "order") place = await tellPage(ctx, { ...place, part: place.part }, { run, isExpected });
    else {
      run.callsLeft -= 1;
      const { programId, ...moment } = then;
      const state = await ctx.platform.boards(programId).rank({ ...moment, epoch: place.epoch });
      if (state === "ready") return null;
      if (state === "empty") place = null;
    }
  } while (!isSpent(ctx, run));
  return place ?? (await begin(ctx, then, run));
}

async function begin(ctx: Context, then: BoardsThen, run: BoardRun): Promise<RecalculationPlace> {
  const { programId, ...moment } = then;
  run.callsLeft -= 1;
  const { epoch } = await ctx.platform.boards(programId).begin(moment);
  return { programId, epoch, part: "people", after: "", begunAtMs: moment.nowMs };
}

/** Null: the object was lost, or is kept by another time zone. */
async function tellPage(
  ctx: Context,
  place: RecalculationPlace & { part: BoardRange["of"] },
  { run, isExpected }: { run: BoardRun; isExpected: boolean },
): Promise<RecalculationPlace | null> {
  const { programId, part, after, epoch } = place;
  run.callsLeft -= 2;
  const page = await loadBoardPage(ctx.db, { programId, of: part, after }, ctx.nowMs);
  if (page === null) throw new Error("a published program has no version");
  const { update, range } = page;
  const { drift, state } = await ctx.platform.boards(programId).update({ ...update, range: { ...range, epoch } });
  if (state === "empty") return null;
  const { people, referrals } = update;
  // What an object is filled with for the first time it had not before.
  const isMissed = state === "ready" && !isExpected;
  const brought = { people: people.length, referrals: referrals.length, drift: isMissed ? drift : 0 };
  countBrought(run, programId, brought);
  if (range.upTo !== null) return { ...place, after: range.upTo };
  return { ...place, part: part === "people" ? "referrals" : "order", after: "" };
}

export function boardsNow({ nowMs }: Context, { programId, timeZone, clockMs }: PublishedProgram): BoardsThen {
  return { programId, timeZone, nowMs: programNowMs({ clockMs }, nowMs) };
}
