import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import type { Context } from "#context";
import type { Badge } from "#domain/badge";
import { dayMs, minuteMs } from "#domain/day";
import type { ProgramDocument, Rule } from "#domain/program";
import type { shownStandings } from "#http/contract/standing";
import { schedule } from "#jobs/schedule";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { loadStandingFacts } from "#store/standing-facts";
import { createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { runsOf, tick } from "#support/ticks";
import { awardBadges } from "#usecases/award-badges";
import { revokeReward } from "#usecases/revoke-reward";
import { rewardLeaders } from "#usecases/reward-leaders";

afterEach(expectLedgerBalanced);

const only = (name: string) => ({ table: schedule.filter((job) => job.name === name) });
/** Sunday, 03:00 UTC. */
const sundayMs = Date.UTC(2026, 4, 3, 3);

const badge = (key: string, fields: Partial<Badge>): Badge => ({
  ...{ key, name: key.toUpperCase(), icon: "star", description: `What ${key} is`, color: "#c0ffee" },
  ...fields,
});
const onceBrought = badge("opener", { condition: { gte: ["participant.conversions", 1] } });
const weekly = badge("regular", { condition: { gte: ["participant.conversions", 1] }, award: "weekly" });
/** Needs nobody to be brought. */
const member = badge("member", { condition: { eq: ["participant.kind", "supplier"] }, award: "weekly" });

async function openWorld(badges: Badge[], fields: Partial<ProgramDocument> = {}) {
  const work: (() => Promise<void>)[] = [];
  const ctx = engineContext({ afterwards: (one) => void work.push(one) });
  const { programId } = await publishProgram(ctx, { ...(badges.length > 0 && { badges }), ...fields });
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const afterwards = async () => {
    for (const one of work.splice(0)) await one();
  };
  return { ctx, programId, sarah, afterwards };
}

async function bring(ctx: Context, { code }: { code: string }, name: string): Promise<void> {
  await record(ctx, { id: `${name}-in`, type: "signup", referee: referee(name), code, codeSource: "typed" });
  await record(ctx, {
    ...{ id: `${name}-paid`, type: "payment", referee: referee(name), paymentRef: `${name}-1` },
    ...{ amountMinor: 4900, currency: "GBP" },
  });
}

const awarded = () =>
  rows<{ id: string; rule_key: string; beneficiary_id: string; state: string }>(
    "SELECT id, rule_key, beneficiary_id, state FROM rewards WHERE rule_key LIKE 'badge:%' ORDER BY id",
  );
const keysOf = async () => (await awarded()).map(({ rule_key: key }) => key);

/** As the triggers on referrals keep them, which may have been here before. */
async function total(programId: string, participantId: string, signedUp = 1): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO participant_totals (program_id, participant_id, signed_up) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET signed_up = excluded.signed_up`,
  )
    .bind(programId, participantId, signedUp)
    .run();
}

describe("a badge with a condition", () => {
  test("is awarded at once by the event that meets it, with its history, message and audit row", async () => {
    const { ctx, sarah, afterwards } = await openWorld([onceBrought, weekly]);
    await bring(ctx, sarah, "ben");
    expect(await awarded()).toEqual([]);
    await afterwards();
    const [reward, ...others] = await awarded();
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
    expect(await awarded()).toHaveLength(1);
  });

  test("is awarded once, from however many sides at once, and stays when its condition no longer holds", async () => {
    const { ctx, programId, sarah } = await openWorld([onceBrought]);
    await bring(ctx, sarah, "ben");
    const work = { programId, participantIds: [sarah.id], moment: "at_once" } as const;
    const given = await Promise.all(Array.from({ length: 20 }, async () => awardBadges(ctx, work)));
    expect(given.toSorted()).toEqual([...Array.from({ length: 19 }, () => 0), 1]);
    const [one] = await rows<{ n: number }>(
      `SELECT (SELECT count(*) FROM rewards WHERE rule_key = 'badge:opener') + (SELECT count(*) FROM reward_transitions
        WHERE reason = 'badge_deserved') + (SELECT count(*) FROM audit_log WHERE action = 'reward.granted') AS n`,
    );
    expect(one?.n).toBe(3);
    await record(ctx, { id: "back", type: "refund", paymentRef: "ben-1" });
    expect(await awardBadges(ctx, work)).toBe(0);
    expect(await awarded()).toMatchObject([{ state: "available" }]);
  });

  test("that was taken back is not awarded again", async () => {
    const { ctx, programId, sarah } = await openWorld([onceBrought]);
    await bring(ctx, sarah, "ben");
    const work = { programId, participantIds: [sarah.id], moment: "weekly" } as const;
    expect(await awardBadges(ctx, work)).toBe(1);
    const [reward] = await awarded();
    expect((await revokeReward(ctx, { rewardId: reward?.id ?? "", reason: "bought" })).ok).toBe(true);
    expect(await awardBadges(ctx, work)).toBe(0);
    expect(await awarded()).toMatchObject([{ state: "reversed" }]);
  });

  test("is for nobody who is suspended, and for nobody at all while rewards are switched off or the program is paused", async () => {
    const { ctx, programId, sarah } = await openWorld([onceBrought]);
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

describe("award_badges", () => {
  const table = only("award_badges");

  test("awards on Sunday what waits for it and what was missed, in every program that follows real time", async () => {
    const { ctx, programId, sarah } = await openWorld([onceBrought, weekly]);
    await bring(ctx, sarah, "ben");
    await total(programId, sarah.id);
    const other = await publishProgram(ctx, { badges: [member] }, { mode: "test", clockMs: startMs });
    await total(other.programId, sarah.id);
    await tick(sundayMs - minuteMs, table);
    await tick(sundayMs, table);
    expect(await keysOf()).toEqual(["badge:opener", "badge:regular"]);
    expect((await runsOf("award_badges")).at(-1)).toMatchObject({ outcome: "done" });
    await tick(sundayMs + dayMs, table);
    await tick(sundayMs + 7 * dayMs, table);
    expect(await awarded()).toHaveLength(2);
  });

  test("goes through everybody, a hundred at a time, and program by program", async () => {
    const { ctx, programId } = await openWorld([member]);
    const second = (await publishProgram(ctx, { badges: [member] })).programId;
    const people = Array.from({ length: 205 }, (_, n) => `ptc_many${String(n).padStart(4, "0")}`);
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO participants (id, mode, kind, external_id, status, board_opt_out, created_at_ms, updated_at_ms)
          SELECT value, 'live', 'supplier', value, 'active', 0, 0, 0 FROM json_each(?)`,
      ).bind(JSON.stringify(people)),
      ...[programId, second].flatMap((id) => [
        env.DB.prepare(
          "INSERT INTO participant_totals (program_id, participant_id) SELECT ?, value FROM json_each(?)",
        ).bind(id, JSON.stringify(people)),
      ]),
    ]);
    await tick(sundayMs, table);
    const [run] = await runsOf("award_badges");
    expect([run?.outcome, run?.counts]).toEqual(["done", JSON.stringify({ awarded: 410, failed: 0 })]);
    expect(await awarded()).toHaveLength(410);
  });
});

