import type { Context } from "#context";
import { periodKeyOf } from "#domain/board-view";
import type { BoardFilter, BoardKey, BoardMoment } from "#domain/leaderboard";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { BoardProgram } from "#store/board-programs";
import { listClosedMonths } from "#store/closed-months";
import { readBoard, readRank } from "#usecases/read-board";
import { boardAddress, keptNearby } from "#http/board-cache";
import * as rows from "#http/contract/board-rows";
import * as contract from "#http/contract/leaderboards";
import { route } from "#http/mount";

export const leaderboardRoutes = [
  route(contract.getLeaderboardOperation, async (ctx, { params, query }, { findBoardProgram }) => {
    if (!mayGoOnFrom(ctx, query.cursor)) return notACursor;
    const program = publishedFor(ctx, await findBoardProgram(params.id));
    if (!program.ok) return program;
    const { id: programId } = program.value;
    const board = boardOf(ctx, program.value, query);
    const page = await readBoard(ctx, { programId, query: { ...board, ...pageAt(query) } });
    return page.ok ? ok({ body: rows.showBoard(ctx.actor, page.value, { programId, period: board.period }) }) : page;
  }),

  route(contract.getPublicLeaderboardOperation, async (ctx, { params, query }, { findBoardProgram, origin }) => {
    const program = await findBoardProgram(params.id);
    if (!isPublished(program) || !program.isPublic) return missing;
    const { id: programId, mode } = program;
    const board = boardOf(ctx, program, query);
    const read = async () => {
      const page = await readBoard(ctx, { programId, query: { ...board, ...pageAt(query) } });
      return page.ok ? ok(rows.showPublicBoard(page.value, { programId, period: board.period })) : page;
    };
    const address = boardAddress(origin, programId, { ...query, period: board.period });
    // A test program's clock jumps, and what was kept would be of another day.
    const shown = mode === "test" ? await read() : await keptNearby(ctx, address, read);
    return shown.ok ? ok({ body: shown.value, isShared: mode === "live" && shown.value.state === "ready" }) : shown;
  }),

  route(contract.listLeadersOperation, async (ctx, { params, query }, { findBoardProgram }) => {
    const program = publishedFor(ctx, await findBoardProgram(params.id));
    if (!program.ok) return program;
    const { id: programId, names } = program.value;
    const { limit, cursor: before } = query;
    const months = await listClosedMonths(ctx.db, { programId, before, limit });
    return ok({ body: rows.showMonths(months, { actor: ctx.actor, names, limit }) });
  }),

  route(contract.getRankOperation, async (ctx, { params, query }, { findBoardProgram }) => {
    const program = publishedFor(ctx, await findBoardProgram(query.program));
    if (!program.ok) return program;
    const { id: programId } = program.value;
    const board = boardOf(ctx, program.value, query);
    const who = { participantId: params.id, neighbours: query.neighbors };
    const rank = await readRank(ctx, { programId, query: { ...board, ...who } });
    if (!rank.ok) return rank;
    return ok({
      body: rows.showRank(ctx.actor, rank.value, { programId, period: board.period, participantId: params.id }),
    });
  }),
];

const missing = refuse({ code: "not_found" as const, what: "program" });

const notACursor = refuse({
  code: "invalid_request" as const,
  issues: [{ path: "cursor", message: "is not a cursor of this list" }],
});

/** Somebody else's id is told to nobody but keys: who could go on from one that he guesses would find it out. */
function mayGoOnFrom({ actor }: Context, cursor: string | undefined): boolean {
  return actor.type === "key" || cursor === undefined || /^\d+$/.test(cursor);
}

type WithBoards = BoardProgram & { timeZone: string };

function isPublished(program: BoardProgram | null): program is WithBoards {
  return program !== null && program.timeZone !== null;
}

/** A draft is the team's: for participants it is not there. */
function publishedFor({ actor }: Context, program: BoardProgram | null): Result<WithBoards, Refusal> {
  if (isPublished(program)) return ok(program);
  if (program === null || actor.type !== "key") return missing;
  return refuse({ code: "program_unpublished", program: program.id });
}

/** The board that is meant, at the program's instant. */
function boardOf(
  ctx: Context,
  program: WithBoards,
  { period, kind, category, location }: BoardFilter & { period: string },
): BoardKey & BoardMoment {
  const moment = { nowMs: programNowMs(program, ctx.nowMs), timeZone: program.timeZone };
  return { ...moment, period: periodKeyOf(period, moment), filter: { kind, category, location } };
}

function pageAt({ cursor = null, limit }: { cursor?: string | null | undefined; limit: number }) {
  return { after: cursor, limit };
}
