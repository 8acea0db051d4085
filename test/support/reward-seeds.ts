import { env } from "cloudflare:workers";
import { changeReward } from "#domain/change-reward";
import { createNewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import type { Reward } from "#domain/reward";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import { openDatabase } from "#store/database";
import { writeRewardPlan } from "#store/reward-commit";
import { createReferrer, engineContext, publishProgram } from "#support/engine";
import { rows } from "#support/ledger";

let count = 0;
const newId = createNewId(0, () => String(++count).padStart(14, "0"));

type Seed = Partial<Reward> & { programId: string; beneficiaryId: string; mode?: Mode };

/** A reward as the engine leaves it: granted and in the account, or held where it waits for something. */
export async function seedReward({ mode = "live", ...fields }: Seed): Promise<Reward> {
  const reward: Reward = {
    id: newId("rwd"),
    referralId: null,
    ruleKey: "seeded",
    grantIndex: 0,
    subject: `seed-${++count}`,
    side: "referrer",
    kind: "credit",
    unit: "GBP",
    quantity: 1000,
    reversedQuantity: 0,
    redeemedQuantity: 0,
    label: null,
    worthMinor: null,
    worthCurrency: null,
    state: "pending",
    position: 0,
    version: 1,
    claim: "manual",
    earnedAtMs: 0,
    releaseAtMs: null,
    needsReview: false,
    riskDays: null,
    disputed: false,
    expiresDays: null,
    expiresAtMs: null,
    ordinal: null,
    criterion: null,
    places: null,
    transactionId: null,
    ...fields,
  };
  const waits = reward.releaseAtMs !== null || reward.needsReview || reward.disputed;
  const step = changeReward(
    reward,
    waits ? "hold" : "grant",
    { quantity: reward.quantity, reason: "rule_met" },
    { actor: "test", nowMs: reward.earnedAtMs, newId },
  );
  const { programId } = reward;
  const plan = { programId, rewards: [step.reward], changed: [], steps: [step], counts: [], messages: [] };
  const db = openDatabase(env.DB);
  const at = { mode, atMs: reward.earnedAtMs, nowMs: reward.earnedAtMs };
  // Safe because a reward and its step are always some statements.
  await commitBatch(db, writeRewardPlan(db, plan, at) as [Statement, ...Statement[]]);
  return step.reward;
}

/** A published program in which Sarah earns. */
export async function createRewardWorld() {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx, { fulfilment: { credit: "wallet", free_month: "invoice_api" } });
  const { id: sarahId } = await createReferrer(ctx, programId, "Sarah");
  const seed = (fields: Partial<Reward> = {}) => seedReward({ programId, beneficiaryId: sarahId, ...fields });
  const balance = async () => {
    const [account] = await rows<{ balance: number }>("SELECT balance FROM accounts WHERE owner_id = ?", sarahId);
    return account?.balance ?? 0;
  };
  return { ctx, programId, sarahId, seed, balance };
}

/** What was done; a refusal fails the test. */
export function valueOf<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
