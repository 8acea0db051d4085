import fc from "fast-check";
import { expect, test } from "vitest";
import { stages } from "#domain/funnel";
import { isSelfReferral } from "#domain/participant";
import { eventSets, ordersOf } from "#support/event-sets";
import type { EventSet } from "#support/event-sets";
import { openMemoryWorld, deliver, playInMemory } from "#support/memory-world";
import { tablesOf } from "#support/memory-store";
import { inOrder, viewAsModel } from "#support/model-view";
import { expectedState } from "#support/reference-model";
import { describeState } from "#support/stored-tables";
import type { StoredTables } from "#support/stored-tables";

const setWithOrder = eventSets.chain((set) => fc.record({ set: fc.constant(set), order: ordersOf(set) }));
const setWithOrders = eventSets.chain((set) =>
  fc.record({ set: fc.constant(set), orders: fc.tuple(ordersOf(set), ordersOf(set), ordersOf(set)) }),
);
// A fixed seed: a failure that one push meets is met by the next one too.
const runs = { numRuns: 600, seed: 20_261_120 };

test("any order and any repetition of a set of events ends in the same state, which is the reference model's", () => {
  fc.assert(
    fc.property(setWithOrders, ({ set, orders }) => {
      const stores = orders.map((order) => tablesOf(playInMemory(set, order)));
      const [first, ...others] = stores.map(describeState);
      for (const other of others) expect(other).toEqual(first);
      const expected = inOrder(expectedState(set));
      for (const store of stores) expect(viewAsModel(store)).toEqual(expected);
    }),
    runs,
  );
});

test("the sets are worth playing: a third are rewarded, and refunds, chains and second sources are common", () => {
  const sets = fc.sample(setWithOrders, runs).map(({ set }) => ({ set, state: expectedState(set) }));
  const share = (holds: (one: (typeof sets)[number]) => boolean) => sets.filter(holds).length / sets.length;
  const distribution = {
    bound: share(({ state }) => state.referrals.length > 0),
    rewarded: share(({ state }) => state.rewards.length > 0),
    reversed: share(({ state }) => state.rewards.some(({ reversed }) => reversed > 0)),
    reversedInPart: share(({ state }) =>
      state.rewards.some(({ reversed, quantity }) => reversed > 0 && reversed < quantity),
    ),
    twoSources: share(({ set }) => hasTwoSources(set)),
    twoSourcesRewarded: share(({ set, state }) => hasTwoSources(set) && state.rewards.length > 0),
    chained: share(({ state }) => state.referrals.some(({ referrer }) => referrer === "person0")),
    sharedCredit: share(({ state }) =>
      state.referrals.some(({ weights }) => weights.filter(([, weight]) => weight > 0).length > 1),
    ),
    refused: share(
      ({ set, state }) => set.deliveries.some(({ event }) => event.type === "signup") && state.referrals.length === 0,
    ),
  };
  console.info(`distribution of ${sets.length} event sets`, distribution);
  expect(distribution.rewarded).toBeGreaterThan(1 / 3);
  expect(distribution.twoSourcesRewarded).toBeGreaterThan(0.2);
  expect(distribution.reversed).toBeGreaterThan(0.1);
  expect(distribution.reversedInPart).toBeGreaterThan(0.05);
  expect(distribution.chained).toBeGreaterThan(0.03);
  expect(distribution.sharedCredit).toBeGreaterThan(0.1);
  expect(distribution.refused).toBeGreaterThan(0.05);
});

test("after every event value is conserved, nothing is paid twice and nobody refers himself", () => {
  fc.assert(
    fc.property(setWithOrder, ({ set, order }) => {
      const world = openMemoryWorld(set);
      for (const [index, delivery] of order.entries()) {
        const before = new Map(world.referrals.rows);
        deliver(world, delivery, Date.UTC(2027, 0, 5) + index);
        const store = tablesOf(world);
        expectSound(store);
        for (const referral of store.referrals) {
          const { stage, referrerId } = before.get(referral.id) ?? referral;
          expect(stages.indexOf(referral.stage)).toBeGreaterThanOrEqual(stages.indexOf(stage));
          expect(referral.referrerId).toBe(referrerId);
        }
      }
    }),
    { ...runs, numRuns: 200 },
  );
});

