import * as z from "zod";
import { isCurrency } from "#domain/money";
import {
  claimModes,
  earningEvents,
  leaderOccasions,
  limitScopes,
  limitWindows,
  redeemedPolicies,
  reversalEvents,
  reversalPolicies,
} from "#domain/program";
import type { Rule } from "#domain/program";
import { condition } from "#http/contract/condition";
import { grant } from "#http/contract/grant";
import { kind, ruleKey, slug, text, whole } from "#http/contract/wire";

/** One rule, as docs/guides/rules.md explains it. `domain/rule-check.ts` says what a shape cannot. */

const mostMinor = 1_000_000_000_000;

const occurrence = z
  .union(
    [
      z.enum(["first", "every"]),
      z.strictObject({ nth: whole(1, 1000).meta({ description: "Only the n-th." }) }),
      z
        .strictObject({
          every: z.literal(true),
          at_most: whole(1, 1000).optional().meta({ description: "So many at most." }),
          for_months: whole(1, 120).optional().meta({ description: "Within so many months of the first." }),
        })
        .meta({ description: "Every one, within bounds." }),
    ],
    `must be "first", "every", { "nth": 3 } or { "every": true, "at_most": 12, "for_months": 12 }`,
  )
  .meta({ description: "Which of the referee's payments that pass. Other events happen once: `first`." });

const on = z
  .union(
    [
      z
        .strictObject({
          event: z.enum(earningEvents).meta({ description: "What the referee does." }),
          occurrence,
        })
        .meta({ description: "Something that one referee does." }),
      z
        .strictObject({
          count: z
            .union(
              [
                z.strictObject({ every: whole(1, 1000).meta({ description: "Each n-th." }) }),
                z.strictObject({ reaches: whole(1, 1_000_000).meta({ description: "The n-th, once." }) }),
              ],
              `must be { "every": 3 } or { "reaches": 5 }`,
            )
            .meta({ description: "Each n-th of the referrals that count, or the n-th once." }),
        })
        .meta({
          description:
            "How many of the referrer's referrals count: their referee has paid, and what else the rule asks.",
        }),
      z
        .strictObject({
          leader: z.enum(leaderOccasions).meta({
            description: "`month`: the first of the whole program. `category_month`: the first of each category.",
          }),
        })
        .meta({ description: "Who is the first of a calendar month when its boards are closed." }),
    ],
    "must have event and occurrence, or count, or leader",
  )
  .meta({ description: "What earns." });

const flow = z
  .strictObject({
    referrer: z.array(kind).min(1).max(20).optional().meta({ description: "Who refers." }),
    referee: z.array(kind).min(1).max(20).optional().meta({ description: "Who is referred." }),
  })
  .meta({ description: "The kinds of participant on either side; a side left out: any." });

const qualify = z
  .strictObject({
    verified: z.boolean().optional().meta({ description: "Only payments reported by a provider or a trusted key." }),
    stay_days: whole(1, 365)
      .optional()
      .meta({ description: "Only when the referee has stayed so long after the first payment that passes." }),
  })
  .meta({ description: "When a referral counts." });

const budgetUnit = z
  .string()
  .regex(/^([A-Z]{3}|credits|free_months|premium_days|points)$/, {
    message: "must be an ISO 4217 code, credits, free_months, premium_days or points",
    abort: true,
  })
  .refine(
    (unit) => !/^[A-Z]/.test(unit) || isCurrency(unit),
    "must be an ISO 4217 code, credits, free_months, premium_days or points",
  );

const limitBasis = {
  per: z.enum(limitScopes).meta({ description: "Whose rewards are counted together." }),
  window: z
    .enum(limitWindows)
    .optional()
    .meta({ description: "By the program's calendar; weeks begin on Monday. Left out: for ever." }),
  on_exceed: z.literal("deny").optional().meta({ description: "A reward that finds no place is denied." }),
};

const limit = z
  .union(
    [
      z.strictObject({ ...limitBasis, max: whole(1, 1_000_000).meta({ description: "So many rewards." }) }),
      z.strictObject({
        ...limitBasis,
        budget: z
          .strictObject({
            unit: budgetUnit.meta({ description: "An ISO 4217 code, credits, free_months, premium_days or points." }),
            amount_minor: whole(1, mostMinor).meta({ description: "How much, in the unit's smallest part." }),
          })
          .meta({ description: "So much of a unit." }),
      }),
    ],
    "must have max or budget",
  )
  .meta({ description: "A reversed reward frees its place." });

const hold = z
  .union(
    [
      z.strictObject({ days: whole(1, 365).meta({ description: "From what earned it." }) }),
      z.strictObject({ until: z.literal("weekly_award") }).meta({ description: "Until the next Sunday, 03:00 UTC." }),
    ],
    `must be { "days": 14 } or { "until": "weekly_award" }`,
  )
  .meta({ description: "How long a reward waits before it is available." });

const reverse = z
  .strictObject({
    on: z.array(z.enum(reversalEvents)).min(1).max(reversalEvents.length).meta({ description: "What takes back." }),
    within_days: whole(1, 3650)
      .optional()
      .meta({ description: "Only what happens within so many days of the earning." }),
    policy: z.enum(reversalPolicies).meta({
      description: "`proportional`: the refunded share. `full`: everything, on any refund.",
    }),
    after_redemption: z.enum(redeemedPolicies).optional().meta({
      description: "Left out, or `negative_balance`: the next reward nets it. `keep`: what was redeemed stays.",
    }),
  })
  .meta({ description: "What is taken back, and when; left out: nothing." });

export const rule = z
  .strictObject({
    key: ruleKey.meta({ description: "Names the rule for ever: a reward is paid once per rule, grant and occasion." }),
    on,
    qualify: qualify.optional(),
    flow: flow.optional(),
    when: condition.optional().meta({ description: "What must hold for an occasion to pass." }),
    grant: z.array(grant).min(1).max(20).meta({ description: "What it earns." }),
    limit: z.array(limit).min(1).max(20).optional().meta({ description: "All of them bind." }),
    hold: hold.optional(),
    reverse: reverse.optional(),
    expires_days: whole(1, 3650).optional().meta({ description: "Counted from the release. Left out: never." }),
    claim: z.enum(claimModes).optional().meta({
      description: "`manual`: the participant claims it before it expires. `automatic` when left out.",
    }),
    review: z
      .strictObject({ over_minor: whole(0, mostMinor).meta({ description: "In the payment's currency." }) })
      .optional()
      .meta({ description: "Rewards for payments over this amount wait for a person." }),
    milestone: z
      .strictObject({
        title: text(100).min(1).meta({ description: "What it is called." }),
        description: text(500).min(1).meta({ description: "What it takes." }),
        reward: text(200).min(1).meta({ description: "What it earns." }),
      })
      .optional()
      .meta({ description: "Shows what a count or a leader earns as a milestone, in these words." }),
    tier: z
      .strictObject({
        key: slug.meta({ description: "Names the tier." }),
        title: text(100).min(1).meta({ description: "As people read it." }),
      })
      .optional()
      .meta({ description: "Reaching the count is a level held; the highest is the participant's tier." }),
  })
  .meta({ id: "Rule", description: "What earns what." }) satisfies z.ZodType<Rule>;
