import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import { nextMilestone } from "#domain/next-milestone";
import type { NextMilestone } from "#domain/next-milestone";
import { countIn, paidCriterion } from "#domain/qualification";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { countStandingOf } from "#domain/standing";
import type { CountStanding } from "#domain/standing";
import { statsOf } from "#domain/stats";
import type { Stats } from "#domain/stats";
import { loadStatsFacts } from "#store/stats-facts";
import { describeRanks } from "#usecases/describe-ranks";
import type { Ranks } from "#usecases/describe-ranks";

export type ProgramStats = Stats &
  Ranks &
  Pick<CountStanding, "tier" | "nextTier"> & {
    programId: string;
    program: string;
    nextMilestone: NextMilestone | null;
  };

/** What a participant has achieved as a referrer, in one program or in all that know him. */
export async function describeStats(
  ctx: Context,
  input: { participantId: string; program: string | undefined },
): Promise<Result<ProgramStats[], Refusal>> {
  const { participant, isProgramKnown, programs } = await loadStatsFacts(ctx.db, { mode: ctx.actor.mode, ...input });
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (!isProgramKnown) return refuse({ code: "not_found", what: "program" });
  const described = programs.map(async (facts): Promise<ProgramStats> => {
    const { programId, program, counts, current } = facts;
    const countOf = countIn(counts);
    const nowMs = programNowMs(facts, ctx.nowMs);
    const standing = countStandingOf({ ...facts, participantKind: participant.kind, countOf, nowMs });
    const { tier, nextTier, milestones } = standing;
    return {
      programId,
      program,
      ...statsOf(facts.totals, { conversions: countOf(paidCriterion), names: facts.names }),
      ...{ tier, nextTier, nextMilestone: nextMilestone(milestones, current) },
      ...(await describeRanks(ctx, { programId, nowMs, timeZone: current.time_zone, participant })),
    };
  });
  return ok(await Promise.all(described));
}
