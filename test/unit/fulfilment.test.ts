import { describe, expect, test } from "vitest";
import { decideDispatch } from "#domain/dispatch";
import { fulfilmentFormOf, openFulfilment } from "#domain/fulfilment";
import type { MessageType } from "#domain/plan";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aDocument, aReward } from "#support/domain-factories";

const stripe = aDocument({
  fulfilment: { credit: "stripe", free_month: "stripe", discount: "stripe", points: "webhook" },
});
const wallet = aDocument({ fulfilment: { credit: "wallet" } });
const none = aDocument({ fulfilment: {} });

describe("the form of a fulfilment", () => {
  const formOf = (kind: string, current: ProgramDocument | null, promised: ProgramDocument | null = null) =>
    fulfilmentFormOf({ kind }, { current, promised });

  test("follows the kind, and for months what the program asks of Stripe", () => {
    expect(["credit", "free_month", "discount", "points", "badge"].map((kind) => formOf(kind, stripe))).toEqual([
      ...["balance", "balance", "coupon", "webhook", null],
    ]);
    expect(formOf("free_month", { ...stripe, stripe: { free_month: "coupon" } })).toBe("coupon");
  });

  test("goes by the version in force, and by the promise where that one grants nothing of the kind", () => {
    expect(formOf("credit", wallet, stripe)).toBeNull();
    expect(formOf("credit", none, stripe)).toBe("balance");
    expect(formOf("free_month", none, { ...stripe, stripe: { free_month: "coupon" } })).toBe("coupon");
    expect(formOf("credit", null)).toBeNull();
  });
});

describe("a message", () => {
  const open = (type: MessageType, reward: Partial<Reward> = {}) =>
    openFulfilment({ type }, { program: { current: stripe, promised: stripe }, reward: aReward(reward) });

  test("of a reward that is available opens its fulfilment, and of one that is taken back opens it again", () => {
    const opening = { rewardId: "rwd_1", isNew: true, participantId: "ptc_ann", form: "balance" };
    expect(open("reward.available")).toEqual(opening);
    expect(open("reward.reversed")).toEqual({ rewardId: "rwd_1", isNew: false });
    expect(open("reward.expired")).toEqual({ rewardId: "rwd_1", isNew: false });
    for (const type of ["reward.pending", "reward.redeemed", "reward.voided", "fulfilment.failed"] as const)
      expect(open(type)).toBeNull();
  });

  test("of what is claimed by hand opens it with the claim, unless the app learns of that by itself", () => {
    expect(open("reward.available", { claim: "manual" })).toBeNull();
    expect(open("reward.redeemed", { claim: "manual" })).toMatchObject({ isNew: true, form: "balance" });
    expect(open("reward.redeemed", { claim: "manual", kind: "points", unit: "points" })).toBeNull();
  });

  test("of a reward or program that is not there opens nothing", () => {
    expect(openFulfilment({ type: "reward.available" }, { program: null, reward: aReward() })).toBeNull();
    const program = { current: stripe, promised: null };
    expect(openFulfilment({ type: "reward.available" }, { program, reward: null })).toBeNull();
  });

  test("is handed on with it, beside its deliveries", () => {
    const message = { id: "msg_1", mode: "live", type: "reward.available", payload: {}, createdAtMs: 0 } as const;
    const program = { id: "prg_1", key: "shop", current: stripe, promised: stripe };
    const endpoints = [{ id: "whe_1", types: null }];
    expect(decideDispatch(message, { endpoints, program, reward: aReward() }, 0)).toMatchObject({
      deliveries: [{ endpointId: "whe_1" }],
      fulfilment: { rewardId: "rwd_1", isNew: true, participantId: "ptc_ann", form: "balance" },
    });
    expect(decideDispatch(message, { endpoints, program: null, reward: null }, 0).fulfilment).toBeNull();
  });
});
