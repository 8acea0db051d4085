import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { changeReward } from "#domain/change-reward";
import type { RewardStep } from "#domain/change-reward";
import { createNewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import { leftOf } from "#domain/reward";
import type { Reward, RewardChange } from "#domain/reward";
import { rewards } from "#schema/rewards";
import { commitBatch } from "#store/batch";
import { openDatabase } from "#store/database";
import { writeRewardPlan } from "#store/reward-commit";

/** Rewards as the engine leaves them, made without a story of referrals around them. */

export type Wallet = { mode: Mode; programId: string; participantId: string };

const startMs = Date.UTC(2026, 4, 2, 10);
const newId = createNewId(startMs, () => crypto.randomUUID().replaceAll("-", ""));
const setting = { actor: "job:seed", nowMs: startMs, newId };

/** One that is available, with its value in the wallet. */
export async function seedReward(wallet: Wallet, fields: Partial<Reward> = {}): Promise<Reward> {
  const id = newId("rwd");
  const unit = fields.unit ?? (fields.kind === "free_month" ? "free_months" : "USD");
  const planned: Reward = {
    ...{ id, programId: wallet.programId, referralId: null, ruleKey: "seeded", grantIndex: 0, subject: id },
    ...{ beneficiaryId: wallet.participantId, side: "referrer", kind: "credit", unit, quantity: 1000 },
    ...{ reversedQuantity: 0, redeemedQuantity: 0, label: null, worthMinor: null, worthCurrency: null },
    ...{ state: "pending", position: 0, version: 1, claim: "automatic", earnedAtMs: startMs, releaseAtMs: null },
    ...{
      needsReview: false,
      riskDays: null,
      disputed: false,
      expiresDays: null,
      expiresAtMs: null,
      ordinal: null,
      places: null,
    },
    ...{ criterion: null },
    ...{ transactionId: null, ...fields },
  };
  const step = changeReward(planned, "grant", { quantity: planned.quantity, reason: "seeded" }, setting);
  await commitStep(wallet, step, true);
  return step.reward;
}

/** What the engine or a job does to a reward later; all that is left of it, unless told how much. */
export async function changeSeeded(
  wallet: Wallet,
  { id }: { id: string },
  { change, quantity }: { change: RewardChange; quantity?: number },
): Promise<Reward> {
  const before = await readReward(id);
  const step = changeReward(before, change, { quantity: quantity ?? leftOf(before), reason: change }, setting);
  await commitStep(wallet, step, false);
  return step.reward;
}

/** Takes back what was granted, whatever was made of it. */
export async function clawBack(wallet: Wallet, reward: { id: string }): Promise<Reward> {
  const { quantity, reversedQuantity } = await readReward(reward.id);
  return changeSeeded(wallet, reward, { change: "reverse", quantity: quantity - reversedQuantity });
}

export async function readReward(id: string): Promise<Reward> {
  const row = await openDatabase(env.DB).select().from(rewards).where(eq(rewards.id, id)).get();
  if (row === undefined) throw new Error(`there is no reward ${id}`);
  // Safe because only the product and this file write the table, from this type.
  return row as unknown as Reward;
}

async function commitStep({ mode, programId }: Wallet, step: RewardStep, isNew: boolean): Promise<void> {
  const db = openDatabase(env.DB);
  const rows = { rewards: isNew ? [step.reward] : [], changed: isNew ? [] : [step.reward] };
  const plan = { programId, ...rows, steps: [step], counts: [], messages: [] };
  const [first, ...rest] = writeRewardPlan(db, plan, { mode, atMs: startMs, nowMs: startMs });
  if (first === undefined) throw new Error("a step writes something");
  await commitBatch(db, [first, ...rest]);
}
