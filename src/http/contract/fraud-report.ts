import * as z from "zod";
import { writeCsv } from "#domain/csv";
import type { CsvCell } from "#domain/csv";
import type { Accuracy, ProgramAccuracy, Share } from "#domain/fraud-report";
import { fraudRules } from "#domain/fraud-rules";
import { signalNames } from "#domain/fraud-settings";
import { defineOperation } from "#http/contract/operation";
import { id, pathId } from "#http/contract/wire";
import type { FraudReport } from "#usecases/describe-fraud-report";

const shownShare = z
  .strictObject({ part: z.int(), whole: z.int(), ratio: z.int(), low: z.int(), high: z.int() })
  .nullable()
  .meta({
    id: "Share",
    description: "In millionths, with the bounds of Wilson's 95 % interval; null where nothing was counted.",
  });

const shownAccuracy = z
  .strictObject({
    caught_abuse: z.int(),
    missed_abuse: z.int(),
    caught_honest: z.int(),
    passed_honest: z.int(),
    precision: shownShare,
    recall: shownShare,
  })
  .meta({ id: "Accuracy", description: "Abuse is what was rejected, honest what was approved." });

const accuracyFields = {
  verdicts: z.int().meta({ description: "On referrals that had been assessed by then." }),
  overall: shownAccuracy.meta({ description: "Caught: held, reviewed or rejected." }),
  honest_denied: shownShare.meta({ description: "Of the honest, whom scoring would have turned away unseen." }),
  honest_reviewed: shownShare,
  signals: z.record(z.enum(signalNames), shownAccuracy).meta({ description: "Caught: the signal spoke." }),
  rules: z.record(z.enum(fraudRules), shownAccuracy),
};

const shownReport = z
  .strictObject({
    newest_verdicts: z.int().meta({
      description: "Of so many of the newest reviews that were decided, at most, by when they were opened first.",
    }),
    has_older: z.boolean().meta({ description: "There are older verdicts, which are left out." }),
    unassessed: z.int().meta({ description: "Verdicts on referrals that nothing had assessed; not counted." }),
    note: z.string(),
    all: z.strictObject(accuracyFields),
    programs: z.array(z.strictObject({ program_id: id("prg"), program: z.string(), ...accuracyFields })),
  })
  .meta({ id: "FraudReport" });

const flattered =
  "Recall is among what people judged. Where they look at nothing but what scoring found suspicious, abuse that it missed is not among that, and recall is flattered; open reviews of other referrals now and then to measure it.";

export const fraudReportOperation = defineOperation({
  method: "get",
  path: "/v1/fraud/report",
  operationId: "getFraudReport",
  summary: "Tell precision and recall of fraud scoring, by the verdicts of reviews",
  description: `For each signal and rule and overall, for each program and for all. ${flattered}`,
  tag: "Fraud",
  scope: "fraud:read",
  query: z.strictObject({
    program: pathId.optional(),
    format: z.enum(["json", "csv"]).default("json").meta({ description: "`csv`: the same as a table." }),
  }),
  answer: shownReport,
  csv: true,
});

export function showReport(report: FraudReport, newestVerdicts: number): z.input<typeof shownReport> {
  return {
    newest_verdicts: newestVerdicts,
    has_older: report.isCut,
    unassessed: report.unassessed,
    note: flattered,
    all: showProgram(report.all),
    programs: report.programs.map((one) => ({ program_id: one.programId, program: one.program, ...showProgram(one) })),
  };
}

function showProgram({ verdicts, overall, denied, reviewed, signals, rules }: ProgramAccuracy) {
  return {
    verdicts,
    overall: showAccuracy(overall),
    honest_denied: denied,
    honest_reviewed: reviewed,
    signals: showEach(signals),
    rules: showEach(rules),
  };
}

function showEach<K extends string>(each: Record<K, Accuracy>): Record<K, z.input<typeof shownAccuracy>> {
  const shown = Object.entries<Accuracy>(each).map(([name, accuracy]) => [name, showAccuracy(accuracy)]);
  // Safe because these are the same keys.
  return Object.fromEntries(shown) as Record<K, z.input<typeof shownAccuracy>>;
}

function showAccuracy(accuracy: Accuracy): z.input<typeof shownAccuracy> {
  const { caughtAbuse, missedAbuse, caughtHonest, passedHonest, precision, recall } = accuracy;
  return {
    caught_abuse: caughtAbuse,
    missed_abuse: missedAbuse,
    caught_honest: caughtHonest,
    passed_honest: passedHonest,
    precision,
    recall,
  };
}

const csvNames = [
  ...["program_id", "program", "test", "name", "caught_abuse", "missed_abuse", "caught_honest", "passed_honest"],
  ...["precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"],
];

/** One line for each test of each program, and of all of them under no program. Shares are millionths. */
export function reportAsCsv(report: FraudReport): string {
  const all = { ...report.all, program: "" };
  const rows = [all, ...report.programs].flatMap(({ programId, program, overall, signals, rules }) => [
    csvRow([programId, program, "overall", ""], overall),
    ...Object.entries(signals).map(([name, one]) => csvRow([programId, program, "signal", name], one)),
    ...Object.entries(rules).map(([name, one]) => csvRow([programId, program, "rule", name], one)),
  ]);
  return writeCsv(csvNames, rows);
}

function csvRow(about: CsvCell[], accuracy: Accuracy): CsvCell[] {
  const { caughtAbuse, missedAbuse, caughtHonest, passedHonest, precision, recall } = accuracy;
  const share = (one: Share) => (one === null ? [null, null, null] : [one.ratio, one.low, one.high]);
  return [...about, caughtAbuse, missedAbuse, caughtHonest, passedHonest, ...share(precision), ...share(recall)];
}
