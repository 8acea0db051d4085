import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReportedEvent } from "#domain/event";
import { loadTables, openDatabaseWorld } from "#support/database-world";
import { clickToken, createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { canonicalJson, sha256Hex } from "#store/digest";
import { storePendingEvent } from "#store/pending-events";
import { eventSets, ordersOf } from "#support/event-sets";
import type { EventSet } from "#support/event-sets";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { inOrder, viewAsModel } from "#support/model-view";
import { expectedState } from "#support/reference-model";
import { describeState } from "#support/stored-tables";
import { recordEvent } from "#usecases/record-event";
import { sweepPendingEvents } from "#usecases/sweep-pending-events";

const setWithOrders = eventSets.chain((set) =>
  fc.record({ set: fc.constant(set), orders: fc.tuple(ordersOf(set), ordersOf(set)) }),
);
const groups = 5;
const setsPerGroup = 10;
const sets = fc.sample(setWithOrders, { numRuns: groups * setsPerGroup, seed: 20_261_120 });

describe("any order, any repetition and any interleaving ends in the same tables, which are the model's", () => {
  test("a third of the sets are rewarded, and payments reported by two sources are among them", () => {
    const states = sets.map(({ set }) => ({ set, state: expectedState(set) }));
    const rewarded = states.filter(({ state }) => state.rewards.length > 0);
    const fromTwo = rewarded.filter(({ set }) => set.deliveries.some(({ event }) => event.id.endsWith("-provider")));
    expect(sets.length).toBeGreaterThanOrEqual(50);
    expect(rewarded.length).toBeGreaterThanOrEqual(sets.length / 3);
    expect(fromTwo.length).toBeGreaterThanOrEqual(10);
  });

  test.each(Array.from({ length: groups }, (_, group) => group))(
    "sets of group %i",
    { timeout: 60_000 },
    async (group) => {
      for (const { set, orders } of sets.slice(group * setsPerGroup, (group + 1) * setsPerGroup)) {
        const expected = inOrder(expectedState(set));
        const ends = [];
        for (const [index, order] of orders.entries()) {
          const world = await openDatabaseWorld(set);
          // The second one arrives in bursts of eight at a time, as from many senders at once.
          const burst = index === 1 ? 8 : 1;
          for (let from = 0; from < order.length; from += burst) {
            await Promise.all(
              order.slice(from, from + burst).map((delivery, offset) => world.send(delivery, from + offset)),
            );
          }
          await expectLedgerBalanced();
          const tables = await loadTables();
          expect(viewAsModel(tables), JSON.stringify({ set, order })).toEqual(expected);
          ends.push(describeState(tables));
        }
        expect(ends[1], JSON.stringify({ set, orders })).toEqual(ends[0]);
      }
    },
  );
});

test("what is repeated, at once or later, is assessed as often as what comes once", { timeout: 60_000 }, async () => {
  const rewarded = sets.filter(({ set }) => expectedState(set).rewards.length > 1).slice(0, 4);
  const play = async (set: EventSet, burst: number) => {
    const world = await openDatabaseWorld(set, { preset: "strict" });
    for (const [index, delivery] of set.deliveries.entries())
      await Promise.all(Array.from({ length: burst }, async () => world.send(delivery, index)));
    for (const [index, delivery] of burst > 1 ? set.deliveries.entries() : []) await world.send(delivery, index);
    return rows(`SELECT p.external_id, moment, risk, action, count(*) AS n FROM assessments
      JOIN referrals r ON r.id = referral_id JOIN participants p ON p.id = r.referee_id GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`);
  };
  for (const { set } of rewarded) {
    const once = await play(set, 1);
    expect(once.length, JSON.stringify(set)).toBeGreaterThan(0);
    expect(await play(set, 3), JSON.stringify(set)).toEqual(once);
  }
});

describe("at the same moment", () => {
  test("twenty different payments of one referee make one first reward and the ordinals 1 to 20", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah");
    await record(ctx, {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      click: clickToken(programId, [{ code: sarah.code }]),
    });
    const payment = (nth: number): ReportedEvent => ({
      id: `p${nth}`,
      type: "payment",
      referee: referee("mike"),
      paymentRef: `inv-${nth}`,
      amountMinor: 4900,
      currency: "GBP",
    });
    const results = await Promise.all(Array.from({ length: 20 }, (_, nth) => recordEvent(ctx, payment(nth))));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const ordinals = await rows<{ ordinal: number }>("SELECT ordinal FROM conversions ORDER BY ordinal");
    expect(ordinals.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await rows("SELECT side FROM rewards ORDER BY side")).toEqual([{ side: "referee" }, { side: "referrer" }]);
    expect(await rows("SELECT owner_id, balance FROM accounts WHERE owner_id = ?", sarah.id)).toEqual([
      { owner_id: sarah.id, balance: 1 },
    ]);
    await expectLedgerBalanced();
  });

  test("of two people who sign up by each other's codes exactly one is bound", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const ann = await createReferrer(ctx, programId, "Ann", { externalId: "ann" });
    const bob = await createReferrer(ctx, programId, "Bob", { externalId: "bob" });
    const signup = (externalId: string, code: string): ReportedEvent => ({
      id: `s-${externalId}`,
      type: "signup",
      referee: { externalId, kind: "supplier" },
      code,
      codeSource: "typed",
    });
    await Promise.all([recordEvent(ctx, signup("ann", bob.code)), recordEvent(ctx, signup("bob", ann.code))]);
    const bound = await rows<{ referrer_id: string; referee_id: string }>(
      "SELECT referrer_id, referee_id FROM referrals",
    );
    expect(bound).toHaveLength(1);
    expect([ann.id, bob.id]).toEqual(expect.arrayContaining(Object.values(bound[0]!)));
    const clauses = await rows<{ clauses: string }>("SELECT clauses FROM explanations");
    expect(clauses.filter((row) => row.clauses.includes("referral_cycle"))).toHaveLength(1);
    await expectLedgerBalanced();
  });
});

