import fc from "fast-check";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import type { EventType, ReportedEvent } from "#domain/event";
import type { Rule } from "#domain/program";
import { rowsOf } from "#domain/replay-table";
import type { Reward } from "#domain/reward";
import { openDatabase } from "#store/database";
import { findProgram } from "#store/programs";
import { countRows } from "#support/api";
import { loadTables } from "#support/database-world";
import { createReferrer, engineContext, inTestMode, publishProgram, record, startMs } from "#support/engine";
import { listenToDatabase } from "#support/listened-database";
import { advanceClock } from "#usecases/advance-clock";
import { recordEvent } from "#usecases/record-event";
import { replayProgram, simulateProgram } from "#usecases/simulate-program";

const credit = { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" } as const;
const month = { kind: "free_month", quantity: 1 } as const;
const every = { event: "payment", occurrence: "every" } as const;
const first = { event: "payment", occurrence: "first" } as const;

const fulfilment = { credit: "wallet", free_month: "invoice_api" } as const;

/** Between them: limits, holds, counts with a stay, multipliers, expiry, reversals in part. */
const ruleSets: Record<string, Rule[]> = {
  capped: [
    {
      key: "capped",
      on: every,
      grant: [credit, { ...month, to: "referee" }],
      expires_days: 20,
      limit: [{ per: "referrer", max: 1, window: "calendar_month" }],
      hold: { days: 14 },
      reverse: { on: ["refund", "dispute_lost"], policy: "proportional" },
    },
  ],
  counted: [
    {
      key: "third",
      on: { count: { every: 2 } },
      qualify: { stay_days: 10 },
      grant: [{ ...month, to: "referrer" }],
    },
    { key: "welcome", on: { event: "signup", occurrence: "first" }, grant: [{ ...credit, to: "referee" }] },
  ],
  multiplied: [
    {
      key: "share",
      on: every,
      qualify: { verified: true },
      grant: [
        {
          to: "referrer",
          kind: "credit",
          rate_bps: 1250,
          currency: "GBP",
          multiply: [{ when: { gte: ["event.amount_minor", 5000] }, by_bps: 15_000 }],
        },
      ],
      expires_days: 30,
      reverse: { on: ["refund", "dispute_lost", "churned"], policy: "proportional", within_days: 40 },
    },
  ],
  budgeted: [
    {
      key: "stay",
      on: first,
      qualify: { stay_days: 7 },
      grant: [credit],
      expires_days: 15,
      limit: [{ per: "program", budget: { unit: "GBP", amount_minor: 1500 }, window: "calendar_quarter" }],
      reverse: { on: ["refund", "subscription_canceled"], policy: "full" },
    },
  ],
};

const types: EventType[] = [
  "signup",
  "signup",
  "payment",
  "payment",
  "payment",
  "refund",
  "dispute_opened",
  "dispute_won",
  "dispute_lost",
  "subscription_canceled",
  "churned",
  "activated",
];
const steps = fc.array(
  fc.record({
    type: fc.constantFrom(...types),
    referee: fc.nat(4),
    referrer: fc.nat(2),
    payment: fc.nat(2),
    isWhole: fc.boolean(),
    verified: fc.boolean(),
    lateMs: fc.constantFrom(0, 0, 3_600_000, 3 * dayMs),
    waitMs: fc.constantFrom(0, 60_000, dayMs, 6 * dayMs, 16 * dayMs),
  }),
  { minLength: 15, maxLength: 40 },
);
type Step = (typeof steps extends fc.Arbitrary<infer S> ? S : never)[number];
const met = new Set<string>();
const runs = 24;
const seed = 20_261_121;
const stories = fc.sample(fc.record({ steps, rules: fc.constantFrom(...Object.keys(ruleSets)) }), {
  numRuns: runs,
  seed,
});

test.each(stories.map((story, index) => ({ ...story, index })))(
  "run $index ($rules): a replay under the same document ends where the engine did",
  { timeout: 60_000 },
  async ({ steps: all, rules, index }) => {
    const where = `seed ${seed}, run ${index}`;
    const ctx = inTestMode(engineContext());
    const { programId, document } = await publishProgram(
      ctx,
      { rules: ruleSets[rules] ?? [], fulfilment },
      { mode: "test", clockMs: startMs },
    );
    const referrers = [];
    for (const name of ["Ann", "Bob", "Cid"]) referrers.push(await createReferrer(ctx, programId, name));
    for (const [nth, step] of all.entries()) {
      const nowMs = await clockOf(ctx, programId);
      const event = eventOf(step, { name: `${programId}-${nth}`, code: referrers[step.referrer]?.code ?? "", nowMs });
      await recordEvent(ctx, { ...event, program: programId }, { verified: step.verified });
      await wait(ctx, programId, step.waitMs);
    }
    const program = await findProgram(ctx.db, "test", programId);
    if (program === null) throw new Error("no program");
    const period = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
    const replayed = await replayProgram(ctx, program, { document, period });
    if (!replayed.ok) throw new Error(replayed.refusal.code);
    const { world } = replayed.value;
    const stored = await loadTables();
    const storedRewards = stored.rewards.filter((reward) => reward.programId === programId);
    expect(describe(rowsOf(world.rewards)), where).toEqual(describe(storedRewards));
    const owners = new Set(storedRewards.map(({ beneficiaryId }) => beneficiaryId));
    const balances = stored.accounts.filter(({ ownerId }) => owners.has(ownerId));
    expect(inOrder([...world.balances.values()].map(balanceOf)), where).toEqual(inOrder(balances.map(balanceOf)));

    const simulated = await simulateProgram(ctx, { program: programId, document });
    if (!simulated.ok) throw new Error(JSON.stringify(simulated.refusal));
    for (const { simulated: would, actual } of [...simulated.value.rules, simulated.value.totals])
      expect(would, where).toEqual(actual);
    for (const { state } of storedRewards) met.add(state);
    expect(simulated.value.events, where).toEqual({ replayed: simulated.value.events.replayed, refused: 0 });
  },
);

test("between them the runs met every state that time and events bring about", () => {
  expect([...met].sort()).toEqual(["available", "denied", "expired", "pending", "reversed", "voided"]);
});

test("a simulation under other rules tells the difference and writes nothing", async () => {
  const base = inTestMode(engineContext());
  const { d1, sent } = listenToDatabase();
  const { programId, document } = await publishProgram(
    base,
    { rules: ruleSets["capped"] ?? [], fulfilment },
    { mode: "test", clockMs: startMs },
  );
  const ann = await createReferrer(base, programId, "Ann");
  const referee = { externalId: "mike", kind: "supplier" };
  await record(base, { id: "s", type: "signup", referee, code: ann.code, codeSource: "typed" });
  const paid = { amountMinor: 4900, currency: "GBP", paymentRef: "inv-1" };
  await record(base, { id: "p", type: "payment", referee, ...paid });
  const before = await countRows();
  const richer = document.rules.map((rule) => ({ ...rule, grant: [{ ...credit, amount_minor: 2500 }] }));
  const simulated = await simulateProgram(
    { ...base, db: openDatabase(d1) },
    { program: programId, document: { ...document, rules: richer } },
  );
  if (!simulated.ok) throw new Error(JSON.stringify(simulated.refusal));
  const { difference } = simulated.value.totals;
  expect(difference).toMatchObject({ referrals: 0, conversions: 0, costs: [{ currency: "GBP", amountMinor: 1500 }] });
  expect(difference.states.pending).toBe(-1);
  expect(await countRows()).toEqual(before);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter(({ sql }) => !/^select /i.test(sql))).toEqual([]);
});

