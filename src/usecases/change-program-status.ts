import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitProgramChange, findProgram } from "#store/programs";
import type { StoredProgram } from "#store/programs";
import { describeChange } from "#usecases/describe-change";

/** Pauses or resumes a program. The edge hears of it within 120 seconds. */
export async function changeProgramStatus(
  ctx: Context,
  input: { program: string; status: "active" | "paused" },
): Promise<Result<StoredProgram, Refusal>> {
  const program = await findProgram(ctx.db, ctx.actor.mode, input.program);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  if (program.status === input.status) return ok(program);
  const change = { programId: program.id, set: { status: input.status }, atMs: ctx.nowMs };
  const action = input.status === "paused" ? "program.paused" : "program.resumed";
  await commitProgramChange(ctx.db, change, describeChange(ctx, action, program.id));
  return ok({ ...program, status: input.status, updatedAtMs: ctx.nowMs });
}
