import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { seedReward } from "#support/reward-seeds";

afterEach(expectLedgerBalanced);

const start = Date.UTC(2030, 4, 2, 10);

type Advanced = { clock: string; happened: Record<string, number | boolean> };
type Rule = Record<string, unknown>;

/** A test program with these rules, its clock at the start, and Sarah with her link. */
async function createWorld(rules: Rule[]) {
  const api = await connect();
  const fulfilment = { credit: "wallet", free_month: "invoice_api" };
  const program = await createProgram(api, { preset: "wallet-bonus", overrides: { rules, fulfilment } });
  const clock = async (body: object) => api.post<Advanced>(`/v1/programs/${program.id}/clock`, body);
  await clock({ now: new Date(start).toISOString() });
  const sarah = await createParticipant(api, { kind: "customer" });
  const { code } = await createLink(api, { program: program.id, participant: sarah.id });
  return { api, program, sarah, code, clock };
}

/** Somebody signs up by the code and pays; both happen when the clock stands. */
async function refer({ api, program, code }: { api: ApiClient; program: { id: string }; code: string }, name: string) {
  const referee = { kind: "customer", external_id: name };
  const signup = { id: `s-${name}`, type: "signup", program: program.id, referee, code, code_source: "typed" };
  const payment = { id: `p-${name}`, type: "payment", program: program.id, referee, payment_ref: `pay-${name}` };
  for (const event of [signup, { ...payment, amount_minor: 4900, currency: "GBP" }]) {
    const recorded = await api.post("/v1/events", event);
    expect(recorded.status, recorded.text).toBe(200);
  }
}

async function rewardsOf(api: ApiClient, participantId: string) {
  const { body } = await api.get<{ data: { id: string; state: string }[] }>(
    `/v1/rewards?beneficiary_id=${participantId}`,
  );
  return body.data;
}

async function transitionsOf(api: ApiClient, id: string) {
  const { body } = await api.get<{ transitions: { to: string; at: string; actor: string; reason: string }[] }>(
    `/v1/rewards/${id}`,
  );
  return body.transitions.map(({ to, at, actor }) => [to, (Date.parse(at) - start) / dayMs, actor.split(":")[0]]);
}