function eventOf(step: Step, { name, code, nowMs }: { name: string; code: string; nowMs: number }): ReportedEvent {
  const { type, referee, payment, isWhole, lateMs } = step;
  const world = name.split("-")[0] ?? "";
  const person = { externalId: `${world}-person-${referee}`, kind: "supplier" };
  const base = { id: name, type, occurredAtMs: nowMs - lateMs, referee: person };
  if (type === "signup") return { ...base, code, codeSource: "typed" };
  const isAbout = ["payment", "refund", "dispute_opened", "dispute_won", "dispute_lost"].includes(type);
  if (!isAbout) return base;
  const paymentRef = `${world}-${referee}-${payment}`;
  const amountMinor = 4000 + payment * 1111;
  if (type === "payment") return { ...base, paymentRef, amountMinor, currency: "GBP" };
  return { ...base, paymentRef, ...(type === "refund" && !isWhole && { amountMinor: 700, currency: "GBP" }) };
}

async function clockOf(ctx: Context, programId: string): Promise<number> {
  return (await findProgram(ctx.db, "test", programId))?.clockMs ?? startMs;
}

async function wait(ctx: Context, program: string, advanceMs: number): Promise<void> {
  const nowMs = (await clockOf(ctx, program)) + advanceMs;
  for (let more = true; more;) {
    const advanced = await advanceClock(ctx, { program, step: { nowMs } });
    if (!advanced.ok) throw new Error(advanced.refusal.code);
    ({ more } = advanced.value.happened);
  }
}

function describe(rewards: readonly Reward[]) {
  return inOrder(
    rewards.map(
      ({
        ruleKey,
        grantIndex,
        subject,
        beneficiaryId,
        state,
        unit,
        quantity,
        reversedQuantity,
        earnedAtMs,
        expiresAtMs,
      }) => ({
        rule: `${ruleKey}#${grantIndex}`,
        subject: subject.replace(/:ref_.*/, ""),
        beneficiaryId,
        state,
        unit,
        quantity,
        reversedQuantity,
        earnedAtMs,
        expiresAtMs,
      }),
    ),
  );
}

function balanceOf({ ownerId, unit, balance }: { ownerId: string; unit: string; balance: number }) {
  return { ownerId, unit, balance };
}

function inOrder<T>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
