import type { FulfilmentCall, FulfilmentFacts, RewardFulfilment } from "#domain/fulfilment";
import { createNewId } from "#domain/id";
import type { Reward } from "#domain/reward";
import { aDocument, aReward, nowMs } from "#support/domain-factories";

export const times = { programNowMs: nowMs, nowMs };
export const setting = { actor: "job:fulfil_rewards", nowMs, newId: createNewId(nowMs, () => "x"), times };

const document = aDocument({ fulfilment: { credit: "stripe", free_month: "stripe", discount: "stripe" } });

/** GBP 10.00 for Ann, all of it in her account, whose customer at Stripe is known. */
export function fulfilmentFacts(
  reward: Partial<Reward> = {},
  {
    fulfilment,
    ...rest
  }: Partial<Omit<FulfilmentFacts, "fulfilment">> & { fulfilment?: Partial<RewardFulfilment> } = {},
): FulfilmentFacts {
  const program = { id: "prg_1", mode: "live" as const, key: "shop", status: "active" as const };
  return {
    fulfilment: {
      ...{
        rewardId: "rwd_1",
        mode: "live",
        programId: "prg_1",
        participantId: "ptc_ann",
        form: "balance",
        customerId: null,
      },
      ...{ status: "due", givenQuantity: 0, calls: 0, attempts: 0, dueAtMs: nowMs, reason: null, detail: null },
      ...{ createdAtMs: nowMs, updatedAtMs: nowMs },
      ...fulfilment,
    },
    reward: aReward(reward),
    program: { ...program, currentVersion: 1, clockMs: null },
    documents: { current: document, promised: document },
    beneficiary: { id: "ptc_ann", status: "active" },
    balance: 1000,
    others: [],
    customerId: "cus_1",
    isConfigured: true,
    attempts: [],
    ...rest,
  };
}

/** An attempt at the first credit; without an outcome unless one is given. */
export function anAttempt(fields: Partial<FulfilmentCall> = {}): FulfilmentCall {
  return {
    ...{ rewardId: "rwd_1", position: 1, action: "credit", quantity: 1000, idempotencyKey: "rwd_1" },
    ...{ externalId: null, responseStatus: null, error: null, atMs: nowMs, durationMs: 0 },
    ...fields,
  };
}