describe("beside an event that waits to be decided", () => {
  const payment = (id: string): ReportedEvent => ({
    id,
    type: "payment",
    referee: referee("mike"),
    paymentRef: "inv-1",
    amountMinor: 4900,
    currency: "GBP",
  });

  async function world() {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah");
    const event = payment("waiting");
    const contentHash = sha256Hex(canonicalJson(event));
    const wait = () =>
      storePendingEvent(ctx.db, {
        mode: "live",
        event,
        contentHash,
        verified: true,
        actor: "key:key_test",
        nowMs: ctx.nowMs,
      });
    const signup: ReportedEvent = {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      code: sarah.code,
      codeSource: "typed",
    };
    return { ctx, wait, signup };
  }

  test("another report of the same payment is taken, and both are one", async () => {
    const { ctx, wait, signup } = await world();
    await record(ctx, signup);
    await wait();
    await record(ctx, payment("second"));
    expect(await sweepPendingEvents(ctx)).toEqual({ done: 1, retry: 0, dead: 0 });
    expect(await rows("SELECT ordinal FROM conversions")).toEqual([{ ordinal: 1 }]);
    expect(await rows("SELECT id FROM rewards")).toHaveLength(2);
    await expectLedgerBalanced();
  });

  test("a signup that is decided while the sweep decides the payment takes it up", async () => {
    const { ctx, wait, signup } = await world();
    await wait();
    await record(ctx, { id: "t", type: "trial_started", referee: referee("mike") });
    let calls = 0;
    const db = new Proxy(ctx.db, {
      get(target, key, receiver) {
        if (key !== "batch") return Reflect.get(target, key, receiver);
        return async (...args: Parameters<typeof target.batch>) => {
          if (++calls === 2) await sweepPendingEvents(ctx);
          return target.batch(...args);
        };
      },
    });
    await record({ ...ctx, db }, signup);
    expect(await rows("SELECT payment_ref FROM conversions")).toEqual([{ payment_ref: "inv-1" }]);
    expect(await rows("SELECT id FROM rewards")).toHaveLength(2);
    expect(await rows("SELECT event_id FROM events WHERE status <> 'applied'")).toEqual([]);
    await expectLedgerBalanced();
  });
});