test("a test program's clock that passes a Sunday awards its badges, on that day", async () => {
  const api = await connect({ mode: "test" });
  const program = await createProgram(api, {
    overrides: { badges: [member], rules: [], fulfilment: { badge: "wallet" } },
  });
  const ada = await createParticipant(api);
  await total(program.id, ada.id);
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

type Standings = z.output<typeof shownStandings>;

async function standingOf(api: ApiClient, id: string, program: string) {
  const { body } = await api.get<Standings>(`/v1/participants/${id}/standing?program=${program}`);
  return body.programs[0];
}

async function closeMonth(programId: string, month: string, leaders: [category: string, rank: number, id: string][]) {
  await env.DB.batch([
    env.DB.prepare("INSERT INTO closed_months (program_id, month, closed_at_ms) VALUES (?, ?, ?)").bind(
      ...[programId, month, Date.now()],
    ),
    ...leaders.map(([category, rank, id]) =>
      env.DB.prepare("INSERT INTO month_leaders VALUES (?, ?, ?, ?, ?, 3, 0)").bind(
        ...[programId, month, category, rank, id],
      ),
    ),
  ]);
}

const monthRule: Rule = {
  key: "best-of-month",
  on: { leader: "month" },
  grant: [{ to: "referrer", kind: "points", quantity: 50 }],
};

const unrewarded = () => rows("SELECT month FROM closed_months WHERE rewarded_at_ms IS NULL");

test("the first of a closed month, overall and in each category, get what the rules promise; it is claimed once", async () => {
  const api = await connect();
  const program = await createProgram(api, { preset: "supplier-network" });
  const [ada, ben] = [await createParticipant(api, { category: "florist" }), await createParticipant(api)];
  await closeMonth(program.id, "2026-10", [
    ["", 1, ada.id],
    ["", 2, ben.id],
    ["dj", 1, ben.id],
    ["florist", 1, ada.id],
  ]);
  const ctx = engineContext({ nowMs: Date.now() });
  await Promise.all(Array.from({ length: 5 }, async () => rewardLeaders(ctx)));
  const given = await rows("SELECT rule_key, subject, beneficiary_id, state, version FROM rewards ORDER BY subject");
  expect(given).toEqual([
    { rule_key: "monthly_leader", subject: "2026-10", beneficiary_id: ada.id, state: "available", version: 1 },
    { rule_key: "category_leader", subject: "2026-10:dj", beneficiary_id: ben.id, state: "available", version: 1 },
    { rule_key: "category_leader", subject: "2026-10:florist", beneficiary_id: ada.id, state: "available", version: 1 },
  ]);
  expect(await unrewarded()).toEqual([]);
  expect(await rows("SELECT object_id FROM audit_log WHERE action = 'reward.granted'")).toHaveLength(3);

  const milestones = async () =>
    (await standingOf(api, ada.id, program.id))?.milestones.filter(({ on }) => on !== "count");
  const before = await milestones();
  expect(before).toMatchObject([
    { rule: "monthly_leader", on: "month", title: "Leader of the month", times: 1, rewards: [{ claimable: true }] },
    { rule: "category_leader", on: "category_month", times: 1, rewards: [{ claimable: true }] },
  ]);
  const reward = before?.[0]?.rewards[0]?.id ?? "";
  const claims = await Promise.all(Array.from({ length: 4 }, async () => api.post(`/v1/rewards/${reward}/claim`)));
  expect(claims.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  expect((await milestones())?.[0]).toMatchObject({ times: 1, rewards: [{ state: "redeemed", claimable: false }] });
  const shown = await api.get<{ timeline: { code: string }[] }>(`/v1/rewards/${reward}`);
  expect(shown.body.timeline.map(({ code }) => code)).toEqual(["earned", "available", "used"]);
});

test("a month is rewarded by the version in force when it was closed, whatever is published later", async () => {
  const { ctx, programId, sarah } = await openWorld([], { rules: [monthRule], fulfilment: { points: "wallet" } });
  const closedAtMs = Date.now();
  await closeMonth(programId, "2026-09", [["", 1, sarah.id]]);
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO program_versions SELECT program_id, 2, json_remove(document, '$.rules[0]'), ?, 'test' FROM program_versions`,
    ).bind(closedAtMs + 60_000),
    env.DB.prepare("UPDATE programs SET current_version = 2"),
  ]);
  await tick(closedAtMs + minuteMs, only("reward_leaders"));
  expect(await rows("SELECT version, state, quantity FROM rewards")).toEqual([
    { version: 1, state: "available", quantity: 50 },
  ]);
  const [standing] = await loadStandingFacts(ctx.db, { mode: "live", participantId: sarah.id, programId });
  expect(standing).toMatchObject({ totals: { monthsLed: 1 }, leaderRewards: [{ ruleKey: "best-of-month" }] });
  expect([...(standing?.versions.keys() ?? [])]).toEqual([1, 2]);
});

test("leaders of many categories are rewarded in several batches, also by two at once", async () => {
  const rule = { ...monthRule, on: { leader: "category_month" as const } };
  const { ctx, programId, sarah } = await openWorld([], { rules: [rule], fulfilment: { points: "wallet" } });
  const categories = Array.from({ length: 45 }, (_, n) => `category ${n}`);
  await closeMonth(
    programId,
    "2026-09",
    categories.map((category) => [category, 1, sarah.id]),
  );
  const results = await Promise.all([rewardLeaders(ctx), rewardLeaders(ctx)]);
  expect(results.map(({ counts }) => counts["failed"])).toEqual([0, 0]);
  expect(await rows("SELECT count(*) AS n, count(DISTINCT subject) AS subjects FROM rewards")).toEqual([
    { n: 45, subjects: 45 },
  ]);
  expect(await unrewarded()).toEqual([]);
});

test("with rewards switched off a month's leaders are denied, and the month is over; leading it still earns a badge", async () => {
  const led = badge("leader", { condition: { gte: ["participant.months_led", 1] } });
  const { ctx, programId, sarah } = await openWorld([led], {
    rules: [monthRule],
    fulfilment: { points: "wallet", badge: "wallet" },
  });
  await closeMonth(programId, "2026-09", [["", 1, sarah.id]]);
  await rewardLeaders({ ...ctx, flags: { ...ctx.flags, rewards: false } });
  expect(await rows("SELECT rule_key, state FROM rewards")).toEqual([{ rule_key: "best-of-month", state: "denied" }]);
  await closeMonth(programId, "2026-10", [["", 1, sarah.id]]);
  await rewardLeaders(ctx);
  expect(await keysOf()).toEqual(["badge:leader"]);
  expect(await rows("SELECT subject FROM rewards WHERE state = 'available' AND kind = 'points'")).toEqual([
    { subject: "2026-10" },
  ]);
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
