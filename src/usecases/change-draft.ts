import type { Context } from "#context";
import type { ProgramDocument } from "#domain/program";
import { checkProgram } from "#domain/program-check";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { canonicalJson } from "#store/digest";
import { commitDraft, findProgram } from "#store/programs";
import type { StoredProgram } from "#store/programs";
import { describeChange } from "#usecases/describe-change";

/** Replaces the draft. Nothing that is published changes. */
export async function changeDraft(
  ctx: Context,
  input: { program: string; document: ProgramDocument },
): Promise<Result<StoredProgram, Refusal>> {
  const program = await findProgram(ctx.db, ctx.actor.mode, input.program);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  const issues = checkProgram(input.document);
  if (issues.length > 0) return refuse({ code: "program_invalid", issues });
  if (canonicalJson(program.draft) === canonicalJson(input.document)) return ok(program);
  const change = { programId: program.id, draft: input.document, atMs: ctx.nowMs };
  await commitDraft(ctx.db, change, describeChange(ctx, "program.draft_changed", program.id));
  return ok({ ...program, draft: input.document, updatedAtMs: ctx.nowMs });
}
