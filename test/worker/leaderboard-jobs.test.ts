import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import type { Context } from "#context";
import { minuteMs } from "#domain/day";
import { engineContext, startMs } from "#support/engine";
import {
  expectRight,
  fedContext,
  loseBoards,
  openProgram,
  readBoard,
  refer,
  refund,
  runBoardsJob,
  sortBoard,
  withBoards,
} from "#support/fed-boards";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { runsOf } from "#support/ticks";
import { changeParticipant } from "#usecases/change-participant";
import { changeDraft } from "#usecases/change-draft";
import { closeMonths } from "#usecases/close-months";
import { eraseParticipant } from "#usecases/erase-participant";
import { publishProgram } from "#usecases/publish-program";
import { reassignReferral } from "#usecases/reassign-referral";
import { recordConversion } from "#usecases/record-conversion";

afterEach(expectLedgerBalanced);

const quarterMs = 15 * minuteMs;

test("what boards were not told of, the next run brings them, and says that they lacked it", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, ben, cleo } = await openProgram(ctx);
  await refer(ctx, ada.code, "mike");
  await settled();
  await runBoardsJob(startMs);
  const lost = engineContext();
  await refer(lost, ben.code, "nina");
  await refer(lost, cleo.code, "oskar");
  await refund(lost, "mike");
  await changeParticipant(lost, { id: cleo.id, fields: { category: "dj" } });
  expect((await readBoard(programId)).places).toEqual([{ id: ada.id, conversions: 1 }]);

  const warnings: unknown[] = [];
  const change = (job: Context): Context => ({
    ...job,
    log: (level, message, fields) => void (level === "warn" && warnings.push([message, fields])),
  });
  const healed = await runBoardsJob(startMs + quarterMs, { change });
  // The referees too, since each has earned or lost a month.
  expect(healed).toMatchObject({ people: 6, referrals: 3, drift: 9, programs: 0, failed: 0 });
  expect(warnings).toEqual([["leaderboard_drift", { program_id: programId, drift: 9 }]]);
  await expectRight(programId, 2);
  expect(await runBoardsJob(startMs + 2 * quarterMs)).toMatchObject({ people: 0, referrals: 0, drift: 0 });
  const nightly = { job: "recalculate_all_leaderboards" };
  expect(await runBoardsJob(startMs, nightly)).toMatchObject({ people: 6, referrals: 3, drift: 0, programs: 1 });
});

test("what a person stands for earns and loses something on both sides, and boards that missed it are brought both", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, ben } = await openProgram(ctx);
  const referralId = await refer(ctx, ada.code, "mike", { pays: false });
  await refer(ctx, ada.code, "nina");
  await settled();
  await runBoardsJob(startMs);
  const lost = engineContext();
  const cash = { paymentRef: "cash-1", amountMinor: 4900, currency: "GBP", reason: "paid at the counter" };
  const nightly = { job: "recalculate_all_leaderboards" };
  expect(await recordConversion(lost, { referralId, ...cash })).toMatchObject({ ok: true });
  expect(await runBoardsJob(startMs + quarterMs)).toMatchObject({ people: 2, drift: 3 });
  expect(await runBoardsJob(startMs, nightly)).toMatchObject({ drift: 0 });
  const mistaken = { referralId, referrerId: ben.id, reason: "by mistake" };
  expect(await reassignReferral(lost, mistaken)).toMatchObject({ ok: true });
  expect(await runBoardsJob(startMs + 2 * quarterMs)).toMatchObject({ people: 3, failed: 0 });
  expect(await runBoardsJob(startMs, nightly)).toMatchObject({ drift: 0 });
  await expectRight(programId, 2);
});

test("boards that are lost, even in the middle of a run, say so until they are right again", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, ben, cleo } = await openProgram(ctx);
  for (const [index, { code }] of [ada, ben, cleo, ada].entries()) await refer(ctx, code, `friend-${index}`);
  await settled();
  await loseBoards(programId);
  expect(await readBoard(programId)).toEqual({ state: "empty", places: [] });

  const states: string[] = [];
  const change = (job: Context) =>
    withBoards(job, async (id) => {
      states.push((await readBoard(id)).state);
      if (states.length === 2) await loseBoards(id);
    });
  await runBoardsJob(startMs, { change });
  expect(states).toEqual(["filling", "filling", "filling", "filling"]);
  await expectRight(programId, 3);
});

