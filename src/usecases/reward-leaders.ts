import type { Context } from "#context";
import { actorName } from "#domain/actor";
import { changeOfRewards } from "#domain/board-change";
import { decideLeaders } from "#domain/decide-leaders";
import type { LeaderFacts } from "#domain/decide-leaders";
import { describeFault } from "#domain/fault";
import { programNowMs } from "#domain/mode";
import { ok } from "#domain/result";
import { commitMonth } from "#store/award-commit";
import { listUnrewardedMonths } from "#store/closed-months";
import type { ProgramMonth } from "#store/closed-months";
import { loadLeaderFacts } from "#store/leader-facts";
import { awardBadges } from "#usecases/award-badges";
import { describeChange } from "#usecases/describe-change";
import { tellBoards } from "#usecases/feed-boards";
import { retryRaces } from "#usecases/retry-races";
import type { JobInput, JobResult } from "#usecases/run-job";
import { isRewardRace } from "#usecases/take-reward-step";

/** Bounds one run; the next goes on. */
const monthsAtOnce = 20;
const batchesPerMonth = 25;
const maxAttempts = 16;

/**
 * Gives the leaders of closed months what the rules promised when the month was closed, each once. Safe beside another
 * run and after one that was cut off: what a leader has is not given again. A month that fails is passed by, and met
 * again when the job begins anew.
 */
export async function rewardLeaders(ctx: Context, { memory }: Pick<JobInput, "memory">): Promise<JobResult> {
  const counts = { months: 0, rewards: 0, failed: 0 };
  // Safe because only this job writes its memory.
  const { after } = (memory ?? { after: null }) as { after: ProgramMonth | null };
  const months = await listUnrewardedMonths(ctx.db, { after, limit: monthsAtOnce });
  for (const month of months) {
    try {
      counts.rewards += await rewardMonth(ctx, month);
      counts.months += 1;
    } catch (error) {
      counts.failed += 1;
      const { programId, month: name } = month;
      ctx.log("error", "month_not_rewarded", { program_id: programId, month: name, error: describeFault(error) });
    }
  }
  const last = months.length === monthsAtOnce ? months.at(-1) : undefined;
  return { counts, more: last !== undefined, memory: { after: last ?? null } };
}

/** How many rewards the leaders of one closed month got, or were denied. */
export async function rewardMonth(ctx: Context, month: ProgramMonth): Promise<number> {
  let rewards = 0;
  for (let batch = 0; batch < batchesPerMonth; batch += 1) {
    const races = { name: `${month.programId} ${month.month}`, attempts: maxAttempts, isRace: isRewardRace };
    const step = await retryRaces(races, async () => ok(await decideAndCommit(ctx, month)));
    if (!step.ok) throw new Error("others reward the same month all the time");
    rewards += step.value.rewards;
    if (step.value.isDone) break;
  }
  return rewards;
}

async function decideAndCommit(ctx: Context, month: ProgramMonth): Promise<{ rewards: number; isDone: boolean }> {
  const facts = await loadLeaderFacts(ctx.db, month);
  if (facts === null) return { rewards: 0, isDone: true };
  const { mode } = facts.program;
  const job: Context = { ...ctx, actor: { type: "job", name: "reward_leaders", mode } };
  const nowMs = programNowMs(facts.program, ctx.nowMs);
  const setting = { actor: actorName(job.actor), nowMs, newId: ctx.newId, rewardsEnabled: ctx.flags.rewards };
  const decision = decideLeaders(facts, setting);
  const { plan, isDone } = decision;
  const audit = plan.steps.map(({ change, reward: { id } }) =>
    describeChange(job, change === "deny" ? "reward.denied" : "reward.granted", id, { program_id: plan.programId }),
  );
  await commitMonth(ctx.db, decision, { month: month.month, mode, atMs: nowMs, nowMs: ctx.nowMs, audit });
  ctx.ring(plan.messages);
  tellBoards(ctx, [changeOfRewards(plan)]);
  if (isDone) await awardLeaders(ctx, facts);
  return { rewards: plan.rewards.length, isDone };
}

/** How many months somebody has led is known now. */
async function awardLeaders(ctx: Context, { program, leaders }: LeaderFacts): Promise<void> {
  const participantIds = leaders.flatMap(({ category, participant }) => (category === "" ? [participant.id] : []));
  await awardBadges(ctx, { programId: program.id, participantIds, moment: "at_once" });
}
