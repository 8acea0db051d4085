import type { Context } from "#context";
import type { ProgramDocument } from "#domain/program";
import { checkProgram } from "#domain/program-check";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitNewProgram } from "#store/programs";
import type { StoredProgram } from "#store/programs";
import { describeChange } from "#usecases/describe-change";

/** A program with its first draft. It takes links and events once a version is published. */
export async function createProgram(
  ctx: Context,
  input: { key: string; document: ProgramDocument },
): Promise<Result<StoredProgram, Refusal>> {
  const issues = checkProgram(input.document);
  if (issues.length > 0) return refuse({ code: "program_invalid", issues });
  const program: StoredProgram = {
    id: ctx.newId("prg"),
    mode: ctx.actor.mode,
    key: input.key,
    status: "active",
    draft: input.document,
    currentVersion: null,
    clockMs: null,
    createdAtMs: ctx.nowMs,
    updatedAtMs: ctx.nowMs,
  };
  try {
    await commitNewProgram(ctx.db, program, describeChange(ctx, "program.created", program.id, { key: program.key }));
  } catch (error) {
    if (violatedConstraint(error) === "program_key_taken") return refuse({ code: "program_key_taken", key: input.key });
    throw error;
  }
  return ok(program);
}