test("boards that go by the days of another time zone are told everything", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada } = await openProgram(ctx);
  await refer(ctx, ada.code, "mike");
  await settled();
  await runBoardsJob(startMs);
  await loseBoards(programId);
  const boards = env.LEADERBOARD.getByName(programId);
  const elsewhere = { nowMs: startMs, timeZone: "UTC" };
  const { epoch } = await boards.begin(elsewhere);
  while ((await boards.rank({ ...elsewhere, epoch })) !== "ready");
  expect(await runBoardsJob(startMs + quarterMs)).toMatchObject({ programs: 1 });
  await expectRight(programId, 1);
});

test("a run that may do little goes on where it was, however often, until all is told", async () => {
  const { ctx, settled } = fedContext();
  const programs = [await openProgram(ctx), await openProgram(ctx), await openProgram(ctx)];
  await settled();
  await runBoardsJob(startMs);
  for (const [index, { ada, ben }] of programs.entries()) {
    await refer(engineContext(), ada.code, `mike-${index}`);
    await refer(engineContext(), ben.code, `nina-${index}`);
  }
  await loseBoards(programs[1]?.programId ?? "");
  let wallMs = 0;
  const change = (job: Context): Context => ({ ...job, platform: { ...job.platform, wallMs: () => (wallMs += 1500) } });
  const outcomes: (string | undefined)[] = [];
  while (outcomes.at(-1) !== "done" && outcomes.length < 50) {
    await runBoardsJob(startMs + quarterMs + outcomes.length * minuteMs, { change });
    outcomes.push((await runsOf("recalculate_leaderboards")).at(-1)?.outcome);
  }
  expect(outcomes.at(-1)).toBe("done");
  expect(outcomes.length).toBeGreaterThan(3);
  for (const { programId } of programs) await expectRight(programId, 2);
});

test("a month that is over is closed with who led it, and what comes later does not move them", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, ben, cleo } = await openProgram(ctx);
  await refer(ctx, ada.code, "mike");
  await refer(ctx, ben.code, "nina", { atMs: startMs + 1 });
  await refer(ctx, cleo.code, "oskar", { atMs: startMs + 2 });
  await refer(ctx, ben.code, "paul", { atMs: startMs + 3 });
  await settled();
  const leaders = async () =>
    rows(
      "SELECT category, rank, participant_id, conversions FROM month_leaders WHERE month = '2026-05' ORDER BY category, rank",
    );
  await runBoardsJob(startMs);
  // As of its end in the program's time zone, whenever the job comes by.
  const aprilEndsMs = Date.UTC(2026, 4, 1) - 60 * minuteMs;
  const closed = async () => rows("SELECT month, closed_at_ms AS at_ms FROM closed_months ORDER BY month");
  expect((await closed()).at(-1)).toEqual({ month: "2026-04", at_ms: aprilEndsMs });
  expect(await leaders()).toEqual([]);

  const nextMonthMs = Date.UTC(2026, 5, 1) - 60 * minuteMs;
  expect(await runBoardsJob(nextMonthMs)).toMatchObject({ months: 1, drift: 0 });
  expect((await closed()).at(-1)).toEqual({ month: "2026-05", at_ms: nextMonthMs });
  const ledBy = (category: string, rank: number, { id }: { id: string }, conversions: number) => ({
    ...{ category, rank, participant_id: id, conversions },
  });
  const frozen = [
    ...[ledBy("", 1, ben, 2), ledBy("", 2, ada, 1), ledBy("", 3, cleo, 1)],
    ...[ledBy("dj", 1, ben, 2), ledBy("dj", 2, ada, 1), ledBy("venue", 1, cleo, 1)],
  ];
  expect(await leaders()).toEqual(frozen);

  await refund({ ...ctx, nowMs: nextMonthMs + 1 }, "nina");
  await settled();
  const board = { period: "2026-05" };
  expect((await readBoard(programId, board)).places).toEqual(await sortBoard(programId, board));
  expect(await runBoardsJob(nextMonthMs + quarterMs)).toMatchObject({ months: 0 });
  const [program] = await rows<{ id: string }>("SELECT id FROM programs");
  const stale = {
    ...{ programId: program?.id ?? "", mode: "live" as const, clockMs: null, timeZone: "Europe/London" },
    ...{ hasReferrals: true, firstPublishedAtMs: startMs, newestClosed: null },
  };
  expect(await closeMonths({ ...ctx, nowMs: nextMonthMs }, stale, nextMonthMs)).toBe(1);
  expect(await leaders()).toEqual(frozen);

  expect(await eraseParticipant({ ...ctx, nowMs: nextMonthMs }, { id: ben.id, reason: "asked_for" })).toMatchObject({
    ok: true,
  });
  await settled();
  expect(await leaders()).toEqual(frozen.filter((row) => row.participant_id !== ben.id || row.category === ""));
  await expectRight(programId, 2);
});

