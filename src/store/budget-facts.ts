import type { UsedCounter } from "#domain/budget-watch";
import type { Mode } from "#domain/mode";
import type { ProgramDocument } from "#domain/program";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { programs, programVersions } from "#schema/programs";
import { counters } from "#schema/rewards";
import type { Database } from "#store/database";
import { documentOf, isCurrentVersion } from "#store/program-versions";

export type BudgetProgram = {
  id: string;
  mode: Mode;
  clockMs: number | null;
  createdAtMs: number;
  document: ProgramDocument;
};

/** Published programs that are active and state a budget, by id. */
export async function listBudgetPrograms(
  db: Database,
  { after, limit }: { after: string; limit: number },
): Promise<BudgetProgram[]> {
  const rows = await db
    .select({
      id: programs.id,
      mode: programs.mode,
      clockMs: programs.clockMs,
      createdAtMs: programs.createdAtMs,
      document: programVersions.document,
    })
    .from(programs)
    .innerJoin(programVersions, isCurrentVersion)
    .where(
      and(
        gt(programs.id, after),
        eq(programs.status, "active"),
        sql`instr(${programVersions.document}, '"budget"') > 0`,
      ),
    )
    .orderBy(asc(programs.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, document: documentOf(row) }));
}

/** The program's own counters in the windows that are open. */
export async function listOpenCounters(db: Database, programId: string, nowMs: number): Promise<UsedCounter[]> {
  return db
    .select({ scope: counters.scope, endsAtMs: counters.endsAtMs, name: counters.name, used: counters.used })
    .from(counters)
    .where(and(eq(counters.programId, programId), eq(counters.scope, ""), gt(counters.endsAtMs, nowMs)));
}
