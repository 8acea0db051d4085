import { seedLinks } from "#bench/seed";
import { everMs } from "#domain/counter";
import { dayMs } from "#domain/day";
import { paidCriterion } from "#domain/qualification";

/** The program, and whoever owns its only link. */
export const boardProgram = "prg_bench";

type Statement = { run(): Promise<unknown>; all(): Promise<{ results: Record<string, unknown>[] }> };
type SeededDatabase = {
  prepare(sql: string): Statement & { bind(...values: (string | number)[]): Statement };
  batch(statements: Statement[]): Promise<unknown>;
};

/**
 * Puts so many participants into an empty, migrated database. Nine of ten were referred by one of those before them, by the
 * first ones most often: most have referred nobody or one, few hundreds. Seven of ten have paid within 400 days. Rows are as
 * the engine leaves them, and not made by its triggers: these would take minutes.
 */
export async function seedBoards(db: SeededDatabase, size: number, nowMs: number): Promise<void> {
  await seedLinks(db, 1, nowMs - 500 * dayMs);
  const triggers = await db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers.results) await db.prepare(`DROP TRIGGER ${String(name)}`).run();
  for (const insert of inserts(size, nowMs)) await db.prepare(insert).run();
}

/** A number from 0 to 1 that looks like chance and is the same each time. */
const chance = (odd: number) => `(((i * ${odd}) % 4294967296) / 4294967296.0)`;
const id = (prefix: string, number: string) => `'${prefix}_' || printf('%07d', ${number})`;
const oneOf = (...values: string[]) =>
  `(json_array(${values.map((value) => `'${value}'`).join()}) ->> (i % ${values.length}))`;

function inserts(size: number, nowMs: number): string[] {
  const numbers = `FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${size}) SELECT i FROM n)`;
  const referrer = `CAST(i * ${chance(2654435761)} * ${chance(2654435761)} AS INTEGER) + 1`;
  const convertedAt = `CAST(${nowMs} - ${chance(2246822519)} * ${400 * dayMs} AS INTEGER)`;
  const isPaid = `${chance(3266489917)} < 0.7`;
  return [
    `INSERT INTO participants (id, mode, kind, external_id, name, category, location, status, created_at_ms, updated_at_ms)
     SELECT ${id("ptc", "i")}, 'live', iif(i % 5, 'supplier', 'couple'), 'user-' || i, 'Person ' || i,
       ${oneOf("photography", "dj", "venue", "florist", "catering", "other")}, 'Town ' || (i % 97), 'active', ${nowMs}, ${nowMs} ${numbers}`,
    `INSERT INTO referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model, version, stage,
       link_created_at_ms, signed_up_at_ms, converted_at_ms, created_at_ms)
     SELECT ${id("ref", "i")}, 'live', '${boardProgram}', ${id("ptc", "i")}, ${id("ptc", referrer)}, (SELECT id FROM links),
       'url', 'link', 'first_touch', 1, iif(${isPaid}, 'converted', 'signed_up'), 0, ${convertedAt}, iif(${isPaid}, ${convertedAt}, NULL),
       ${nowMs} ${numbers} WHERE i > 1 AND i % 10`,
    `INSERT INTO qualifications (referral_id, criterion, status) SELECT id, '${paidCriterion}', 'counted'
     FROM referrals WHERE converted_at_ms IS NOT NULL`,
    `INSERT INTO counters (program_id, scope, ends_at_ms, name, used)
     SELECT '${boardProgram}', referrer_id, ${everMs}, 'count:${paidCriterion}', count(converted_at_ms) FROM referrals GROUP BY referrer_id`,
    `INSERT INTO participant_totals (program_id, participant_id, signed_up, converted, earned)
     SELECT '${boardProgram}', referrer_id, count(*) - count(converted_at_ms), count(converted_at_ms),
       json_object('free_months', count(converted_at_ms)) FROM referrals GROUP BY referrer_id`,
  ];
}
