import type { Context } from "#context";
import { findBoardProgram } from "#store/board-programs";
import type { BoardProgram } from "#store/board-programs";
import { believedForMs } from "#http/authenticate";

/** A program by its id or key, of the mode of whoever asks. */
export type BoardPrograms = (ctx: Context, idOrKey: string) => Promise<BoardProgram | null>;

/**
 * Remembers live programs, so that a warm read of a board asks the database for nothing: what is published holds within
 * ten seconds. Test programs are read each time, since their clocks jump; what is not there is never remembered, so that
 * names that were made up cannot fill the memory.
 */
export function createBoardPrograms(maxRemembered = 1_000): BoardPrograms {
  const known = new Map<string, { program: BoardProgram; readAtMs: number }>();
  return async ({ db, actor, nowMs }, idOrKey) => {
    const mode = actor.type === "public" ? null : actor.mode;
    const name = `${mode} ${idOrKey}`;
    const remembered = known.get(name);
    if (remembered !== undefined && Math.abs(nowMs - remembered.readAtMs) < believedForMs) return remembered.program;
    const program = await findBoardProgram(db, { mode, idOrKey });
    known.delete(name);
    if (program?.mode !== "live") return program;
    if (known.size >= maxRemembered) known.delete(known.keys().next().value ?? "");
    known.set(name, { program, readAtMs: nowMs });
    return program;
  };
}
