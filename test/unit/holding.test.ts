import { expect, test } from "vitest";
import { fulfilmentOf, isByClaim, isUsable, usableBalance, usableOf as usableOfReward } from "#domain/holding";
import type { Holding } from "#domain/holding";
import { rewardStates } from "#domain/reward";
import type { Reward } from "#domain/reward";
import { aDocument, aReward, nowMs } from "#support/domain-factories";

function held(reward: Partial<Reward> = {}, fields: Partial<Holding> = {}): Holding {
  const fresh = { claim: "automatic" as const, quantity: 100, reversedQuantity: 0, redeemedQuantity: 0 };
  return { reward: aReward({ ...fresh, ...reward }), fulfilment: "wallet", program: "p", clockMs: null, ...fields };
}

const usable = (holding: Holding) => isUsable(holding, { by: "wallet", nowMs });

test("what is available, automatic, in time and fulfilled in this way can be used", () => {
  expect(usable(held())).toBe(true);
  expect(usable(held({ claim: "manual" }))).toBe(false);
  expect(usable(held({}, { fulfilment: "stripe" }))).toBe(false);
  expect(usable(held({}, { fulfilment: null }))).toBe(false);
  expect(usable(held({ kind: "badge" }))).toBe(false);
  expect(rewardStates.filter((state) => usable(held({ state })))).toEqual(["available"]);
});

test("a reward can be used until the moment of its expiry", () => {
  expect(usable(held({ expiresAtMs: nowMs + 1 }))).toBe(true);
  expect(usable(held({ expiresAtMs: nowMs }))).toBe(false);
});

const manual = (id: string, fields: Partial<Reward> = {}) => held({ id, claim: "manual", ...fields });
const usableOf = (balance: number, ...holdings: Holding[]) => usableBalance({ balance, holdings }, usable);

test("what of a balance stands for other rewards is kept for them", () => {
  expect(usableOf(1000)).toBe(1000);
  expect(usableOf(1000, manual("rwd_1"), manual("rwd_2", { redeemedQuantity: 60 }), held({ id: "rwd_3" }))).toBe(860);
  expect(usableOf(-50)).toBe(0);
  expect(usableOf(-50, held())).toBe(0);
});

test("what ended, or has no balance, keeps nothing", () => {
  expect(usableOf(1000, held({ state: "expired" }), held({ kind: "discount", unit: "GBP" }))).toBe(1000);
});

test("what expires first pays a debt first, whether it can be used or not", () => {
  const soon = { expiresAtMs: nowMs - 1 };
  expect(usableOf(100, held({ id: "rwd_1", ...soon }), held({ id: "rwd_2" }))).toBe(100);
  expect(usableOf(150, held({ id: "rwd_1", ...soon }), held({ id: "rwd_2" }))).toBe(100);
  expect(usableOf(150, held({ id: "rwd_1", expiresAtMs: nowMs + 1 }), manual("rwd_2"))).toBe(50);
  expect(usableOf(50, held({ id: "rwd_1", expiresAtMs: nowMs + 1 }), manual("rwd_2"))).toBe(0);
});

test("of one reward what is left, less what it pays of a debt", () => {
  const reward = aReward({ id: "rwd_1", quantity: 100, expiresAtMs: nowMs });
  const later = aReward({ id: "rwd_2", quantity: 100, expiresAtMs: null });
  const of = (balance: number, ...others: Reward[]) => usableOfReward(reward, { balance, others });
  expect(of(1000)).toBe(100);
  expect(of(30)).toBe(30);
  expect(of(-30)).toBe(0);
  expect(of(130, later)).toBe(30);
  expect(usableOfReward(later, { balance: 130, others: [reward] })).toBe(100);
  expect(usableOfReward({ ...reward, kind: "badge", unit: "badges", quantity: 1 }, { balance: 0, others: [] })).toBe(1);
});

test("a reward is claimed where its rule or its program's fulfilment says so", () => {
  const document = aDocument({ fulfilment: { credit: "claim", free_month: "invoice_api" } });
  const isClaimed = (kind: string, claim: Reward["claim"]) => isByClaim({ claim }, fulfilmentOf({ kind }, document));
  expect(isClaimed("credit", "automatic")).toBe(true);
  expect(isClaimed("free_month", "automatic")).toBe(false);
  expect(isClaimed("free_month", "manual")).toBe(true);
  expect(fulfilmentOf({ kind: "credit" }, null)).toBeNull();
});
