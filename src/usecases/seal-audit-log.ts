import type { Context } from "#context";
import { sealRows } from "#domain/audit-chain";
import { chainHash, findChainHead, insertSeal, listUnsealedRows } from "#store/audit-seals";
import type { JobResult } from "#usecases/run-job";

/** Bounds a seal's row, and one run: more than a busy minute brings. */
const rowsPerSeal = 1000;
const sealsPerRun = 5;

/**
 * Seals what was written since, many rows at once, so that writers never wait for each other. Each new head is logged:
 * the logs are a witness outside the database.
 */
export async function sealAuditLog(ctx: Context): Promise<JobResult> {
  const counts = { rows: 0, seals: 0 };
  for (let sealed = 0; sealed < sealsPerRun; sealed += 1) {
    const head = await findChainHead(ctx.db);
    const rows = await listUnsealedRows(ctx.db, { after: head.seq, limit: rowsPerSeal });
    if (rows.length === 0) return { counts };
    const seal = sealRows(rows, { head, sealedAtMs: ctx.nowMs, hash: chainHash });
    // Another run was faster; it goes on from there.
    if (!(await insertSeal(ctx.db, seal))) return { counts };
    ctx.log("info", "audit_sealed", { last_seq: seal.lastSeq, hash: seal.hash });
    counts.rows += rows.length;
    counts.seals += 1;
    if (rows.length < rowsPerSeal) return { counts };
  }
  return { counts, more: true };
}
