import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { StoredReferral, TouchRow } from "#store/referrals";
import type { Explanation } from "#usecases/explain-referral";

const tag = "Referrals";
const moment = shownInstant.nullable();

const referralFields = {
  id: id("ref"),
  program_id: id("prg"),
  program: z.string(),
  referrer_id: id("ptc"),
  referee_id: id("ptc"),
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

const named = z.strictObject({ id: z.string(), name: z.string() });
export const shownExplanation = z
  .strictObject({
    referral_id: id("ref"),
    program: z.string(),
    referrer: named,
    referee: named,
    stage: z.string(),
    sentences: z.array(
      z.strictObject({ code: z.string(), at: shownInstant, decided_at: shownInstant, text: z.string() }),
    ),
  })
  .meta({ id: "Explanation" });

export function showExplanation(explanation: Explanation): z.input<typeof shownExplanation> {
  const { referralId, program, referrer, referee, stage, sentences } = explanation;
  return {
    referral_id: referralId,
    program,
    referrer,
    referee,
    stage,
    sentences: sentences.map(({ code, atMs, decidedAtMs, text }) => ({
      code,
      at: showInstant(atMs),
      decided_at: showInstant(decidedAtMs),
      text,
    })),
  };
}

export const listReferralsOperation = defineOperation({
  method: "get",
  path: "/v1/referrals",
  operationId: "listReferrals",
  summary: "List referrals, newest first",
  tag,
  scope: "referrals:read",
  query: z.strictObject({
    ...pageQuery("referrals"),
    program: pathId.optional(),
    referrer_id: pathId.optional(),
    referee_id: pathId.optional(),
  }),
  answer: pageOf(shownReferral).meta({ id: "ReferralPage" }),
});

const params = z.strictObject({ id: pathId });

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

export const explainReferralOperation = defineOperation({
  method: "get",
  path: "/v1/referrals/:id/explain",
  operationId: "explainReferral",
  summary: "Say why a referral and its rewards came out as they did",
  tag,
  scope: "referrals:read",
  params,
  answer: shownExplanation,
  refusals: ["not_found"],
});

export const referralOperations = [listReferralsOperation, getReferralOperation, explainReferralOperation];
