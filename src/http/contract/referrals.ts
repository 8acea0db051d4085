import * as z from "zod";
import { shownAnswer } from "#http/contract/events";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import {
  currency,
  externalId,
  id,
  instant,
  pathId,
  shownInstant,
  showInstant,
  showInstantOrNull,
  text,
} from "#http/contract/wire";
import type { StoredReferral, TouchRow } from "#store/referrals";

const tag = "Referrals";
const moment = shownInstant.nullable();

const referralFields = {
  id: id("ref"),
  program_id: id("prg"),
  program: z.string(),
  referrer_id: id("ptc"),
  referee_id: id("ptc"),
  referee_name: z
    .string()
    .nullable()
    .optional()
    .meta({ description: "For participants alone: first name and initial of who came, null where it is not known." }),
  link_id: id("lnk"),
  evidence: z.enum(["typed", "journey", "url", "invitation"]),
  channel: z.string(),
  campaign: z.string().nullable(),
  model: z.string(),
  version: z.int().meta({ description: "The program version whose promises hold for this referral." }),
  stage: z.string(),
  funnel: z.strictObject({
    link_created_at: shownInstant,
    link_clicked_at: moment,
    signup_started_at: moment,
    signed_up_at: shownInstant,
    activated_at: moment,
    converted_at: moment,
    rewarded_at: moment,
    retained_at: moment,
    churned_at: moment,
  }),
  source: z.unknown(),
  created_at: shownInstant,
};

const shownTouch = z
  .strictObject({
    code: z.string(),
    link_id: z.string().nullable(),
    owner_id: z.string().nullable(),
    at: shownInstant,
    channel: z.string(),
    campaign: z.string().nullable(),
    variant: z.string().nullable(),
    weight: z.int().meta({ description: "Millionths; the weights of a referral sum to 1,000,000." }),
    dropped: z.string().nullable().meta({ description: "Why the touch counted for nothing." }),
  })
  .meta({ id: "Touch" });

export const shownReferral = z.strictObject(referralFields).meta({ id: "Referral" });
export const shownReferralWithTouches = z
  .strictObject({ ...referralFields, touches: z.array(shownTouch) })
  .meta({ id: "ReferralWithTouches" });

export function showReferral({ referral, program }: StoredReferral): z.input<typeof shownReferral> {
  return {
    id: referral.id,
    program_id: referral.programId,
    program,
    referrer_id: referral.referrerId,
    referee_id: referral.refereeId,
    link_id: referral.linkId,
    evidence: referral.evidence,
    channel: referral.channel,
    campaign: referral.campaign,
    model: referral.model,
    version: referral.version,
    stage: referral.stage,
    funnel: {
      link_created_at: showInstant(referral.linkCreatedAtMs),
      link_clicked_at: showInstantOrNull(referral.linkClickedAtMs),
      signup_started_at: showInstantOrNull(referral.signupStartedAtMs),
      signed_up_at: showInstant(referral.signedUpAtMs),
      activated_at: showInstantOrNull(referral.activatedAtMs),
      converted_at: showInstantOrNull(referral.convertedAtMs),
      rewarded_at: showInstantOrNull(referral.rewardedAtMs),
      retained_at: showInstantOrNull(referral.retainedAtMs),
      churned_at: showInstantOrNull(referral.churnedAtMs),
    },
    source: referral.source,
    created_at: showInstant(referral.createdAtMs),
  };
}

export function showTouch(touch: TouchRow): z.input<typeof shownTouch> {
  return {
    code: touch.code,
    link_id: touch.linkId,
    owner_id: touch.ownerId,
    at: showInstant(touch.atMs),
    channel: touch.channel,
    campaign: touch.campaign,
    variant: touch.variant,
    weight: touch.weight,
    dropped: touch.drop,
  };
}

export const listReferralsOperation = defineOperation({
  method: "get",
  path: "/v1/referrals",
  operationId: "listReferrals",
  summary: "List referrals, newest first",
  tag,
  scope: "referrals:read",
  participant: { by: "filter", name: "referrer_id" },
  query: z.strictObject({
    ...pageQuery("referrals"),
    program: pathId.optional(),
    referrer_id: pathId.optional(),
    referee_id: pathId.optional(),
  }),
  answer: pageOf(shownReferral).meta({ id: "ReferralPage" }),
});

const params = z.strictObject({ id: pathId });
const amount = z.int().min(0).max(1_000_000_000_000);
const reason = text(500).min(1).meta({ description: "Kept with the event; name nobody." });

export const getReferralOperation = defineOperation({
  method: "get",
  path: "/v1/referrals/:id",
  operationId: "getReferral",
  summary: "Get a referral with its touches and their weights",
  tag,
  scope: "referrals:read",
  params,
  answer: shownReferralWithTouches,
  refusals: ["not_found"],
});

export const reassignReferralOperation = defineOperation({
  method: "post",
  path: "/v1/referrals/:id/reassign",
  operationId: "reassignReferral",
  summary: "Make somebody else the referrer",
  description:
    "What the former referrer got for this referral is taken back, and its history is decided again for the new one. For the one who is the referrer already nothing changes.",
  tag,
  scope: "referrals:write",
  rate: "money",
  params,
  body: z
    .strictObject({ referrer_id: pathId, reason })
    .transform(({ referrer_id, reason }) => ({ referrerId: referrer_id, reason })),
  answer: shownReferral,
  refusals: ["not_found", "referrer_refused", "busy"],
});

export const recordConversionOperation = defineOperation({
  method: "post",
  path: "/v1/referrals/:id/conversions",
  operationId: "recordConversion",
  summary: "Record a payment by hand that nothing reported",
  description:
    "It counts as verified. The same `payment_ref` with the same content answers the first answer again; one that was reported before is one conversion with it.",
  tag,
  scope: "referrals:write",
  rate: "money",
  params,
  body: z
    .strictObject({
      payment_ref: externalId,
      amount_minor: amount,
      currency,
      plan: text(64).min(1).optional(),
      interval: z.enum(["month", "year"]).optional(),
      occurred_at: instant.optional().meta({ description: "When it was paid; left out: now." }),
      reason,
    })
    .transform(({ payment_ref, amount_minor, occurred_at, ...rest }) => ({
      ...rest,
      paymentRef: payment_ref,
      amountMinor: amount_minor,
      occurredAtMs: occurred_at,
    })),
  answer: shownAnswer,
  refusals: ["not_found", "conversion_mismatch", "event_content_differs", "busy"],
});

export const referralOperations = [
  listReferralsOperation,
  getReferralOperation,
  reassignReferralOperation,
  recordConversionOperation,
];
