import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import type { Context } from "#context";
import { dayMs, minuteMs } from "#domain/day";
import { schedule } from "#jobs/schedule";
import { connect } from "#support/api";
import { badge } from "#support/award-ground";
import { createReferrer, engineContext, publishProgram, startMs } from "#support/engine";
import { createLink, createParticipant, createProgram } from "#support/factories";
import {
  categories,
  expectRight,
  fedContext,
  openProgram,
  pay,
  readBoard,
  refer,
  refund,
  runBoardsJob,
  withBoards,
} from "#support/fed-boards";
import { expectLedgerBalanced } from "#support/ledger";
import { tick } from "#support/ticks";
import { changeParticipant } from "#usecases/change-participant";
import { tellTogether } from "#usecases/feed-boards";
import { reassignReferral } from "#usecases/reassign-referral";

afterEach(expectLedgerBalanced);

const quarterMs = 15 * minuteMs;

test("what the API is told is on the board within a second, and off it when the money goes back", async () => {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const ada = await createParticipant(api, { name: "Ada", category: "dj" });
  const { code } = await createLink(api, { program: program.id, participant: ada.id });
  const mike = { kind: "supplier", external_id: "mike" };
  const tell = async (event: object) => expect(await api.post("/v1/events", event)).toMatchObject({ status: 200 });
  const shows = async (places: unknown[]) =>
    vi.waitFor(async () => expect(await readBoard(program.id)).toMatchObject({ state: "ready", places }), {
      ...{ timeout: 1000, interval: 5 },
    });
  await tell({ id: "e1", type: "signup", referee: mike, code, code_source: "typed" });
  await tell({ id: "e2", type: "payment", referee: mike, payment_ref: "o1", amount_minor: 4900, currency: "GBP" });
  await shows([{ id: ada.id, conversions: 1 }]);
  await tell({ id: "e3", type: "refund", payment_ref: "o1", amount_minor: 4900 });
  await shows([]);
});

test("refunds, reassignments, suspensions and other categories move people at once", async () => {
  const { ctx, settled } = fedContext();
  const { programId, ada, ben, cleo } = await openProgram(ctx);
  const moved = await refer(ctx, ada.code, "mike");
  await refer(ctx, ada.code, "nina", { atMs: startMs + 1 });
  await refer(ctx, cleo.code, "oskar", { atMs: startMs + 2 });
  await settled();
  await expectRight(programId, 2);
  const [first] = (
    await env.LEADERBOARD.getByName(programId).page({
      ...{ nowMs: startMs, timeZone: "Europe/London", period: "all", filter: {}, after: null, limit: 1 },
    })
  ).rows;
  expect(first?.card).toMatchObject({
    name: "Ada",
    referrals: 2,
    conversions: 2,
    monthsEarned: 2,
    valueEarned: { GBP: 9800 },
  });

  expect(await reassignReferral(ctx, { referralId: moved, referrerId: ben.id, reason: "by mistake" })).toMatchObject({
    ok: true,
  });
  await settled();
  await expectRight(programId, 3);
  await refund(ctx, "nina");
  await settled();
  await expectRight(programId, 2);
  for (const fields of [
    { category: "venue" },
    { status: "suspended" },
    { status: "active", name: "Benedict" },
  ] as const) {
    expect(await changeParticipant(ctx, { id: ben.id, fields })).toMatchObject({ ok: true });
    await settled();
    await expectRight(programId, "status" in fields && fields.status === "suspended" ? 1 : 2);
  }
});

test("what time brings about is told in one call, however much it is", async () => {
  const { ctx, settled } = fedContext();
  const rules = [
    {
      ...{ key: "held", on: { event: "payment" as const, occurrence: "first" as const }, hold: { days: 14 } },
      grant: [{ to: "referrer" as const, kind: "free_month" as const, quantity: 1 }],
    },
  ];
  const { programId } = await publishProgram(ctx, { rules });
  const ada = await createReferrer(ctx, programId, "Ada");
  for (const name of ["mike", "nina", "oskar"]) await refer(ctx, ada.code, name);
  await settled();
  expect(await monthsOf(programId)).toEqual([0]);
  await runBoardsJob(startMs);

  const laterMs = startMs + 15 * dayMs;
  let updates = 0;
  const work: Promise<void>[] = [];
  const change = (job: Context) => ({
    ...withBoards(job, async () => void (updates += 1)),
    afterwards: (run: () => Promise<void>) => void work.push(run()),
  });
  await tick(laterMs, { table: schedule.filter(({ name }) => name === "release_rewards"), change });
  await Promise.all(work);
  expect([updates, await monthsOf(programId)]).toEqual([1, [3]]);
  expect(await runBoardsJob(laterMs)).toMatchObject({ people: 1, drift: 0 });
});

test("a badge that work which is told together brings about later is told all the same", async () => {
  const { ctx, settled } = fedContext();
  const { programId } = await publishProgram(ctx, {
    badges: [badge("opener", { condition: { gte: ["participant.conversions", 1] } })],
  });
  const ada = await createReferrer(ctx, programId, "Ada");
  await refer(ctx, ada.code, "mike", { pays: false });
  await settled();
  await tellTogether(ctx, async (gathering) => pay(gathering, "mike"));
  await settled();
  const page = await env.LEADERBOARD.getByName(programId).page({
    ...{ nowMs: startMs, timeZone: "Europe/London", period: "all", filter: {}, after: null, limit: 10 },
  });
  expect(page.rows.map(({ card }) => card.badges.map(({ label }) => label))).toEqual([["opener"]]);
});

async function monthsOf(programId: string): Promise<number[]> {
  const page = await env.LEADERBOARD.getByName(programId).page({
    ...{ nowMs: startMs, timeZone: "Europe/London", period: "all", filter: {}, after: null, limit: 10 },
  });
  return page.rows.map(({ card }) => card.monthsEarned);
}

test("a hundred people's conversions at once, while boards are read, all arrive and stand in order", async () => {
  const { ctx, settled } = fedContext();
  const { programId } = await publishProgram(ctx);
  const people = await Promise.all(
    Array.from({ length: 100 }, async (_, index) =>
      createReferrer(ctx, programId, `Ref${index}`, { category: categories[index % 2] ?? null }),
    ),
  );
  const signUp = async ({ code }: { code: string }, index: number) =>
    refer(engineContext(), code, `friend${index}`, { pays: false });
  await Promise.all(people.map(signUp));
  await runBoardsJob(startMs);
  const reading = Array.from({ length: 20 }, async () => readBoard(programId));
  await Promise.all([
    ...people.map(async (_, index) => pay({ ...ctx, nowMs: startMs + (index % 7) }, `friend${index}`)),
    ...reading,
  ]);
  await settled();
  await expectRight(programId, 100);
  expect(await runBoardsJob(startMs + quarterMs)).toMatchObject({ drift: 0, failed: 0 });
});
