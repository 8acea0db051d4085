import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs, minuteMs } from "#domain/day";
import { connect } from "#support/api";
import {
  afterFirstRead,
  awardedBadges,
  badge,
  bring,
  makeKnown,
  only,
  openAwardWorld,
  standingOf,
} from "#support/award-ground";
import { publishProgram, record, referee, startMs } from "#support/engine";
import { createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { runsOf, tick } from "#support/ticks";
import { awardBadges } from "#usecases/award-badges";
import { eraseParticipant } from "#usecases/erase-participant";
import { revokeReward } from "#usecases/revoke-reward";

afterEach(expectLedgerBalanced);

/** Sunday, 03:00 UTC. */
const sundayMs = Date.UTC(2026, 4, 3, 3);

const onceBrought = badge("opener", { condition: { gte: ["participant.conversions", 1] } });
const weekly = badge("regular", { condition: { gte: ["participant.conversions", 1] }, award: "weekly" });
/** Needs nobody to be brought. */
const member = badge("member", { condition: { eq: ["participant.kind", "supplier"] }, award: "weekly" });

describe("a badge with a condition", () => {
  test("is awarded at once by the event that meets it, with its history, message and audit row", async () => {
    const { ctx, sarah, afterwards } = await openAwardWorld([onceBrought, weekly]);
    await bring(ctx, sarah, "ben");
    expect(await awardedBadges()).toEqual([]);
    await afterwards();
    const [reward, ...others] = await awardedBadges();
    expect([reward, others]).toMatchObject([{ rule_key: "badge:opener", beneficiary_id: sarah.id }, []]);
    const id = reward?.id ?? "";
    expect(await rows("SELECT to_state, reason, actor FROM reward_transitions WHERE reward_id = ?", id)).toEqual([
      { to_state: "available", reason: "badge_deserved", actor: "job:award_badges" },
    ]);
    expect(await rows("SELECT action, actor FROM audit_log WHERE object_id = ?", id)).toEqual([
      { action: "reward.granted", actor: "job:award_badges" },
    ]);
    const messages = await rows<{ payload: string }>("SELECT payload FROM outbox WHERE type = 'reward.available'");
    expect(messages.map(({ payload }) => (JSON.parse(payload) as { rule: string }).rule)).toContain("badge:opener");

    await bring(ctx, sarah, "cleo");
    await afterwards();
    expect(await awardedBadges()).toHaveLength(1);
  });

  test("is awarded once, from however many sides at once, and stays when its condition no longer holds", async () => {
    const { ctx, programId, sarah } = await openAwardWorld([onceBrought]);
    await bring(ctx, sarah, "ben");
    const work = { programId, participantIds: [sarah.id], moment: "at_once" } as const;
    const given = await Promise.all(Array.from({ length: 20 }, async () => awardBadges(ctx, work)));
    expect(given.filter((badges) => badges > 0)).toEqual([1]);
    const [one] = await rows<{ n: number }>(
      `SELECT (SELECT count(*) FROM rewards WHERE rule_key = 'badge:opener') + (SELECT count(*) FROM reward_transitions
        WHERE reason = 'badge_deserved') + (SELECT count(*) FROM audit_log WHERE action = 'reward.granted') AS n`,
    );
    expect(one?.n).toBe(3);
    await record(ctx, { id: "back", type: "refund", paymentRef: "ben-1" });
    expect(await awardBadges(ctx, work)).toBe(0);
    expect(await awardedBadges()).toMatchObject([{ state: "available" }]);
  });

  test("may ask for all that the database keeps up of a participant", async () => {
    const all = badge("all-round", {
      condition: {
        all: [
          { gte: ["participant.conversions", 1] },
          { gte: ["participant.referrals", 2] },
          { eq: ["participant.conversion_rate_bps", 5000] },
          { eq: ["participant.months_earned", 1] },
          { eq: ["participant.category", "florist"] },
          { eq: ["participant.months_led", 0] },
        ],
      },
    });
    const { ctx, sarah, afterwards } = await openAwardWorld([all]);
    await env.DB.prepare("UPDATE participants SET category = 'florist' WHERE id = ?").bind(sarah.id).run();
    await bring(ctx, sarah, "ben");
    await afterwards();
    expect(await awardedBadges()).toEqual([]);
    await record(ctx, { id: "in", type: "signup", referee: referee("cleo"), code: sarah.code, codeSource: "typed" });
    await afterwards();
    expect(await awardedBadges()).toMatchObject([{ rule_key: "badge:all-round" }]);
  });

  test("that was taken back is not awarded again", async () => {
    const { ctx, programId, sarah } = await openAwardWorld([onceBrought]);
    await bring(ctx, sarah, "ben");
    const work = { programId, participantIds: [sarah.id], moment: "weekly" } as const;
    expect(await awardBadges(ctx, work)).toBe(1);
    const [reward] = await awardedBadges();
    expect((await revokeReward(ctx, { rewardId: reward?.id ?? "", reason: "bought" })).ok).toBe(true);
    expect(await awardBadges(ctx, work)).toBe(0);
    expect(await awardedBadges()).toMatchObject([{ state: "reversed" }]);
  });

  test("is not given to who is erased while it is decided", async () => {
    const { ctx, programId, sarah } = await openAwardWorld([onceBrought]);
    await bring(ctx, sarah, "ben");
    const work = { programId, participantIds: [sarah.id], moment: "weekly" } as const;
    const erase = async () => void (await eraseParticipant(ctx, { id: sarah.id, reason: "asked_for" }));
    expect(await awardBadges({ ...ctx, db: afterFirstRead(ctx.db, erase) }, work)).toBe(0);
    expect(await awardedBadges()).toEqual([]);
  });

  test("is for nobody who is suspended, and for nobody at all while rewards are switched off or the program is paused", async () => {
    const { ctx, programId, sarah } = await openAwardWorld([onceBrought]);
    await bring(ctx, sarah, "ben");
    const work = { programId, participantIds: [sarah.id], moment: "weekly" } as const;
    const award = (change: Partial<Context> = {}) => awardBadges({ ...ctx, ...change }, work);
    await env.DB.prepare("UPDATE participants SET status = 'suspended' WHERE id = ?").bind(sarah.id).run();
    expect(await award()).toBe(0);
    await env.DB.prepare("UPDATE participants SET status = 'active' WHERE id = ?").bind(sarah.id).run();
    expect(await award({ flags: { ...ctx.flags, rewards: false } })).toBe(0);
    await env.DB.prepare("UPDATE programs SET status = 'paused'").run();
    expect(await award()).toBe(0);
    await env.DB.prepare("UPDATE programs SET status = 'active'").run();
    expect(await award()).toBe(1);
  });
});

async function makePeople(n: number): Promise<string[]> {
  const people = Array.from({ length: n }, (_, nth) => `ptc_many${String(nth).padStart(4, "0")}`);
  await env.DB.prepare(
    `INSERT INTO participants (id, mode, kind, external_id, status, board_opt_out, created_at_ms, updated_at_ms)
      SELECT value, 'live', 'supplier', value, 'active', 0, 0, 0 FROM json_each(?)`,
  )
    .bind(JSON.stringify(people))
    .run();
  return people;
}

describe("award_badges", () => {
  const table = only("award_badges");

  test("awards on Sunday what waits for it and what was missed, in every program that follows real time", async () => {
    const { ctx, programId, sarah } = await openAwardWorld([onceBrought, weekly]);
    await bring(ctx, sarah, "ben");
    await makeKnown(programId, [sarah.id]);
    const other = await publishProgram(ctx, { badges: [member] }, { mode: "test", clockMs: startMs });
    await makeKnown(other.programId, [sarah.id]);
    await tick(sundayMs - minuteMs, table);
    await tick(sundayMs, table);
    const keys = (await awardedBadges()).map(({ rule_key: key }) => key);
    expect(keys).toEqual(["badge:opener", "badge:regular"]);
    expect((await runsOf("award_badges")).at(-1)).toMatchObject({ outcome: "done" });
    await tick(sundayMs + dayMs, table);
    await tick(sundayMs + 7 * dayMs, table);
    expect(await awardedBadges()).toHaveLength(2);
  });

  test("awards everybody on a page all there is, in several batches", async () => {
    const catalogue = Array.from({ length: 50 }, (_, n) => ({ ...member, key: `member-${n}` }));
    const { ctx, programId } = await openAwardWorld(catalogue);
    const participantIds = await makePeople(12);
    await makeKnown(programId, participantIds);
    expect(await awardBadges(ctx, { programId, participantIds, moment: "weekly" })).toBe(600);
    expect(await rows("SELECT DISTINCT beneficiary_id, rule_key FROM rewards")).toHaveLength(600);
  });

  test("goes through everybody, a hundred at a time, and program by program", async () => {
    const { ctx, programId } = await openAwardWorld([member]);
    const second = (await publishProgram(ctx, { badges: [member] })).programId;
    const people = await makePeople(205);
    for (const id of [programId, second]) await makeKnown(id, people);
    await tick(sundayMs, table);
    const [run] = await runsOf("award_badges");
    expect([run?.outcome, run?.counts]).toEqual(["done", JSON.stringify({ awarded: 410, failed: 0 })]);
    expect(await awardedBadges()).toHaveLength(410);
  });
});

test("a test program's clock that passes a Sunday awards its badges, on that day", async () => {
  const api = await connect({ mode: "test" });
  const program = await createProgram(api, {
    overrides: { badges: [member], rules: [], fulfilment: { badge: "wallet" } },
  });
  const ada = await createParticipant(api);
  await makeKnown(program.id, [ada.id]);
  const clock = async (now: string) => {
    const reply = await api.post<{ happened: object }>(`/v1/programs/${program.id}/clock`, { now });
    return reply.body.happened;
  };
  expect(await clock("2040-03-05T09:00:00.000Z")).toMatchObject({ badges_awarded: 1, rewards_released: 0 });
  const [given] = await rows<{ at: number }>("SELECT earned_at_ms AS at FROM rewards");
  expect(new Date(given?.at ?? 0).toISOString()).toMatch(/T03:00:00.000Z$/);
  expect(new Date(given?.at ?? 0).getUTCDay()).toBe(0);
  expect(await clock("2041-03-05T09:00:00.000Z")).toMatchObject({ badges_awarded: 0, more: false });
});

test("a standing shows badges as the catalogue has them: those that are held, and how to come by the others", async () => {
  const api = await connect();
  const program = await createProgram(api, { preset: "supplier-network" });
  const ada = await createParticipant(api);
  const grant = { program: program.id, participant: ada.id, reason: "a fair", operation_id: "op-1" };
  const unknown = await api.post<{ issues: object[] }>("/v1/rewards", {
    ...grant,
    grant: { kind: "badge", badge: "Connector" },
  });
  expect([unknown.status, unknown.body.issues]).toMatchObject([400, [{ path: "grant.badge" }]]);
  const granted = await api.post("/v1/rewards", { ...grant, grant: { kind: "badge", badge: "connector" } });
  expect(granted.status, granted.text).toBe(201);
  const standing = await standingOf(api, ada.id, program.id);
  expect(standing?.badges).toMatchObject([{ label: "connector", name: "Connector", icon: "🤝", color: "#2f80ed" }]);
  expect(standing?.badges_to_earn.map(({ key, by, earnable }) => [key, by, earnable])).toEqual([
    ["first-referral", "rules", true],
    ["ambassador", "rules", true],
    ["good-judge", "condition", true],
    ["hall-of-fame", "condition", true],
  ]);
  expect(standing?.badges_to_earn[3]).toMatchObject({ award: "weekly", progress: { needed: 3, progress: 0 } });
});
