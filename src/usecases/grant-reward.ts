import type { Context } from "#context";
import { changeOfRewards } from "#domain/board-change";
import { actorName } from "#domain/actor";
import { decideGrant } from "#domain/decide-grant";
import type { HandGrant } from "#domain/decide-grant";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok } from "#domain/result";
import type { Result } from "#domain/result";
import { commitGrant, loadGrantFacts } from "#store/grant-facts";
import type { StoredReward } from "#store/rewards";
import { tellBoards } from "#usecases/feed-boards";
import { describeChange } from "#usecases/describe-change";
import { retryRaces } from "#usecases/retry-races";
import { isRewardRace } from "#usecases/take-reward-step";

const maxAttempts = 64;

export type Granted = StoredReward & { created: boolean };

/** Gives somebody a reward by hand, once per operation id. */
export async function grantReward(ctx: Context, input: HandGrant): Promise<Result<Granted, Refusal>> {
  // The same operation may be at work beside this one: then the next attempt finds what it has granted.
  const races = { name: input.operationId, attempts: maxAttempts, isRace: isRewardRace };
  return retryRaces(races, async () => decideAndCommit(ctx, input));
}

async function decideAndCommit(ctx: Context, input: HandGrant): Promise<Result<Granted, Refusal>> {
  const { mode } = ctx.actor;
  const facts = await loadGrantFacts(ctx.db, mode, input);
  const { program, earlierRow } = facts;
  const nowMs = programNowMs(program ?? { clockMs: null }, ctx.nowMs);
  const actor = actorName(ctx.actor);
  const plan = decideGrant(input, facts, { actor, nowMs, newId: ctx.newId, rewardsEnabled: ctx.flags.rewards });
  if (!plan.ok) return plan;
  const key = program?.key ?? "";
  if (earlierRow !== null) return ok({ reward: earlierRow, program: key, created: false });
  const [reward] = plan.value?.rewards ?? [];
  if (plan.value === null || reward === undefined) throw new Error("a grant without a reward");
  const audit = describeChange(ctx, "reward.granted", reward.id, { program_id: reward.programId });
  const at = { mode, atMs: nowMs, nowMs: ctx.nowMs };
  await commitGrant(ctx.db, plan.value, { ...at, operationId: input.operationId, audit });
  ctx.ring(plan.value.messages);
  tellBoards(ctx, [changeOfRewards(plan.value)]);
  return ok({ reward: { ...reward, mode, createdAtMs: nowMs }, program: key, created: true });
}
