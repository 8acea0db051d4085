import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { externalId, id, kind, pathId, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { MeetingExplanation, PairExplanation } from "#usecases/explain-pair";
import type { Explanation, StandingReward } from "#usecases/explain-referral";

const tag = "Referrals";

const named = z.strictObject({ id: z.string(), name: z.string() });
const code = z.string().meta({ description: "What the sentence says, for programs; new ones may come." });

const shownStandingReward = z
  .strictObject({
    reward_id: id("rwd"),
    state: z.string(),
    code: z.string().meta({ description: "What it waits for, or what became of it, such as `waits_for_review`." }),
    text: z.string(),
  })
  .meta({ id: "RewardStanding" });

export const shownExplanation = z
  .strictObject({
    referral_id: id("ref"),
    program: z.string(),
    referrer: named,
    referee: named,
    stage: z.string(),
    sentences: z
      .array(z.strictObject({ code, at: shownInstant, decided_at: shownInstant, text: z.string() }))
      .meta({ description: "What was decided and done, in order; of very long histories the newest part." }),
    rewards: z.array(shownStandingReward).meta({ description: "Where each reward stands now, and why." }),
  })
  .meta({ id: "Explanation" });

export function showExplanation(explanation: Explanation): z.input<typeof shownExplanation> {
  const { referralId, program, referrer, referee, stage, sentences, rewards } = explanation;
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
    rewards: rewards.map(showStandingReward),
  };
}

function showStandingReward({ rewardId, state, code, text }: StandingReward): z.input<typeof shownStandingReward> {
  return { reward_id: rewardId, state, code, text };
}

const shownSentence = z
  .strictObject({
    code,
    at: shownInstant
      .nullable()
      .meta({ description: "Null for what has no moment, such as that nothing was reported." }),
    text: z.string(),
  })
  .meta({ id: "Sentence" });

const shownMeeting = z
  .strictObject({
    program_id: id("prg"),
    program: z.string(),
    referral_id: id("ref").nullable().meta({ description: "The referral of the one by the other." }),
    stage: z.string().nullable(),
    sentences: z.array(shownSentence),
    rewards: z.array(shownStandingReward),
  })
  .meta({ id: "MeetingExplanation" });

export const shownPairExplanation = z
  .strictObject({
    referrer: named.nullable().meta({ description: "Null for somebody who is not registered." }),
    referee: named.nullable(),
    sentences: z.array(shownSentence).meta({ description: "What holds for the two in every program." }),
    programs: z.array(shownMeeting).meta({ description: "The programs in which they could have met, 20 at most." }),
  })
  .meta({ id: "PairExplanation" });

export function showPairExplanation(explanation: PairExplanation): z.input<typeof shownPairExplanation> {
  const { referrer, referee, sentences, programs } = explanation;
  return { referrer, referee, sentences: sentences.map(showSentence), programs: programs.map(showMeeting) };
}

function showMeeting(meeting: MeetingExplanation): z.input<typeof shownMeeting> {
  const { programId, program, referralId, stage, sentences, rewards } = meeting;
  return {
    program_id: programId,
    program,
    referral_id: referralId,
    stage,
    sentences: sentences.map(showSentence),
    rewards: rewards.map(showStandingReward),
  };
}

function showSentence({ code, atMs, text }: PairExplanation["sentences"][number]): z.input<typeof shownSentence> {
  return { code, at: showInstantOrNull(atMs), text };
}

export const explainReferralOperation = defineOperation({
  method: "get",
  path: "/v1/referrals/:id/explain",
  operationId: "explainReferral",
  summary: "Say why a referral and its rewards came out as they did",
  tag,
  scope: "referrals:read",
  params: z.strictObject({ id: pathId }),
  answer: shownExplanation,
  refusals: ["not_found"],
});

const somebody = z
  .union([pathId, z.strictObject({ kind, external_id: externalId })], "must be an id, or kind and external_id")
  .transform((given) => (typeof given === "string" ? given : { kind: given.kind, externalId: given.external_id }));

export const explainPairOperation = defineOperation({
  method: "post",
  path: "/v1/explain",
  operationId: "explainPair",
  summary: "Say whether and why one person referred another, or why not",
  description: "People who are not registered are said to be so; only a named program has to exist.",
  tag,
  scope: "referrals:read",
  body: z.strictObject({
    program: pathId
      .optional()
      .meta({ description: "A program's id or key; left out: wherever the two could have met." }),
    referrer: somebody,
    referee: somebody,
  }),
  answer: shownPairExplanation,
  refusals: ["not_found"],
});

export const explanationOperations = [explainReferralOperation, explainPairOperation];
