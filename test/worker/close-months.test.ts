import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import type { Context } from "#context";
import type { MonthLeader } from "#domain/leaderboard";
import { openDatabase } from "#store/database";
import { startMs } from "#support/engine";
import { fedContext, loseBoards, openProgram, refer, runBoardsJob } from "#support/fed-boards";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { closeMonths } from "#usecases/close-months";
import { eraseParticipant } from "#usecases/erase-participant";
import { bringBoards } from "#usecases/feed-boards";

afterEach(expectLedgerBalanced);

const nextMonthMs = Date.UTC(2026, 5, 1, 1);

/** May is over, and everything before it was closed. */
async function openMonth() {
  const { ctx, settled } = fedContext();
  const opened = await openProgram(ctx);
  await refer(ctx, opened.ada.code, "mike");
  await settled();
  await runBoardsJob(startMs);
  const { programId } = opened;
  const program = {
    ...{ programId, mode: "live" as const, clockMs: null, timeZone: "Europe/London" },
    ...{ hasReferrals: true, firstPublishedAtMs: startMs, newestClosed: "2026-04" },
  };
  const then: Context = { ...ctx, nowMs: nextMonthMs };
  return { ...opened, ctx: then, close: async (by: Context) => closeMonths(by, program, nextMonthMs) };
}

/** Boards whose leaders are what this makes of them. */
function withLeaders(
  ctx: Context,
  change: (programId: string, ask: () => Promise<MonthLeader[] | null>) => Promise<MonthLeader[] | null>,
): Context {
  const boards = (programId: string) =>
    new Proxy(ctx.platform.boards(programId), {
      get: (stub, name) => async (input: never) => {
        // Safe because the product asks for methods alone.
        const ask = async () => Reflect.apply(Reflect.get(stub, name) as (input: unknown) => never, stub, [input]);
        return name === "leaders" ? change(programId, ask) : ask();
      },
    });
  return { ...ctx, platform: { ...ctx.platform, boards } };
}

const leaders = async () =>
  rows("SELECT category, participant_id AS id FROM month_leaders WHERE month = '2026-05' ORDER BY category, rank");

test("boards that are lost and filled again while a month is closed do not stand for one without leaders", async () => {
  const { ctx, close, ada } = await openMonth();
  const lost = withLeaders(ctx, async (programId, ask) => {
    await loseBoards(programId);
    const answer = await ask();
    await bringBoards(ctx, { programId, referralIds: [], participantIds: [ada.id] });
    return answer;
  });
  await expect(close(lost)).rejects.toThrow("lost");
  expect(await close(ctx)).toBe(1);
  expect(await leaders()).toEqual([
    { category: "", id: ada.id },
    { category: "dj", id: ada.id },
  ]);
});

test("of what category a leader was is not written of whoever is erased meanwhile", async () => {
  const { ctx, close, ada } = await openMonth();
  const erasing = withLeaders(ctx, async (_programId, ask) => {
    const answer = await ask();
    expect(await eraseParticipant(ctx, { id: ada.id, reason: "asked_for" })).toMatchObject({ ok: true });
    return answer;
  });
  expect(await close(erasing)).toBe(1);
  expect(await leaders()).toEqual([{ category: "", id: ada.id }]);
});

test("leaders of any number of categories fit into the values that the database takes", async () => {
  const { ctx, close, ada } = await openMonth();
  const many = Array.from({ length: 20_000 }, (_, n): MonthLeader => ({
    ...{ category: `category ${n}`.padEnd(64, "-"), rank: 1, participantId: ada.id },
    ...{ conversions: 1, firstConversionAtMs: startMs },
  }));
  let longest = 0;
  const prepare = (query: string) => {
    const statement = env.DB.prepare(query);
    const bind = (...values: unknown[]) => {
      longest = Math.max(longest, ...values.map((value) => String(value).length));
      return statement.bind(...values);
    };
    return { bind };
  };
  // Safe because what is written asks for nothing else.
  const db = openDatabase({ prepare, batch: env.DB.batch.bind(env.DB) } as unknown as D1Database);
  expect(await close(withLeaders({ ...ctx, db }, async () => many))).toBe(1);
  expect(await leaders()).toHaveLength(20_000);
  // D1 takes two megabytes.
  expect(longest).toBeLessThan(1_000_000);
});
