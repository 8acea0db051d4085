import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { links } from "#schema/links";
import { programs } from "#schema/programs";
import type { Database } from "#store/database";

export type ExpiredLink = {
  id: string;
  mode: Mode;
  programId: string;
  participantId: string;
  expiresAtMs: number;
};
/** Where a page ended: links in the order of their expiry. */
export type ExpiryPlace = { atMs: number; linkId: string };

/** Links that expired after a place and until then, in programs that follow real time. */
export async function listExpiredLinks(
  db: Database,
  { after, untilMs, limit }: { after: ExpiryPlace; untilMs: number; limit: number },
): Promise<ExpiredLink[]> {
  const { id, mode, programId, participantId, expiresAtMs } = links;
  return db
    .select({ id, mode, programId, participantId, expiresAtMs })
    .from(links)
    .crossJoin(programs)
    .where(
      and(
        // Both, so that the index is entered at the place and not at the beginning of its instant.
        gt(expiresAtMs, after.atMs - 1),
        or(gt(expiresAtMs, after.atMs), gt(id, after.linkId)),
        lte(expiresAtMs, untilMs),
        eq(programs.id, programId),
        isNull(programs.clockMs),
      ),
    )
    .orderBy(asc(expiresAtMs), asc(id))
    .limit(limit);
}
