import type { Context } from "#context";
import { actorName } from "#domain/actor";
import type { BadgeAward } from "#domain/badge";
import { changeOfRewards } from "#domain/board-change";
import { badgeWorkOf, decideBadges, mostAwards } from "#domain/decide-badges";
import type { BadgeWork } from "#domain/decide-badges";
import type { ProgramFacts } from "#domain/event-facts";
import { programNowMs } from "#domain/mode";
import type { ProgramPlan } from "#domain/plan";
import { ok } from "#domain/result";
import { commitAwards } from "#store/award-commit";
import { loadBadgeFacts } from "#store/badge-facts";
import { describeChange } from "#usecases/describe-change";
import { tellBoards } from "#usecases/feed-boards";
import { retryRaces } from "#usecases/retry-races";
import { isRewardRace } from "#usecases/take-reward-step";

/** Each lost race has awarded a badge of these people, which is not awarded again. */
const maxAttempts = 32;

/** After an event, when it was answered. What is cut off, or could not be, the weekly run finds. */
export function awardAfterwards(ctx: Context, programs: readonly ProgramFacts[], plans: readonly ProgramPlan[]): void {
  const work = ctx.flags.rewards ? badgeWorkOf(programs, plans) : [];
  if (work.length === 0) return;
  // Whoever gathers what boards are told has told it by then.
  const later: Context = { ...ctx, boardChanges: null };
  ctx.afterwards(async () => {
    for (const one of work) await awardBadges(later, { ...one, moment: "at_once" });
  });
}

/** Gives these people the badges whose conditions they meet by now, each once for ever; answers how many. */
export async function awardBadges(ctx: Context, work: BadgeWork & { moment: BadgeAward }): Promise<number> {
  if (!ctx.flags.rewards || work.participantIds.length === 0) return 0;
  const races = { name: `${ctx.requestId} ${work.programId}`, attempts: maxAttempts, isRace: isRewardRace };
  for (let before = 0; ;) {
    const awarded = await retryRaces(races, async () => decideAndCommit(ctx, work));
    if (!awarded.ok) {
      ctx.log("warn", "badges_not_awarded", { program_id: work.programId });
      return before;
    }
    if (awarded.value < mostAwards) return before + awarded.value;
    before += awarded.value;
  }
}

async function decideAndCommit(ctx: Context, { moment, ...work }: BadgeWork & { moment: BadgeAward }) {
  const facts = await loadBadgeFacts(ctx.db, work);
  if (facts === null) return ok(0);
  const { mode } = facts.program;
  // Under the job's name, whoever brought it about: nobody asked for it.
  const job: Context = { ...ctx, actor: { type: "job", name: "award_badges", mode } };
  const nowMs = programNowMs(facts.program, ctx.nowMs);
  const setting = { actor: actorName(job.actor), nowMs, newId: ctx.newId, moment, rewardsEnabled: ctx.flags.rewards };
  const plan = decideBadges(facts, setting);
  const audit = plan.rewards.map(({ id }) => describeChange(job, "reward.granted", id, { program_id: plan.programId }));
  await commitAwards(ctx.db, plan, { mode, atMs: nowMs, nowMs: ctx.nowMs, audit });
  ctx.ring(plan.messages);
  tellBoards(ctx, [changeOfRewards(plan)]);
  return ok(plan.rewards.length);
}