// Which of several payments is the first is left to commit order, so here orders may differ, but in nothing else.
test("of several payments exactly one is the first in any order, and ordinals have no gap", () => {
  fc.assert(
    fc.property(setWithOrder, ({ set, order }) => {
      const { attribution, rules } = set.document;
      const firsts = rules.map((rule) => ({ ...rule, on: { ...rule.on, occurrence: "first" as const } }));
      const store = tablesOf(playInMemory({ ...set, document: { attribution, rules: firsts } }, order));
      const every = tablesOf(playInMemory(set, order));
      for (const { id, refereeId } of store.referrals) {
        const ordinals = store.conversions.filter(({ referralId }) => referralId === id).map(({ ordinal }) => ordinal);
        expect(ordinals).toEqual(ordinals.map((_, index) => index + 1));
        const same = every.referrals.find((referral) => referral.refereeId === refereeId);
        const granted = (rewards: StoredTables["rewards"], referralId?: string) =>
          rewards
            .filter((reward) => reward.referralId === referralId)
            .map(({ ruleKey, grantIndex }) => `${ruleKey}#${grantIndex}`)
            .toSorted();
        expect(granted(store.rewards, id)).toEqual([...new Set(granted(every.rewards, same?.id))]);
      }
      expectSound(store);
    }),
    { ...runs, numRuns: 300 },
  );
});

function hasTwoSources({ deliveries }: EventSet): boolean {
  const payments = deliveries.filter(({ event }) => event.type === "payment");
  return [...Map.groupBy(payments, ({ event }) => event.paymentRef).values()].some(({ length }) => length > 1);
}

function expectSound(store: StoredTables): void {
  const { referrals, rewards, participants } = store;
  expect(new Set(referrals.map(({ refereeId }) => refereeId)).size).toBe(referrals.length);
  for (const { id } of referrals) {
    const weights = store.touches.filter(({ referralId }) => referralId === id).map(({ weight }) => weight);
    expect(sum(weights)).toBe(1_000_000);
  }
  const keys = rewards.map((reward) =>
    [reward.ruleKey, reward.grantIndex, reward.subject, reward.beneficiaryId].join(),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(store.conversions.map(({ paymentRef }) => paymentRef)).size).toBe(store.conversions.length);
  for (const { transactionId } of store.entries) {
    expect(
      sum(store.entries.filter((entry) => entry.transactionId === transactionId).map(({ amount }) => amount)),
    ).toBe(0);
  }
  for (const { id, quantity, reversedQuantity, state } of rewards) {
    expect(reversedQuantity).toBeLessThanOrEqual(quantity);
    const posted = store.transactions.filter(({ rewardId }) => rewardId === id).map((transaction) => transaction.id);
    const left = store.entries.filter(
      (entry) => posted.includes(entry.transactionId) && !entry.ownerId.startsWith("house:"),
    );
    expect(sum(left.map(({ amount }) => amount))).toBe(state === "pending" ? 0 : quantity - reversedQuantity);
  }
  for (const { ownerId, unit, balance } of store.accounts) {
    expect(
      sum(
        store.entries.filter((entry) => entry.ownerId === ownerId && entry.unit === unit).map(({ amount }) => amount),
      ),
    ).toBe(balance);
  }
  const person = (id: string) => participants.find((participant) => participant.id === id)!;
  for (const { referrerId, refereeId } of referrals) {
    expect(isSelfReferral(person(referrerId), person(refereeId))).toBe(false);
    expect(ancestors(store, referrerId)).not.toContain(refereeId);
  }
}

function ancestors({ referrals }: StoredTables, id: string): string[] {
  const above: string[] = [];
  for (let next = referrals.find(({ refereeId }) => refereeId === id); next !== undefined;) {
    const { referrerId } = next;
    if (above.includes(referrerId)) throw new Error(`a circle through ${referrerId}`);
    above.push(referrerId);
    next = referrals.find(({ refereeId }) => refereeId === referrerId);
  }
  return above;
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
