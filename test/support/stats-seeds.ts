import { env } from "cloudflare:workers";
import { countKey, paidCriterion } from "#domain/qualification";

/** So many at a time, or one statement would take longer than D1 allows it. */
const perStatement = 50_000;

type Crowd = { programId: string; referrerId: string; linkId: string; version: number };

/**
 * Gives a referrer so many referrals, each with a month of his, and for every third one a reward that counts: as rows,
 * past the engine, of which a million would take days. What triggers count is counted by the migration that brought them.
 */
export async function seedReferrals(crowd: Crowd, count: number): Promise<void> {
  const counting = env.TEST_MIGRATIONS.find(({ name }) => name.includes("guard_totals"))?.queries ?? [];
  const triggers = counting.filter((query) => query.includes("CREATE TRIGGER"));
  const names = triggers.map((query) => /CREATE TRIGGER (\w+)/.exec(query)?.[1] ?? "");
  await env.DB.batch(names.map((name) => env.DB.prepare(`DROP TRIGGER ${name}`)));
  for (let from = 1; from <= count; from += perStatement) {
    const to = Math.min(count, from + perStatement - 1);
    for (const insert of inserts)
      await env.DB.prepare(insert)
        .bind(JSON.stringify({ ...crowd, from, to }))
        .run();
  }
  const { scope, endsAtMs, name } = countKey(crowd.referrerId, paidCriterion);
  await env.DB.prepare("INSERT OR REPLACE INTO counters VALUES (?, ?, ?, ?, ?)")
    .bind(crowd.programId, scope, endsAtMs, name, count)
    .run();
  await env.DB.batch(counting.map((query) => env.DB.prepare(query)));
}

const numbers = `FROM (
  WITH RECURSIVE n (n) AS (SELECT ?1 ->> 'from' UNION ALL SELECT n + 1 FROM n WHERE n < ?1 ->> 'to') SELECT n FROM n)`;
const id = (prefix: string) => `'${prefix}_' || (?1 ->> 'referrerId') || printf('%09d', n)`;
const about = "'live', ?1 ->> 'programId'";
const rewardColumns = `rewards (id, mode, program_id, referral_id, rule_key, grant_index, subject, beneficiary_id, side, kind,
  unit, quantity, worth_minor, worth_currency, state, position, version, earned_at_ms, created_at_ms, ordinal, criterion)`;

const inserts = [
  `INSERT INTO participants (id, mode, kind, external_id, name, status, created_at_ms, updated_at_ms)
   SELECT ${id("ptc")}, 'live', 'supplier', ${id("ext")}, 'Mike', 'active', n, n ${numbers}`,
  `INSERT INTO referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model, version, stage,
     link_created_at_ms, signed_up_at_ms, converted_at_ms, rewarded_at_ms, created_at_ms)
   SELECT ${id("ref")}, ${about}, ${id("ptc")}, ?1 ->> 'referrerId', ?1 ->> 'linkId', 'url', 'link', 'first_touch',
     ?1 ->> 'version', 'rewarded', 0, n, n, n, n ${numbers}`,
  `INSERT INTO ${rewardColumns} SELECT ${id("rwd")}, ${about}, ${id("ref")}, 'first-payment', 0, n, ?1 ->> 'referrerId', 'referrer',
     'free_month', 'free_months', 1, 4900, 'GBP', iif(n % 2, 'available', 'redeemed'), 1, ?1 ->> 'version', n, n, NULL, NULL ${numbers}`,
  `INSERT INTO ${rewardColumns} SELECT ${id("rwd_c")}, ${about}, ${id("ref")}, iif(n % 3, 'reach-' || n, 'every-third'), 0, 'ordinal:' || n,
     ?1 ->> 'referrerId', 'referrer', 'badge', 'badges', 1, NULL, NULL, 'available', 1, ?1 ->> 'version', n, n, n, '' ${numbers}
   WHERE n % 3 = 0 OR n IN (1, 5, 10, 25, 50)`,
];
