import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitProgramChange, findProgram } from "#store/programs";
import type { StoredProgram } from "#store/programs";
import { describeChange } from "#usecases/describe-change";

export type ClockStep = { advanceMs: number } | { nowMs: number };

/** Sets a test program's clock, which stands still from then on. Redirects and windows follow it. */
export async function advanceClock(
  ctx: Context,
  input: { program: string; step: ClockStep },
): Promise<Result<StoredProgram, Refusal>> {
  const program = await findProgram(ctx.db, ctx.actor.mode, input.program);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  if (program.mode === "live") return refuse({ code: "clock_only_in_test", program: program.key });
  const nowMs = programNowMs(program, ctx.nowMs);
  const clockMs = "nowMs" in input.step ? input.step.nowMs : nowMs + input.step.advanceMs;
  if (clockMs < nowMs) return refuse({ code: "clock_backwards", nowMs });
  const change = { programId: program.id, set: { clockMs }, atMs: ctx.nowMs };
  await commitProgramChange(
    ctx.db,
    change,
    describeChange(ctx, "program.clock_advanced", program.id, { clock_ms: clockMs }),
  );
  return ok({ ...program, clockMs, updatedAtMs: ctx.nowMs });
}
