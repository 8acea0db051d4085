import * as z from "zod";
import { badgeAwards } from "#domain/badge";
import type { BadgeLook, OpenBadge } from "#domain/badge-standing";
import { leaderOccasions } from "#domain/program";
import type { Kept } from "#domain/standing";
import { defineOperation } from "#http/contract/operation";
import { id, pathId, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { ProgramStanding } from "#usecases/describe-standing";

const level = {
  key: z.string(),
  title: z.string(),
  rule: z.string(),
  needed: z.int().meta({ description: "The count of referrals at which it is reached." }),
};

export const shownTier = z
  .strictObject({ ...level, reached_at: shownInstant.meta({ description: "The moment of promotion." }) })
  .nullable();
export const shownNextTier = z.strictObject({ ...level, progress: z.int(), missing: z.int() }).nullable();

const shownKept = z
  .strictObject({
    reward_id: id("rwd"),
    label: z.string().nullable().meta({ description: "Which badge or feature, or off what a discount is." }),
    unit: z.string(),
    quantity: z.int().meta({ description: "In the unit's smallest part." }),
    since: shownInstant,
    expires_at: shownInstant.nullable(),
  })
  .meta({ id: "KeptReward" });

const shownBadge = shownKept
  .extend({
    label: z.string().nullable().meta({ description: "Its key; without a catalogue what it is called." }),
    name: z.string().nullable().meta({ description: "As people read it." }),
    icon: z.string().nullable().meta({ description: "Of the catalogue: a short name, or an emoji." }),
    description: z.string().nullable(),
    color: z.string().nullable().meta({ description: "`#rrggbb`" }),
  })
  .meta({ id: "KeptBadge" });

const shownOpenBadge = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    icon: z.string(),
    description: z.string(),
    color: z.string(),
    by: z.enum(["condition", "rules", "team"]).meta({
      description: "What gives it: its own condition, rules of the program, or the team by hand alone.",
    }),
    award: z.enum(badgeAwards).nullable().meta({ description: "When its condition is looked at; null without one." }),
    rules: z.array(z.string()).meta({ description: "The rules that give it to people of this kind." }),
    earnable: z.boolean().meta({
      description: "False for what only the team gives: a badge that was taken back is not awarded again.",
    }),
    progress: z
      .strictObject({ needed: z.int(), progress: z.int() })
      .nullable()
      .meta({ description: "Where it takes so many of something and nothing else." }),
  })
  .meta({ id: "OpenBadge" });

const shownMilestone = z
  .strictObject({
    rule: z.string(),
    on: z.enum(["count", ...leaderOccasions]).meta({
      description: "`count`: of referrals. The others: leading a month, overall or in a category, each time anew.",
    }),
    title: z.string(),
    description: z.string(),
    reward: z.string().meta({ description: "What it earns, as the team put it." }),
    needed: z.int(),
    progress: z.int().meta({ description: "Of `needed`; of a milestone that repeats, since it was last reached." }),
    reached_at: shownInstant.nullable().meta({ description: "The last time, where it repeats." }),
    times: z.int().meta({ description: "How often it was reached." }),
    rewards: z.array(
      z.strictObject({
        id: id("rwd"),
        state: z.string(),
        claimable: z.boolean().meta({ description: "Whether `POST /v1/rewards/{id}/claim` takes it now." }),
      }),
    ),
  })
  .meta({ id: "MilestoneStanding" });

const shownStanding = z
  .strictObject({
    program_id: id("prg"),
    program: z.string(),
    conversions: z.int().meta({ description: "Referees with a payment that is not wholly refunded." }),
    tier: shownTier,
    next_tier: shownNextTier,
    milestones: z.array(shownMilestone),
    badges: z.array(shownBadge).meta({ description: "Those that are held." }),
    badges_to_earn: z.array(shownOpenBadge).meta({ description: "Those of the catalogue that are not." }),
    features: z.array(shownKept),
    discounts: z.array(shownKept),
  })
  .meta({ id: "ProgramStanding" });

export const shownStandings = z
  .strictObject({ participant_id: id("ptc"), programs: z.array(shownStanding) })
  .meta({ id: "Standing" });

export function showStandings(participantId: string, programs: ProgramStanding[]): z.input<typeof shownStandings> {
  return { participant_id: participantId, programs: programs.map(showStanding) };
}

function showStanding(standing: ProgramStanding): z.input<typeof shownStanding> {
  const { programId, program, conversions, tier, nextTier, milestones, features, discounts } = standing;
  const { badges, openBadges } = standing;
  return {
    program_id: programId,
    program,
    conversions,
    tier: showTier(tier),
    next_tier: nextTier,
    milestones: milestones.map(({ reachedAtMs, rewards, ...milestone }) => ({
      ...milestone,
      reached_at: showInstantOrNull(reachedAtMs),
      rewards: rewards.map(({ isClaimable, ...reward }) => ({ ...reward, claimable: isClaimable })),
    })),
    badges: badges.map(showBadge),
    badges_to_earn: openBadges.map(showOpenBadge),
    features: features.map(showKept),
    discounts: discounts.map(showKept),
  };
}

export function showTier(tier: ProgramStanding["tier"]): z.input<typeof shownTier> {
  if (tier === null) return null;
  const { reachedAtMs, ...shown } = tier;
  return { ...shown, reached_at: showInstant(reachedAtMs) };
}

function showKept({ rewardId, sinceMs, expiresAtMs, ...kept }: Kept): z.input<typeof shownKept> {
  return { ...kept, reward_id: rewardId, since: showInstant(sinceMs), expires_at: showInstantOrNull(expiresAtMs) };
}

function showBadge(badge: Kept & BadgeLook): z.input<typeof shownBadge> {
  const { name, icon, description, color, ...kept } = badge;
  return { ...showKept(kept), name, icon, description, color };
}

function showOpenBadge({ isEarnable, ...badge }: OpenBadge): z.input<typeof shownOpenBadge> {
  return { ...badge, earnable: isEarnable };
}

export const getStandingOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id/standing",
  operationId: "getStanding",
  summary: "Get a participant's tier, milestones, badges, features and discounts",
  description: "In one program, or in the 20 newest that know the participant.",
  tag: "Rewards",
  scope: "rewards:read",
  participant: { by: "param", name: "id" },
  params: z.strictObject({ id: pathId }),
  query: z.strictObject({ program: pathId.optional() }),
  answer: shownStandings,
  refusals: ["not_found"],
});

export const standingOperations = [getStandingOperation];
