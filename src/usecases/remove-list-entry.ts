import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitNoEntry, findEntry } from "#store/fraud-list-entries";
import type { ListEntryRow } from "#store/fraud-list-entries";
import { describeChange } from "#usecases/describe-change";

/** Takes an entry off the lists. What was decided by it stays. */
export async function removeListEntry(ctx: Context, id: string): Promise<Result<ListEntryRow, Refusal>> {
  const entry = await findEntry(ctx.db, ctx.actor.mode, id);
  if (entry === null) return refuse({ code: "not_found", what: "list entry" });
  const { kind, effect, programId } = entry;
  const detail = { kind, effect, program_id: programId === "" ? null : programId };
  await commitNoEntry(ctx.db, id, describeChange(ctx, "fraud_entry.removed", id, detail));
  return ok(entry);
}