test("what a new version shows otherwise is on every card after the next run, and is no drift", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, document } = await openProgram(ctx);
  await refer(ctx, ada.code, "mike");
  await settled();
  await runBoardsJob(startMs);
  const changed = { ...document, time_zone: "UTC", leaderboard: { public: true, names: "initials" as const } };
  expect(await changeDraft(ctx, { program: programId, document: changed })).toMatchObject({ ok: true });
  expect(await publishProgram(ctx, programId)).toMatchObject({ ok: true });
  expect(await runBoardsJob(startMs + quarterMs)).toMatchObject({ programs: 1, drift: 0 });
  const { rows: shown } = await env.LEADERBOARD.getByName(programId).page({
    ...{ nowMs: startMs, timeZone: "UTC", period: "all", filter: {}, after: null, limit: 10 },
  });
  expect(shown.map(({ card }) => card.name)).toEqual(["A."]);
});

test("a version that is published while boards are told everything is on every card in the end", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, document } = await openProgram(ctx);
  await refer(ctx, ada.code, "mike");
  await settled();
  await runBoardsJob(startMs);
  const publish = async (names: "initials" | "hidden") => {
    const changed = { ...document, leaderboard: { public: true, names } };
    expect(await changeDraft(ctx, { program: programId, document: changed })).toMatchObject({ ok: true });
    expect(await publishProgram(ctx, programId)).toMatchObject({ ok: true });
  };
  await publish("initials");
  // Time for the people, and for nothing else.
  let wallMs = 0;
  const slowly = (job: Context): Context => {
    const platform = { ...job.platform, wallMs: () => wallMs };
    return withBoards({ ...job, platform }, async () => void (wallMs += 60_000));
  };
  await runBoardsJob(startMs + quarterMs, { change: slowly });
  expect(await namesOn(programId)).toEqual(["A."]);
  await publish("hidden");
  await runBoardsJob(startMs + quarterMs + minuteMs);
  expect((await runsOf("recalculate_leaderboards")).at(-1)?.outcome).toBe("done");
  expect(await namesOn(programId)).toEqual([null]);
});

async function namesOn(programId: string) {
  const page = await env.LEADERBOARD.getByName(programId).page({
    ...{ nowMs: startMs, timeZone: "Europe/London", period: "all", filter: {}, after: null, limit: 10 },
  });
  return page.rows.map(({ card }) => card.name);
}

test("boards that are out of reach hold up no event and no other program, and are told everything later", async () => {
  const said: [string, unknown][] = [];
  const log: Context["log"] = (_level, message, fields) => void said.push([message, fields?.["program_id"]]);
  const { ctx, settled } = fedContext({ log });
  const [silent, other] = [await openProgram(ctx), await openProgram(ctx)];
  await runBoardsJob(startMs);
  const cut = (there: Context) =>
    withBoards({ ...there, log }, async (programId) => {
      if (programId === silent.programId) throw new Error("the object does not answer");
    });
  for (const [index, { ada }] of [silent, other].entries()) await refer(cut(ctx), ada.code, `mike-${index}`);
  await settled();
  expect(said.filter(([message]) => message === "leaderboard_not_fed")).toContainEqual([
    "leaderboard_not_fed",
    silent.programId,
  ]);
  await expectRight(other.programId, 1);

  expect(await runBoardsJob(startMs + quarterMs, { change: cut })).toMatchObject({ drift: 0, failed: 1 });
  expect(said).toContainEqual(["leaderboard_not_recalculated", silent.programId]);
  expect(await runBoardsJob(startMs + 2 * quarterMs)).toMatchObject({ drift: 0, programs: 1, failed: 0 });
  await expectRight(silent.programId, 1);
});
