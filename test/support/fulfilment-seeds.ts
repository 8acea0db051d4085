import { env } from "cloudflare:workers";
import type { Mode } from "#domain/mode";
import type { Reward } from "#domain/reward";
import { fulfilments } from "#schema/providers";
import { openDatabase } from "#store/database";

type Fields = Partial<typeof fulfilments.$inferInsert> & { mode?: Mode };

/** A fulfilment of a reward, by default one that failed. Gives the reward's id. */
export async function seedFulfilment(
  { id: rewardId, programId, beneficiaryId: participantId }: Reward,
  { mode = "live", ...fields }: Fields = {},
): Promise<string> {
  const times = { dueAtMs: 0, createdAtMs: 0, updatedAtMs: 0 };
  const row = { rewardId, mode, programId, participantId, form: "balance" as const, status: "dead" as const };
  await openDatabase(env.DB)
    .insert(fulfilments)
    .values({ ...row, ...times, ...fields });
  return rewardId;
}
