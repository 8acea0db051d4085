import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { loadExportedItems, sectionNames } from "#store/export-sections";
import type { SectionName } from "#store/export-sections";
import { findParticipant } from "#store/participants";

export type Exported = { section: SectionName; place: string; item: Record<string, unknown> };

/** Where a page ended: a section, and a place in it. */
export type ExportPlace = { section: SectionName; after: string };

/**
 * All that is kept of a person, section by section; a page goes on into the next sections until it is full, so that
 * nobody's history is too long for it. One item too many says that there is more.
 */
export async function exportParticipant(
  ctx: Context,
  { id, from, limit }: { id: string; from: ExportPlace | undefined; limit: number },
): Promise<Result<Exported[], Refusal>> {
  const person = await findParticipant(ctx.db, ctx.actor.mode, id);
  if (person === null) return refuse({ code: "not_found", what: "participant" });
  const found: Exported[] = [];
  const first = from === undefined ? 0 : sectionNames.indexOf(from.section);
  for (const section of sectionNames.slice(first)) {
    const after = section === from?.section ? from.after : "";
    const items = await loadExportedItems(ctx.db, person, { section, after, limit: limit + 1 - found.length });
    found.push(...items.map((one) => ({ section, ...one })));
    if (found.length > limit) break;
  }
  return ok(found);
}
