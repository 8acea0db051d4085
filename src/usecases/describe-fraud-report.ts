import type { Context } from "#context";
import { reportFraud, reportProgram } from "#domain/fraud-report";
import type { ProgramAccuracy } from "#domain/fraud-report";
import { loadVerdicts } from "#store/verdicts";

export type FraudReport = {
  /** All programs together; its `programId` is empty. */
  all: ProgramAccuracy;
  programs: (ProgramAccuracy & { program: string })[];
  unassessed: number;
  isCut: boolean;
};

/** How scoring did against what people decided. */
export async function describeFraudReport(ctx: Context, programId: string | undefined): Promise<FraudReport> {
  const { judged, unassessed, isCut, keys } = await loadVerdicts(ctx.db, { mode: ctx.actor.mode, programId });
  const programs = reportFraud(judged).map((one) => ({ ...one, program: keys.get(one.programId) ?? one.programId }));
  return { all: reportProgram("", judged), programs, unassessed, isCut };
}
