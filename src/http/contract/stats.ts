import * as z from "zod";
import { boardPeriods } from "#domain/board-period";
import { trendOf } from "#domain/leaderboard";
import { recentStages } from "#domain/stats";
import { defineOperation } from "#http/contract/operation";
import { showTier, shownNextTier, shownTier } from "#http/contract/standing";
import { id, pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { PeriodRank } from "#usecases/describe-ranks";
import type { ProgramStats } from "#usecases/describe-stats";

const count = (description: string) => z.int().meta({ description });
const amounts = (description: string) => z.record(z.string(), z.int()).meta({ description });

const shownRank = z
  .strictObject({
    on: z.enum(["overall", "category", "location"]),
    value: z.string().nullable().meta({ description: "Which category or location; null for `overall`." }),
    period: z.enum(boardPeriods),
    rank: z.int().nullable().meta({ description: "Null: without a paid conversion in the period, or on no board." }),
    previous_rank: z.int().nullable().meta({ description: "At the end of yesterday; null: none then." }),
    trend: z.enum(["rising", "falling", "stable"]).nullable(),
    conversions: z.int(),
    of: z.int().meta({ description: "How many have a rank there." }),
  })
  .meta({ id: "StatsRank" });

const shownStats = z
  .strictObject({
    program_id: id("prg"),
    program: z.string(),
    referrals: z.strictObject({
      sent: count("People who signed up by this participant, whatever became of them."),
      signed_up: count("Those of them who are no further."),
      activated: count("Those whose trial or use is the furthest that they came."),
      converted: count("Those who have paid, refunded or not, and earned no reward."),
      rewarded: count("Those who have paid or come further, and earned a reward."),
      active_trials: count("Those of `activated` who have not gone."),
      retained: count("Those who have stayed, whatever their stage."),
      churned: count("Those who have gone, whatever their stage."),
    }),
    conversions: count("Referees with a payment that is not wholly refunded."),
    conversion_rate_bps: z
      .int()
      .nullable()
      .meta({ description: "`conversions` of `sent`, in basis points; null where none were sent." }),
    months_earned: count("Free months that were given and not taken back, used ones included."),
    value_earned: amounts("What was given and not taken back is worth, by currency, in minor units."),
    earned: amounts("What was given and not taken back, by unit, in its smallest part."),
    rewards: z.strictObject({
      pending: z.int(),
      available: z.int(),
      redeemed: z.int(),
      denied: z.int(),
      voided: z.int(),
      expired: z.int(),
      reversed: z.int(),
    }),
    tier: shownTier,
    next_tier: shownNextTier,
    next_milestone: z
      .strictObject({ rule: z.string(), title: z.string(), needed: z.int(), progress: z.int(), missing: z.int() })
      .nullable()
      .meta({ description: "The nearest that is not reached." }),
    leaderboard: z
      .enum(["ready", "rebuilding", "unavailable"])
      .meta({ description: "Whether the boards answered; ranks are null unless they were `ready`." }),
    ranks: z.array(shownRank).nullable(),
    recent: z
      .array(
        z.strictObject({
          referral_id: id("ref"),
          stage: z.enum(recentStages),
          at: shownInstant,
          name: z.string().meta({ description: "An initial and dots; `Someone` where there is no name." }),
        }),
      )
      .meta({ description: "The newest ten steps, newest first." }),
  })
  .meta({ id: "ProgramStats" });

export const shownAllStats = z
  .strictObject({ participant_id: id("ptc"), programs: z.array(shownStats) })
  .meta({ id: "Stats" });

export function showAllStats(participantId: string, programs: ProgramStats[]): z.input<typeof shownAllStats> {
  return { participant_id: participantId, programs: programs.map(showStats) };
}

function showStats(stats: ProgramStats): z.input<typeof shownStats> {
  const { referrals } = stats;
  return {
    program_id: stats.programId,
    program: stats.program,
    referrals: {
      sent: referrals.sent,
      signed_up: referrals.signedUp,
      activated: referrals.activated,
      converted: referrals.converted,
      rewarded: referrals.rewarded,
      active_trials: referrals.activeTrials,
      retained: referrals.retained,
      churned: referrals.churned,
    },
    conversions: stats.conversions,
    conversion_rate_bps: stats.conversionRateBps,
    months_earned: stats.monthsEarned,
    value_earned: stats.valueEarned,
    earned: stats.earned,
    rewards: stats.rewards,
    tier: showTier(stats.tier),
    next_tier: stats.nextTier,
    next_milestone: stats.nextMilestone,
    leaderboard: stats.leaderboard,
    ranks: stats.ranks && stats.ranks.map(showRank),
    recent: stats.recent.map(({ referralId, atMs, ...step }) => ({
      ...step,
      referral_id: referralId,
      at: showInstant(atMs),
    })),
  };
}

function showRank({ previousRank, rank, ...shown }: PeriodRank): z.input<typeof shownRank> {
  const trend = rank === null ? null : trendOf({ rank, previousRank });
  const value = "value" in shown ? shown.value : null;
  return { ...shown, value, rank, previous_rank: previousRank, trend };
}

export const getStatsOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id/stats",
  operationId: "getStats",
  summary: "Get a participant's figures: referrals, conversions, rewards, ranks and what happened last",
  description:
    "In one program, or in the 20 newest that know the participant. Costs the same with a million referrals as with ten.",
  tag: "Rewards",
  scope: "rewards:read",
  participant: { by: "param", name: "id" },
  params: z.strictObject({ id: pathId }),
  query: z.strictObject({ program: pathId.optional() }),
  answer: shownAllStats,
  refusals: ["not_found"],
});
