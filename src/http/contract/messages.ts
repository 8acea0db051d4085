import * as z from "zod";
import type { MessageType } from "#domain/plan";
import { rewardStates } from "#domain/reward";
import type { RewardState } from "#domain/reward";
import { id, shownInstant } from "#http/contract/wire";

/**
 * What each message says: its `data`, as receivers of webhooks get it. Ids and amounts only, because a message
 * outlives an erasure; the API tells the rest to whoever may know it.
 */
export type MessageEntry = {
  /** When it is told. */
  told: string;
  data: z.ZodObject;
};

const program = { program_id: id("prg") };
const told = (schema: z.ZodType, description: string, example?: unknown) =>
  schema.meta({ description, ...(example === undefined ? {} : { example }) });
const instantOf = (description: string) => told(shownInstant, description, "2026-05-02T10:00:00.000Z");

const about = {
  ...program,
  referral_id: id("ref"),
  referrer_id: told(z.string(), "The participant who referred.", "ptc_1jkq0v4n8aB3dE5fG7hJ9kL"),
  referee_id: told(z.string(), "The participant who was referred.", "ptc_1jkq0v5p2cD4eF6gH8iJ0kM"),
};

const aboutReward = {
  ...program,
  referral_id: told(z.string().nullable(), "Null for a reward granted by hand.", "ref_1jkq0v4n8aB3dE5fG7hJ9kL"),
  reward_id: id("rwd"),
  rule: told(z.string(), "The rule's key.", "first-payment-free-month"),
  beneficiary_id: told(z.string(), "The participant who gets it.", "ptc_1jkq0v4n8aB3dE5fG7hJ9kL"),
  kind: told(
    z.string(),
    "`credit`, `free_month`, `premium_days`, `discount`, `feature`, `points` or `badge`.",
    "credit",
  ),
  unit: told(z.string(), "A currency, or what else is counted.", "GBP"),
  quantity: told(z.int(), "In the unit's smallest part.", 4900),
  needs_review: told(z.boolean(), "Whether it waits for a person.", false),
};

const reward = (state: RewardState) => ({
  ...aboutReward,
  state: told(z.enum([state]), "Its state after the change.", state),
});

const jobs = {
  job: told(z.string(), "The job's name.", "expire_rewards"),
  failures: told(z.int().min(1), "How often it failed, one after the other.", 3),
  since: instantOf("The first of these failures."),
};

export const messages: Record<MessageType, MessageEntry> = {
  "referral.signed_up": { told: "A referee was bound to a referrer.", data: z.strictObject(about) },
  "referral.converted": {
    told: "A referee paid, for the first time or again.",
    data: z.strictObject({
      ...about,
      conversion_id: id("cnv"),
      payment_ref: told(z.string(), "The main app's or provider's name of the payment.", "order-1001"),
      ordinal: told(z.int().min(1), "Which of the referee's payments it is.", 1),
    }),
  },
  "reward.pending": {
    told: "A reward was earned and waits: for its hold, a review or a dispute; or one waits anew.",
    data: z.strictObject({
      ...reward("pending"),
      again: told(
        z.boolean(),
        "Whether it was told of before: it waits for a dispute, or for a person after all.",
        false,
      ),
    }),
  },
  "reward.available": {
    told: "A reward can be used: it is in the wallet, or waits for its claim.",
    data: z.strictObject(reward("available")),
  },
  "reward.redeemed": {
    told: "A reward was used, wholly.",
    data: z.strictObject({
      ...reward("redeemed"),
      redeemed_quantity: told(z.int(), "All that was used so far.", 4900),
    }),
  },
  "reward.voided": {
    told: "A reward was taken back before it became available.",
    data: z.strictObject(reward("voided")),
  },
  "reward.expired": {
    told: "A reward ran out before it was used.",
    data: z.strictObject(reward("expired")),
  },
  "reward.reversed": {
    told: "A reward was taken back, wholly or in part.",
    data: z.strictObject({
      ...aboutReward,
      state: told(z.enum(rewardStates), "Its state after the change; `reversed` when all of it is gone.", "reversed"),
      reversed_quantity: told(z.int(), "All that was taken back so far.", 4900),
    }),
  },
  "reward.expiring": {
    told: "A reward will run out soon if nobody uses it.",
    data: z.strictObject({ ...reward("available"), expires_at: instantOf("When it runs out.") }),
  },
  "participant.joined": {
    told: "A participant has joined a program: there is a link to share.",
    data: z.strictObject({ participant_id: id("ptc"), ...program, link_id: id("lnk") }),
  },
  "review.decided": {
    told: "A person approved or rejected a referral, for the first time or by overruling. Its rewards tell of themselves.",
    data: z.strictObject({
      ...program,
      referral_id: id("ref"),
      review_id: told(id("rvw"), "`GET /v1/reviews/{id}` tells the rest.", "rvw_1jkq0v4n8aB3dE5fG7hJ9kL"),
      status: told(z.enum(["approved", "rejected"]), "What was decided.", "approved"),
      decided_at: instantOf("When."),
    }),
  },
  "link.expired": {
    told: "A link has run out: clicks are not redirected to its destination any more.",
    data: z.strictObject({
      ...program,
      participant_id: id("ptc"),
      link_id: id("lnk"),
      expired_at: instantOf("When it ran out."),
    }),
  },
  "budget.nearing": {
    told: "A limit or budget of a rule is used up to a large part.",
    data: z.strictObject({
      ...program,
      rule: told(z.string(), "The rule's key.", "first-payment-free-month"),
      limit_index: told(z.int().min(0), "Which of the rule's limits, from 0.", 1),
      unit: told(z.string(), "What the budget is counted in.", "GBP"),
      amount_minor: told(z.int(), "The whole budget.", 500000),
      used_minor: told(z.int(), "What is used of it.", 400000),
      percent: told(z.int().min(0), "The same in hundredths.", 80),
      window_ends_at: told(shownInstant.nullable(), "When it starts anew; null: never.", "2026-06-01T00:00:00.000Z"),
    }),
  },
  "fulfilment.failed": {
    told: "A reward could not be handed over to a billing provider and will not be tried again by itself.",
    data: z.strictObject({
      reward_id: id("rwd"),
      ...program,
      beneficiary_id: told(z.string(), "The participant who gets it.", "ptc_1jkq0v4n8aB3dE5fG7hJ9kL"),
      form: told(z.string(), "How it was to be handed over: `balance`, `coupon` or `webhook`.", "balance"),
      reason: told(z.string(), "A code.", "resource_missing"),
    }),
  },
  "job.failing": { told: "A scheduled job fails again and again.", data: z.strictObject(jobs) },
  "endpoint.disabled": {
    told: "A webhook endpoint was disabled because it answered 410, or no attempt for five days. Told to the others.",
    data: z.strictObject({
      endpoint_id: id("whe"),
      reason: told(z.enum(["gone", "failing"]), "`gone`: it answered 410.", "failing"),
      disabled_at: instantOf("Since when."),
    }),
  },
  "test.ping": {
    told: "Somebody asked for it with `POST /v1/webhooks/endpoints/{id}/ping`. It goes to that endpoint alone.",
    data: z.strictObject({ endpoint_id: id("whe") }),
  },
};
