import { and, asc, desc, gt, lte, sql } from "drizzle-orm";
import { chainStart } from "#domain/audit-chain";
import type { ChainHead, DigestedRow, Seal } from "#domain/audit-chain";
import { auditLog, auditSeals } from "#schema/access";
import type { AuditRow } from "#store/audit-log";
import type { Database } from "#store/database";
import { canonicalJson, sha256Base64url } from "#store/digest";

/** What a row comes to, in all its columns. */
export function digestAuditRow({ seq, mode, atMs, actor, action, objectId, requestId, detail }: AuditRow): DigestedRow {
  const content = { seq, mode, atMs, actor, action, objectId, requestId, detail };
  return { seq, digest: sha256Base64url(canonicalJson(content)) };
}

/** The chain's hash function: what the domain is handed. */
export const chainHash = sha256Base64url;

/** The newest seal, or the newest that covers nothing after a number. */
export async function findChainHead(
  db: Database,
  upToSeq = Number.MAX_SAFE_INTEGER,
): Promise<ChainHead & { atMs: number | null }> {
  const row = await db
    .select({ seq: auditSeals.lastSeq, hash: auditSeals.hash, atMs: auditSeals.sealedAtMs })
    .from(auditSeals)
    .where(lte(auditSeals.lastSeq, upToSeq))
    .orderBy(desc(auditSeals.lastSeq))
    .limit(1)
    .get();
  return row ?? { ...chainStart, atMs: null };
}

export async function listUnsealedRows(
  db: Database,
  { after, limit }: { after: number; limit: number },
): Promise<DigestedRow[]> {
  const rows = await db.select().from(auditLog).where(gt(auditLog.seq, after)).orderBy(asc(auditLog.seq)).limit(limit);
  return rows.map(digestAuditRow);
}

/** False when another one was put on this head meanwhile: a chain has no branches. */
export async function insertSeal(db: Database, seal: Seal): Promise<boolean> {
  const { firstSeq, lastSeq, digests, hash, sealedAtMs } = seal;
  const result = await db.insert(auditSeals).select(sql`
    SELECT ${lastSeq}, ${firstSeq}, ${JSON.stringify(digests)}, ${hash}, ${sealedAtMs}
    WHERE coalesce((SELECT max(last_seq) FROM audit_seals), 0) = ${firstSeq - 1}`);
  return result.meta.changes === 1;
}

/** A page has so many numbers of rows at most; a seal covers fewer. */
export const numbersPerPage = 3000;

/**
 * The seals after a number that lie wholly within a page, with every row up to the last of them; rows that nobody could
 * have sealed stand before the first. No seals: the log is sealed no further.
 */
export async function loadSealedPage(db: Database, after: number): Promise<{ seals: Seal[]; rows: DigestedRow[] }> {
  const until = after + numbersPerPage;
  const [within, beyond, rows] = await db.batch([
    db
      .select()
      .from(auditSeals)
      .where(and(gt(auditSeals.lastSeq, after), lte(auditSeals.lastSeq, until)))
      .orderBy(asc(auditSeals.lastSeq)),
    db.select().from(auditSeals).where(gt(auditSeals.lastSeq, until)).orderBy(asc(auditSeals.lastSeq)).limit(1),
    db
      .select()
      .from(auditLog)
      .where(and(after === chainStart.seq ? undefined : gt(auditLog.seq, after), lte(auditLog.seq, until)))
      .orderBy(asc(auditLog.seq)),
  ]);
  const seals = within.length > 0 ? within : beyond;
  const lastSeq = within.at(-1)?.lastSeq ?? until;
  return { seals, rows: rows.filter(({ seq }) => seq <= lastSeq).map(digestAuditRow) };
}

/** How much is not sealed yet: a bounded count, and when the oldest was written. */
export async function countUnsealed(
  db: Database,
  { after, most }: { after: number; most: number },
): Promise<{ rows: number; oldestAtMs: number | null }> {
  const found = await db.get<{ n: number; oldest: number | null }>(sql`
    SELECT count(*) AS n, min(at_ms) AS oldest FROM (SELECT at_ms FROM audit_log WHERE seq > ${after} ORDER BY seq LIMIT ${most})`);
  return { rows: found.n, oldestAtMs: found.oldest };
}
