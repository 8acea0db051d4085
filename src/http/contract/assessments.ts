import * as z from "zod";
import { fraudRisks } from "#domain/assessment";
import { fraudActions } from "#domain/fraud-rules";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { AssessmentRow } from "#store/assessments";

const millionths = z.int().meta({ description: "Millionths." });

/** What an earlier or later version stored may lack a field or have one more, which is left out. */
const shownSignal = z.object({
  signal: z.string(),
  measure: z.number().nullable().meta({ description: "In the unit of its threshold; null: nothing to measure." }),
  threshold: z.number(),
  value: millionths.meta({ description: "How strongly it speaks, in millionths; 0: it does not." }),
  weight: millionths,
  points: millionths.meta({ description: "What it adds to the score, in millionths." }),
  participants: z.array(z.string()).default([]).meta({ description: "By whom it was found." }),
  note: z.string().nullable().default(null),
});

const shownRule = z.object({
  rule: z.string(),
  action: z.enum(fraudActions),
  about: z.string(),
  evidence: z.array(z.string()).meta({ description: "Ids of participants and of list entries, and reason codes." }),
});

export const shownAssessment = z
  .strictObject({
    id: id("asm"),
    referral_id: id("ref"),
    moment: z.enum(["decision", "release"]),
    version: z.int(),
    score: millionths,
    risk: z.enum(fraudRisks),
    action: z.enum(fraudActions),
    signals: z.array(shownSignal),
    rules: z.array(shownRule),
    allowed_by: id("fle").nullable().meta({ description: "The list entry for which a score was not acted on." }),
    at: shownInstant,
  })
  .meta({ id: "FraudAssessment" });

export function showAssessment(row: AssessmentRow): z.input<typeof shownAssessment> {
  const { moment, version, score, risk, action, allowedBy } = row;
  return {
    ...{ id: row.id, referral_id: row.referralId, moment, version, score, risk, action },
    signals: readEach(shownSignal, row.signals),
    rules: readEach(shownRule, row.rules),
    allowed_by: allowedBy,
    at: showInstant(row.atMs),
  };
}

function readEach<S extends z.ZodType>(schema: S, stored: unknown): z.output<S>[] {
  const each = Array.isArray(stored) ? stored : [];
  return each.flatMap((one) => {
    const read = schema.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

export const listAssessmentsOperation = defineOperation({
  method: "get",
  path: "/v1/referrals/:id/assessments",
  operationId: "listAssessments",
  summary: "List what fraud scoring said of a referral, newest first",
  description: "For the team: a participant is told what was decided, and never by which signals.",
  tag: "Fraud",
  scope: "reviews:read",
  params: z.strictObject({ id: pathId }),
  query: z.strictObject(pageQuery("assessments")),
  answer: pageOf(shownAssessment).meta({ id: "FraudAssessmentPage" }),
  refusals: ["not_found"],
});
