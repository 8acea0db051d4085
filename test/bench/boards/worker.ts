import type { RowCounts, Tick } from "#bench/boards/figures";
import { Leaderboard as Measured } from "#objects/leaderboard";
import { takeIn } from "#objects/leaderboard-changes";
import { readPage, readPlace } from "#objects/leaderboard-reads";
import { putInPlace } from "#objects/leaderboard-order";
import { dateAt } from "#domain/calendar";
import type { Boards, BoardUpdate, PageQuery, PlaceQuery } from "#domain/leaderboard";
import { openContext } from "#open-context";
import { openBoardRun, recalculateBoards } from "#usecases/recalculate-boards";
import type { RecalculationPlace } from "#usecases/recalculate-boards";

export { ClickLog } from "#objects/click-log";
export { RateLimiter } from "#objects/rate-limiter";

/** The object itself, with ways to ask what it costs. */
export class Leaderboard extends Measured {
  async nothing(): Promise<null> {
    return null;
  }

  async storedBytes(): Promise<number> {
    return this.ctx.storage.sql.databaseSize;
  }

  async countPage(query: PageQuery): Promise<RowCounts> {
    return countRows(this.ctx.storage.sql, (sql) => readPage(sql, query));
  }

  async countPlace(query: PlaceQuery): Promise<RowCounts> {
    return countRows(this.ctx.storage.sql, (sql) => readPlace(sql, query));
  }

  async countUpdate(update: BoardUpdate): Promise<RowCounts> {
    const day = dateAt(update.nowMs, update.timeZone).dayNumber;
    return this.ctx.storage.transactionSync(() =>
      countRows(this.ctx.storage.sql, (sql) =>
        putInPlace(sql, takeIn(sql, update, { day, isScored: () => true }), day),
      ),
    );
  }
}

/** What the statements of a piece of work read and wrote. */
function countRows(sql: SqlStorage, work: (counted: SqlStorage) => unknown): RowCounts {
  const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
  const counted = new Proxy(sql, {
    get: (target, name) => {
      if (name !== "exec") return Reflect.get(target, name);
      return (query: string, ...bindings: SqlStorageValue[]) => {
        const cursor = target.exec(query, ...bindings);
        cursors.push(cursor);
        return cursor;
      };
    },
  });
  work(counted);
  const sum = (of: "rowsRead" | "rowsWritten") => cursors.reduce((total, cursor) => total + cursor[of], 0);
  return { rowsRead: sum("rowsRead"), rowsWritten: sum("rowsWritten") };
}

type BoardsEnv = Omit<Env, "LEADERBOARD"> & { LEADERBOARD: DurableObjectNamespace<Leaderboard> };
type Call = { programId: string; timeZone: string } & (
  | { call: "nothing" | "storedBytes" }
  | { call: "page" | "ranked" | "countPage"; query: PageQuery }
  | { call: "place" | "countPlace"; query: PlaceQuery }
  | { call: "update" | "countUpdate"; update: BoardUpdate }
  | { call: "recalculate"; from: RecalculationPlace | null }
);

/** A door to the object for the bench: each request is one call of it, and its answer stays small. */
export default {
  async fetch(request, env): Promise<Response> {
    // Safe because test/bench/leaderboard.ts is the only client.
    const call = (await request.json()) as Call;
    return Response.json(await answer(call, env));
  },
} satisfies ExportedHandler<BoardsEnv>;

async function answer(call: Call, env: BoardsEnv): Promise<unknown> {
  const boards = env.LEADERBOARD.getByName(call.programId);
  switch (call.call) {
    case "nothing":
      return boards.nothing();
    case "storedBytes":
      return boards.storedBytes();
    case "page":
      return (await boards.page(call.query)).rows.length;
    case "ranked":
      return (await boards.page(call.query)).totals.participants;
    case "countPage":
      return boards.countPage(call.query);
    case "place":
      return (await boards.place(call.query)).own?.rank ?? null;
    case "countPlace":
      return boards.countPlace(call.query);
    case "update":
      return boards.update(call.update);
    case "countUpdate":
      return boards.countUpdate(call.update);
    case "recalculate":
      return recalculate(call, env);
  }
}

/** As much as a tick of the job does, of one program. */
async function recalculate(
  { programId, timeZone, from }: Extract<Call, { call: "recalculate" }>,
  env: BoardsEnv,
): Promise<Tick> {
  const nowMs = Date.now();
  const door = { actor: { type: "job" as const, name: "bench", mode: "live" as const }, nowMs, requestId: "req_bench" };
  const read = { rows: 0 };
  const ctx = openContext({ ...env, DB: countReads(env.DB, read) }, door);
  const object: Tick["object"] = {};
  const boards = () => timeCalls(ctx.platform.boards(programId), object);
  const run = openBoardRun(ctx, { calls: 300, ms: 15_000 });
  const timed = { ...ctx, platform: { ...ctx.platform, boards } };
  const place = await recalculateBoards(timed, { programId, timeZone, nowMs }, { from, run });
  const { people, referrals, drift } = run.told;
  return { place, people, referrals, drift, rowsRead: read.rows, object };
}

/** Everything that a recalculation reads is read in batches, whose results say how many rows that took. */
function countReads(db: D1Database, read: { rows: number }): D1Database {
  const batch = async (statements: D1PreparedStatement[]): Promise<D1Result[]> => {
    const results = await db.batch(statements);
    for (const { meta } of results) read.rows += meta.rows_read;
    return results;
  };
  return new Proxy(db, {
    get: (target, name) => {
      // Safe because a method is bound to what it belongs to.
      return name === "batch" ? batch : (Reflect.get(target, name) as () => unknown).bind(target);
    },
  });
}

function timeCalls(boards: Boards, into: Tick["object"]): Boards {
  const timed = (name: keyof Boards) => async (input: never) => {
    const startedMs = Date.now();
    // Safe because each of its methods takes what it is given here.
    const answer = await (boards[name] as (input: never) => Promise<unknown>)(input);
    const ms = Date.now() - startedMs;
    const { calls, totalMs, longestMs } = into[name] ?? { calls: 0, totalMs: 0, longestMs: 0 };
    into[name] = { calls: calls + 1, totalMs: totalMs + ms, longestMs: Math.max(longestMs, ms) };
    return answer;
  };
  // Safe because it answers every name with a function of that name.
  return new Proxy(boards, { get: (_, name) => timed(name as keyof Boards) });
}
