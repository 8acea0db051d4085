import { env } from "cloudflare:workers";
import type { z } from "zod";
import type { Context } from "#context";
import type { Badge } from "#domain/badge";
import type { ProgramDocument } from "#domain/program";
import type { shownStandings } from "#http/contract/standing";
import { schedule } from "#jobs/schedule";
import type { Database } from "#store/database";
import type { ApiClient } from "#support/api";
import { createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { rows } from "#support/ledger";

export const only = (name: string) => ({ table: schedule.filter((job) => job.name === name) });

export const badge = (key: string, fields: Partial<Badge>): Badge => ({
  ...{ key, name: key.toUpperCase(), icon: "star", description: `What ${key} is`, color: "#c0ffee" },
  ...fields,
});

/** A program with these badges in which Sarah refers. `afterwards` does what goes on after the answers. */
export async function openAwardWorld(badges: Badge[], fields: Partial<ProgramDocument> = {}) {
  const work: (() => Promise<void>)[] = [];
  const ctx = engineContext({ afterwards: (one) => void work.push(one) });
  const { programId } = await publishProgram(ctx, { ...(badges.length > 0 && { badges }), ...fields });
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const afterwards = async () => {
    for (const one of work.splice(0)) await one();
  };
  return { ctx, programId, sarah, afterwards };
}

export async function bring(ctx: Context, { code }: { code: string }, name: string): Promise<void> {
  await record(ctx, { id: `${name}-in`, type: "signup", referee: referee(name), code, codeSource: "typed" });
  await record(ctx, {
    ...{ id: `${name}-paid`, type: "payment", referee: referee(name), paymentRef: `${name}-1` },
    ...{ amountMinor: 4900, currency: "GBP" },
  });
}

/** Badges that were awarded by their conditions. */
export async function awardedBadges() {
  return rows<{ id: string; rule_key: string; beneficiary_id: string; state: string }>(
    "SELECT id, rule_key, beneficiary_id, state FROM rewards WHERE rule_key LIKE 'badge:%' ORDER BY id",
  );
}

/** People who are known in a program, whatever they have brought. */
export async function makeKnown(programId: string, participantIds: readonly string[]): Promise<void> {
  await env.DB.prepare(
    "INSERT OR IGNORE INTO participant_totals (program_id, participant_id) SELECT ?, value FROM json_each(?)",
  )
    .bind(programId, JSON.stringify(participantIds))
    .run();
}

type Standings = z.output<typeof shownStandings>;

export async function standingOf(api: ApiClient, id: string, program: string) {
  const { body } = await api.get<Standings>(`/v1/participants/${id}/standing?program=${program}`);
  return body.programs[0];
}

/** Something happens between the facts and what is decided on them. */
export function afterFirstRead(db: Database, happens: () => Promise<void>): Database {
  let isFirst = true;
  const batch = async (statements: Parameters<Database["batch"]>[0]) => {
    const answer = await db.batch(statements);
    if (isFirst) {
      isFirst = false;
      await happens();
    }
    return answer;
  };
  return new Proxy(db, { get: (whole, name) => (name === "batch" ? batch : Reflect.get(whole, name)) });
}