const credit = { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" };
const held: Rule = {
  key: "held",
  on: { event: "payment", occurrence: "first" },
  grant: [credit],
  hold: { days: 14 },
  expires_days: 30,
};

describe("advancing the clock", () => {
  test("holds for 14 d − 1 ms and releases at 14 d (vector 18)", async () => {
    const w = await createWorld([held]);
    await refer(w, "mike");
    expect((await w.clock({ advance_ms: 14 * dayMs - 1 })).body.happened).toMatchObject({ rewards_released: 0 });
    expect(await rewardsOf(w.api, w.sarah.id)).toMatchObject([{ state: "pending" }]);
    const advanced = await w.clock({ advance_ms: 1 });
    expect(advanced.body.happened).toEqual({
      stays_ended: 0,
      rewards_released: 1,
      rewards_expired: 0,
      badges_awarded: 0,
      months_closed: 0,
      failed: 0,
      more: false,
    });
    expect(await rewardsOf(w.api, w.sarah.id)).toMatchObject([{ state: "available" }]);
  });

  test("makes each thing happen at its own time, and what follows from it too", async () => {
    const w = await createWorld([held]);
    await refer(w, "mike");
    await w.clock({ advance_ms: dayMs });
    await refer(w, "nina");
    const advanced = await w.clock({ advance_ms: 99 * dayMs });
    expect(advanced.body).toMatchObject({
      clock: new Date(start + 100 * dayMs).toISOString(),
      happened: { rewards_released: 2, rewards_expired: 2, failed: 0, more: false },
    });
    const [ninas, mikes] = await rewardsOf(w.api, w.sarah.id);
    expect(await transitionsOf(w.api, mikes?.id ?? "")).toEqual([
      ["pending", 0, "key"],
      ["available", 14, "job"],
      ["expired", 44, "job"],
    ]);
    expect((await transitionsOf(w.api, ninas?.id ?? "")).map(([, day]) => day)).toEqual([1, 15, 45]);
  });

  test("ends stays when they end, and the reward for the count then has its own hold and expiry", async () => {
    const rule: Rule = {
      key: "two-stayed",
      on: { count: { every: 2 } },
      qualify: { stay_days: 30 },
      grant: [credit],
      hold: { days: 7 },
      expires_days: 10,
    };
    const w = await createWorld([rule]);
    await refer(w, "mike");
    await w.clock({ advance_ms: 5 * dayMs });
    await refer(w, "nina");
    const advanced = await w.clock({ advance_ms: 195 * dayMs });
    expect(advanced.body.happened).toEqual({
      stays_ended: 2,
      rewards_released: 1,
      rewards_expired: 1,
      badges_awarded: 0,
      months_closed: 2,
      failed: 0,
      more: false,
    });
    const [reward] = await rewardsOf(w.api, w.sarah.id);
    expect((await transitionsOf(w.api, reward?.id ?? "")).map(([to, day]) => [to, day])).toEqual([
      ["pending", 35],
      ["available", 42],
      ["expired", 52],
    ]);
    const events = await rows("SELECT type, occurred_at_ms AS at FROM events WHERE type = 'stay_ended' ORDER BY seq");
    expect(events).toEqual([30, 35].map((day) => ({ type: "stay_ended", at: start + day * dayMs })));
  });

  test("stops after 100 things where the next is due, and goes on when it is sent again", async () => {
    const w = await createWorld([held]);
    for (let n = 0; n < 103; n++) {
      const releaseAtMs = start + n * 1000;
      await seedReward({ mode: "test", programId: w.program.id, beneficiaryId: w.sarah.id, releaseAtMs });
    }
    const until = { now: new Date(start + dayMs).toISOString() };
    const first = await w.clock(until);
    expect(first.body).toMatchObject({
      clock: new Date(start + 99_000).toISOString(),
      happened: { rewards_released: 100, more: true },
    });
    const second = await w.clock(until);
    expect(second.body).toMatchObject({ clock: until.now, happened: { rewards_released: 3, more: false } });
  });

  test("touches neither live programs nor those without a clock, nor those with another", async () => {
    const w = await createWorld([held]);
    const [other, clockless] = [await createProgram(w.api), await createProgram(w.api)];
    await w.api.post(`/v1/programs/${other.id}/clock`, { now: new Date(start).toISOString() });
    const live = await connect({ mode: "live" });
    const ground = [
      { programId: other.id, beneficiaryId: w.sarah.id, mode: "test" as const },
      { programId: clockless.id, beneficiaryId: w.sarah.id, mode: "test" as const },
      {
        programId: (await createProgram(live)).id,
        beneficiaryId: (await createParticipant(live)).id,
        mode: "live" as const,
      },
    ];
    for (const seed of ground) {
      await seedReward({ ...seed, releaseAtMs: start + 1 });
      await seedReward({ ...seed, expiresAtMs: start + 1 });
    }
    const before = await rows("SELECT id, state FROM rewards");
    expect((await w.clock({ advance_ms: 365 * dayMs })).body.happened).toMatchObject({
      rewards_released: 0,
      rewards_expired: 0,
    });
    expect(await rows("SELECT id, state FROM rewards")).toEqual(before);
  });

  test("never goes backwards, although a shorter step arrives at the same moment", async () => {
    for (let round = 0; round < 5; round++) {
      const w = await createWorld([held]);
      const later = new Date(start + 30 * dayMs).toISOString();
      const [long, short] = await Promise.all([
        w.clock({ now: later }),
        w.clock({ now: new Date(start + dayMs).toISOString() }),
      ]);
      expect(long.body.clock, long.text).toBe(later);
      if (short.status !== 200)
        expect(short).toMatchObject({ status: 409, body: { code: "clock_backwards", now: later } });
      const stored = await rows("SELECT clock_ms AS at FROM programs WHERE id = ?", w.program.id);
      expect(stored).toEqual([{ at: start + 30 * dayMs }]);
    }
  });
});

test("messages about a test program are due at once, whatever its clock says", async () => {
  const w = await createWorld([{ ...held, hold: undefined }]);
  await refer(w, "mike");
  const [reward] = await rewardsOf(w.api, w.sarah.id);
  expect((await w.api.post(`/v1/rewards/${reward?.id}/revoke`, { reason: "mistake" })).status).toBe(200);
  const messages = await rows<{ type: string; isReal: number }>(
    "SELECT type, max(due_at_ms, created_at_ms) <= ? AS isReal FROM outbox ORDER BY id",
    Date.now(),
  );
  expect(messages).toEqual(
    ["participant.joined", "referral.signed_up", "referral.converted", "reward.available", "reward.reversed"].map(
      (type) => ({
        type,
        isReal: 1,
      }),
    ),
  );
});
