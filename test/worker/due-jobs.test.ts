import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { runDueJobs } from "#jobs/run-jobs";
import { openContext } from "#open-context";
import { createReferrer, engineContext, inTestMode, publishProgram, record, referee } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { createRewardWorld, seedReward } from "#support/reward-seeds";
import { createWorld, signUp } from "#support/world";
import { settleDueItem } from "#usecases/settle-due-item";

afterEach(expectLedgerBalanced);

const midnight = 20_000 * dayMs;
const at = (hour: number, minute: number) => midnight + (hour * 60 + minute) * 60_000;

/** One tick of the trigger. */
async function tick(nowMs: number): Promise<void> {
  await runDueJobs(
    (name) => openContext(env, { actor: { type: "job", name, mode: "live" }, nowMs, requestId: "req_tick" }),
    nowMs,
  );
}

async function states() {
  const found = await rows<{ subject: string; state: string }>("SELECT subject, state FROM rewards ORDER BY id");
  return Object.fromEntries(found.map(({ subject, state }) => [subject, state]));
}

test("holds are released every quarter of an hour, as far as they are over", async () => {
  const { seed, balance } = await createRewardWorld();
  await seed({ subject: "over", releaseAtMs: at(10, 15) });
  await seed({ subject: "later", releaseAtMs: at(10, 15) + 1 });
  await seed({ subject: "in review", releaseAtMs: at(10, 0), needsReview: true });
  await seed({ subject: "disputed", releaseAtMs: at(10, 0), disputed: true });
  await tick(at(10, 14));
  expect(await balance()).toBe(0);
  await tick(at(10, 29));
  expect(await states()).toEqual({ over: "available", later: "pending", "in review": "pending", disputed: "pending" });
  expect(await rows("SELECT actor, reason FROM reward_transitions WHERE position = 2")).toEqual([
    { actor: "job:release_rewards", reason: "hold_ended" },
  ]);
});

test("rewards expire once a day at 02:15, as far as they are over and unused", async () => {
  const { seed, balance } = await createRewardWorld();
  await seed({ subject: "over", expiresAtMs: at(2, 15) });
  await seed({ subject: "today", expiresAtMs: at(2, 15) + 1 });
  await seed({ subject: "for ever" });
  for (const [hour, minute] of [
    [2, 0],
    [2, 14],
    [2, 30],
    [14, 15],
  ] as const)
    await tick(at(hour, minute) - dayMs);
  expect(await balance()).toBe(3000);
  await tick(at(2, 15));
  expect(await states()).toEqual({ over: "expired", today: "available", "for ever": "available" });
  expect(await balance()).toBe(2000);
  await tick(at(2, 15) + dayMs);
  expect(await states()).toMatchObject({ today: "expired" });
});

test("what is more than a tick can do is done by the next ones", async () => {
  const { seed } = await createRewardWorld();
  for (let n = 0; n < 101; n++) await seed({ expiresAtMs: at(0, 0) - n });
  const left = () => rows("SELECT expires_at_ms AS at FROM rewards WHERE state = 'available'");
  await tick(at(2, 15));
  expect(await left()).toEqual([{ at: at(0, 0) }]);
  await tick(at(2, 16));
  expect(await left()).toEqual([]);
});

test("one that fails keeps none of the others from its turn", async () => {
  const { seed } = await createRewardWorld();
  const broken = await seed({ subject: "broken", releaseAtMs: at(9, 0) });
  await seed({ subject: "sound", releaseAtMs: at(10, 0) });
  const rival = "INSERT INTO reward_transitions VALUES (?, 2, 'pending', 'available', 'of a rival', '', 0, NULL)";
  await env.DB.prepare(rival).bind(broken.id).run();
  await tick(at(10, 0));
  expect(await states()).toEqual({ broken: "pending", sound: "available" });
});

test("a test program with a clock of its own waits for it; one without follows real time", async () => {
  const ctx = inTestMode(engineContext());
  const clocked = await publishProgram(ctx, {}, { mode: "test", clockMs: midnight });
  const clockless = await publishProgram(ctx, {}, { mode: "test" });
  for (const [name, { programId }] of Object.entries({ clocked, clockless })) {
    const { id: beneficiaryId } = await createReferrer(ctx, programId, name);
    await seedReward({ mode: "test", programId, beneficiaryId, subject: name, releaseAtMs: at(10, 0) });
  }
  await tick(at(10, 0));
  expect(await states()).toEqual({ clocked: "pending", clockless: "available" });
  expect(await rows("SELECT mode, actor FROM audit_log")).toEqual([{ mode: "test", actor: "job:release_rewards" }]);
});

test("a stay that is over is reported once, and counts the referral", async () => {
  const startMs = midnight - 30 * dayMs;
  const ctx = engineContext({ nowMs: startMs });
  const { programId } = await publishProgram(ctx, {
    rules: [
      {
        key: "stayed",
        on: { count: { every: 1 } },
        qualify: { stay_days: 30 },
        grant: [{ to: "referrer", kind: "free_month", quantity: 1 }],
      },
    ],
  });
  const sarah = await createReferrer(ctx, programId, "Sarah", {
    link: { createdAtMs: startMs - dayMs, expiresAtMs: startMs + dayMs },
  });
  const mike = referee("mike");
  await record(ctx, { id: "s", type: "signup", referee: mike, code: sarah.code, codeSource: "typed" });
  const paid = { id: "p", type: "payment", paymentRef: "inv-1", amountMinor: 4900, currency: "GBP" } as const;
  await record(ctx, { ...paid, referee: mike });
  await tick(midnight - 15 * 60_000);
  expect(await rows("SELECT id FROM rewards")).toEqual([]);
  await tick(midnight);
  await tick(midnight + 15 * 60_000);
  expect(await rows("SELECT type, occurred_at_ms AS at, actor FROM events WHERE type = 'stay_ended'")).toEqual([
    { type: "stay_ended", at: midnight, actor: "job:end_stays" },
  ]);
  expect(await rows("SELECT state, ordinal FROM rewards")).toEqual([{ state: "available", ordinal: 1 }]);
});

test("a stay that its event did not end has failed, each time", async () => {
  const ctx = engineContext({ nowMs: midnight });
  const w = await createWorld(ctx);
  await signUp(w);
  const [referral] = await rows<{ id: string }>("SELECT id FROM referrals");
  const stay = { what: "stay", mode: "live", referralId: referral?.id ?? "", dueAtMs: midnight } as const;
  const item = { ...stay, programId: w.programId, referee: { kind: "supplier", externalId: "mike" } };
  const wait =
    "INSERT INTO qualifications (referral_id, criterion, status, due_at_ms) VALUES (?, 'other', 'waiting', ?)";
  expect(await settleDueItem(ctx, item)).toBe(true);
  await env.DB.prepare(wait).bind(item.referralId, midnight).run();
  expect(await settleDueItem(ctx, item)).toBe(false);
});

test("a hundred that fail do not hide the one behind them", async () => {
  const { seed } = await createRewardWorld();
  for (let n = 0; n < 100; n++) await seed({ subject: `broken ${n}`, releaseAtMs: at(9, 0) });
  await env.DB.exec(
    "CREATE TRIGGER refuse_broken BEFORE UPDATE ON rewards WHEN old.subject LIKE 'broken%' BEGIN SELECT RAISE(ABORT, 'broken'); END",
  );
  await seed({ subject: "sound", releaseAtMs: at(9, 30) });
  await tick(at(10, 0));
  expect(await states()).toMatchObject({ "broken 0": "pending", "broken 99": "pending", sound: "available" });
});
