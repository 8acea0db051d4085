import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Context } from "#context";
import { dateAt } from "#domain/calendar";
import type { BoardFilter, BoardPage, BoardState } from "#domain/leaderboard";
import { paidCriterion } from "#domain/qualification";
import { schedule } from "#jobs/schedule";
import { platformOf } from "#open-context";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { rows } from "#support/ledger";
import { runsOf, tick } from "#support/ticks";

/** A context whose work after the answer can be waited for. */
export function fedContext(fields: Partial<Context> = {}): { ctx: Context; settled: () => Promise<void> } {
  const work: Promise<void>[] = [];
  const ctx = engineContext({ afterwards: (run) => void work.push(run()), ...fields });
  return {
    ctx,
    settled: async () => {
      while (work.length > 0) await Promise.all(work.splice(0));
    },
  };
}

export type Place = { id: string; conversions: number };
type Board = { period?: string; filter?: BoardFilter };

/** What the object shows of a board, from the first to the last. */
export async function readBoard(
  programId: string,
  { period = "all", filter = {} }: Board = {},
): Promise<{ state: BoardState; places: Place[] }> {
  const boards = platformOf(env).boards(programId);
  const places: Place[] = [];
  const moment = { nowMs: startMs, timeZone: "Europe/London" };
  let after: string | null = null;
  for (;;) {
    const page: BoardPage = await boards.page({ ...moment, period, filter, after, limit: 100 });
    for (const { participantId: id, conversions } of page.rows) places.push({ id, conversions });
    if (page.next === null) return { state: page.state, places };
    after = page.next;
  }
}

/** The same board by a plain sort of what the database has. */
export async function sortBoard(programId: string, { period = "all", filter = {} }: Board = {}): Promise<Place[]> {
  const paid = await rows<{ id: string; atMs: number; category: string | null }>(
    `SELECT r.referrer_id AS id, r.converted_at_ms AS atMs, p.category FROM referrals r
     JOIN qualifications q ON q.referral_id = r.id AND q.criterion = ? AND q.status = 'counted'
     JOIN participants p ON p.id = r.referrer_id AND p.status = 'active' AND NOT p.board_opt_out AND p.erased_at_ms IS NULL
     WHERE r.program_id = ?`,
    paidCriterion,
    programId,
  );
  const inPeriod = paid.filter(({ atMs }) => {
    const { year, month } = dateAt(atMs, "Europe/London");
    return period === "all" || period === `${year}-${String(month).padStart(2, "0")}`;
  });
  const own = inPeriod.filter((one) => filter.category === undefined || one.category === filter.category);
  const places = [...Map.groupBy(own, ({ id }) => id)].map(([id, all]) => ({
    id,
    conversions: all.length,
    firstMs: Math.min(...all.map(({ atMs }) => atMs)),
  }));
  places.sort((a, b) => b.conversions - a.conversions || a.firstMs - b.firstMs || (a.id < b.id ? -1 : 1));
  return places.map(({ id, conversions }) => ({ id, conversions }));
}

/** One run of the job of every quarter of an hour, or of the nightly one; answers what it counted. */
export async function runBoardsJob(
  nowMs: number,
  { job = "recalculate_leaderboards", change }: { job?: string; change?: (ctx: Context) => Context } = {},
): Promise<Record<string, number>> {
  const table = schedule.filter(({ name }) => name === job);
  await tick(nowMs, { table, ...(change !== undefined && { change }) });
  const run = (await runsOf(job)).at(-1);
  // Safe because counts are written by jobs only.
  return JSON.parse(run?.counts ?? "{}") as Record<string, number>;
}

/** As when the platform has lost an object. */
export async function loseBoards(programId: string): Promise<void> {
  await runInDurableObject(env.LEADERBOARD.getByName(programId), async (_object, { storage }) => storage.deleteAll());
}

/** Something happens before each update that boards get. */
export function withBoards(ctx: Context, beforeUpdate: (programId: string) => Promise<void>): Context {
  const boards = (programId: string) =>
    new Proxy(ctx.platform.boards(programId), {
      get: (stub, name) => async (input: unknown) => {
        if (name === "update") await beforeUpdate(programId);
        // Safe because the product asks for methods alone; a stub's own `apply` would be one more of them.
        return Reflect.apply(Reflect.get(stub, name) as (input: unknown) => unknown, stub, [input]);
      },
    });
  return { ...ctx, platform: { ...ctx.platform, boards } };
}

export const categories = ["dj", "venue"] as const;

/** Somebody whom this code brought signs up and, unless told otherwise, pays. */
export async function refer(
  ctx: Context,
  code: string,
  name: string,
  { pays = true, atMs = startMs } = {},
): Promise<string> {
  const then = { ...ctx, nowMs: atMs };
  const signup = { id: `${name}-signup`, type: "signup" as const, referee: referee(name), code };
  const { outcomes } = await record(then, { ...signup, codeSource: "typed" });
  if (pays) await pay(then, name);
  return outcomes[0]?.referralId ?? "";
}

export async function pay(ctx: Context, name: string): Promise<void> {
  const paid = { paymentRef: `order-${name}`, amountMinor: 4900, currency: "GBP" };
  await record(ctx, { id: `${name}-paid`, type: "payment", referee: referee(name), ...paid });
}

export async function refund(ctx: Context, name: string): Promise<void> {
  await record(ctx, { id: `${name}-back`, type: "refund", paymentRef: `order-${name}`, amountMinor: 4900 });
}

/** Ada, Ben and Cleo with links; the first two are of one category. */
export async function openProgram(ctx: Context) {
  const { programId, document } = await publishProgram(ctx);
  const [ada, ben, cleo] = await Promise.all([
    createReferrer(ctx, programId, "Ada", { category: "dj" }),
    createReferrer(ctx, programId, "Ben", { category: "dj" }),
    createReferrer(ctx, programId, "Cleo", { category: "venue" }),
  ]);
  return { programId, document, ada, ben, cleo };
}

/** Every board is what the database says, sorted. */
export async function expectRight(programId: string, count: number): Promise<void> {
  const all = await sortBoard(programId);
  expect(all).toHaveLength(count);
  expect(await readBoard(programId)).toEqual({ state: "ready", places: all });
  for (const category of categories) {
    const board = { filter: { category } };
    expect((await readBoard(programId, board)).places).toEqual(await sortBoard(programId, board));
  }
}
