import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import type { Context } from "#context";
import { minuteMs } from "#domain/day";
import type { Rule } from "#domain/program";
import { loadStandingFacts } from "#store/standing-facts";
import { connect } from "#support/api";
import { afterFirstRead, awardedBadges, badge, only, openAwardWorld, standingOf } from "#support/award-ground";
import { engineContext, publishProgram } from "#support/engine";
import { createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { tick } from "#support/ticks";
import { eraseParticipant } from "#usecases/erase-participant";
import { rewardLeaders } from "#usecases/reward-leaders";

afterEach(expectLedgerBalanced);

type Led = [category: string, rank: number, id: string];

async function closeMonth(programId: string, month: string, leaders: Led[], closedAtMs = Date.now()) {
  await env.DB.batch([
    env.DB.prepare("INSERT INTO closed_months (program_id, month, closed_at_ms) VALUES (?, ?, ?)").bind(
      ...[programId, month, closedAtMs],
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

/** A run that begins anew. */
const begun = { memory: null };
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
  await Promise.all(Array.from({ length: 5 }, async () => rewardLeaders(ctx, begun)));
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
  expect(claims.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  expect((await milestones())?.[0]).toMatchObject({ times: 1, rewards: [{ state: "redeemed", claimable: false }] });
  const shown = await api.get<{ timeline: { code: string }[] }>(`/v1/rewards/${reward}`);
  expect(shown.body.timeline.map(({ code }) => code)).toEqual(["earned", "available", "used"]);
});

test("a month is rewarded by the version in force when it was closed, whatever is published later", async () => {
  const { ctx, programId, sarah } = await openAwardWorld([], { rules: [monthRule], fulfilment: { points: "wallet" } });
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
  const { programs } = await loadStandingFacts(ctx.db, { mode: "live", participantId: sarah.id, program: programId });
  const [standing] = programs;
  expect(standing).toMatchObject({ achieved: { monthsLed: 1 }, leaderRewards: [{ ruleKey: "best-of-month" }] });
  expect(standing?.versions.size).toBe(2);
});

test("leaders of many categories are rewarded in several batches, also by two at once", async () => {
  const rule = { ...monthRule, on: { leader: "category_month" as const } };
  const { ctx, programId, sarah } = await openAwardWorld([], { rules: [rule], fulfilment: { points: "wallet" } });
  const categories = Array.from({ length: 45 }, (_, n) => `category ${n}`);
  await closeMonth(
    programId,
    "2026-09",
    categories.map((category) => [category, 1, sarah.id]),
  );
  const results = await Promise.all([rewardLeaders(ctx, begun), rewardLeaders(ctx, begun)]);
  expect(results.map(({ counts }) => counts["failed"])).toEqual([0, 0]);
  expect(await rows("SELECT count(*) AS n, count(DISTINCT subject) AS subjects FROM rewards")).toEqual([
    { n: 45, subjects: 45 },
  ]);
  expect(await unrewarded()).toEqual([]);
});

test("whoever led and is erased gets nothing more, and nothing that he got says of what category he was", async () => {
  const rule = { ...monthRule, on: { leader: "category_month" as const } };
  const { ctx, programId, sarah } = await openAwardWorld([], {
    rules: [rule, { ...monthRule, key: "of-all" }],
    fulfilment: { points: "wallet" },
  });
  await closeMonth(programId, "2026-08", [
    ["", 1, sarah.id],
    ["dj", 1, sarah.id],
    ["florist", 1, sarah.id],
  ]);
  await rewardLeaders(ctx, begun);
  await closeMonth(programId, "2026-09", [["florist", 1, sarah.id]]);
  const erase = async () =>
    expect(await eraseParticipant(ctx, { id: sarah.id, reason: "asked_for" })).toMatchObject({ ok: true });
  const raced = await rewardLeaders({ ...ctx, db: afterFirstRead(ctx.db, erase) }, begun);
  expect(raced.counts).toMatchObject({ months: 1, rewards: 0, failed: 0 });
  const subjects = await rows<{ subject: string }>("SELECT subject FROM rewards ORDER BY subject");
  expect(subjects.map(({ subject }) => subject.replace(/rwd_\w+/, "his"))).toEqual([
    ...["2026-08", "2026-08:his", "2026-08:his"],
  ]);
  expect(await unrewarded()).toEqual([]);
});

test("with rewards switched off a month's leaders are denied, and the month is over; leading it still earns a badge", async () => {
  const led = badge("leader", { condition: { gte: ["participant.months_led", 1] } });
  const { ctx, programId, sarah } = await openAwardWorld([led], {
    rules: [monthRule],
    fulfilment: { points: "wallet", badge: "wallet" },
  });
  await closeMonth(programId, "2026-09", [["", 1, sarah.id]]);
  await rewardLeaders({ ...ctx, flags: { ...ctx.flags, rewards: false } }, begun);
  expect(await rows("SELECT rule_key, state FROM rewards")).toEqual([{ rule_key: "best-of-month", state: "denied" }]);
  await closeMonth(programId, "2026-10", [["", 1, sarah.id]]);
  await rewardLeaders(ctx, begun);
  expect(await awardedBadges()).toMatchObject([{ rule_key: "badge:leader" }]);
  expect(await rows("SELECT subject FROM rewards WHERE state = 'available' AND kind = 'points'")).toEqual([
    { subject: "2026-10" },
  ]);
});

test("months that cannot be rewarded keep no other from its turn", async () => {
  const { ctx, programId, sarah } = await openAwardWorld([], { rules: [monthRule], fulfilment: { points: "wallet" } });
  const { programId: broken } = await publishProgram(ctx);
  const closedAtMs = Date.now();
  await env.DB.batch([
    env.DB.prepare("INSERT INTO program_versions VALUES (?, 2, '{}', ?, 'test')").bind(broken, closedAtMs - 1),
    env.DB.prepare("UPDATE programs SET current_version = 2 WHERE id = ?").bind(broken),
  ]);
  for (let year = 2000; year < 2020; year += 1) await closeMonth(broken, `${year}-01`, [["", 1, sarah.id]], closedAtMs);
  await closeMonth(programId, "2026-09", [["", 1, sarah.id]], closedAtMs + minuteMs);
  const quiet = { ...only("reward_leaders"), change: (job: Context): Context => ({ ...job, log: () => undefined }) };
  for (let minute = 0; minute < 3; minute += 1) await tick(closedAtMs + minute * minuteMs, quiet);
  expect(await rows("SELECT rule_key FROM rewards")).toEqual([{ rule_key: "best-of-month" }]);
  expect(await unrewarded()).toHaveLength(20);
});
