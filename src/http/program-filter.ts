import type { Context } from "#context";
import { findProgram } from "#store/programs";

/** A list's program by id or key. A program that is not there gives an id that nothing has: an empty list. */
export async function findProgramId(ctx: Context, idOrKey: string | undefined): Promise<string | undefined> {
  if (idOrKey === undefined) return undefined;
  return (await findProgram(ctx.db, ctx.actor.mode, idOrKey))?.id ?? "";
}
