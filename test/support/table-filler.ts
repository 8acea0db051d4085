import { env } from "cloudflare:workers";
import { countRows } from "#support/api";

type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number };

/** Where any text or number would not do. */
const fitting: Record<string, string | number> = {
  mode: "live",
  status: "active",
  provider: "stripe",
  state: "available",
  // A referee beside the referrer: nobody refers himself.
  referee_id: "y",
  side: -1,
  amount: -1,
  "operations.kind": "withdrawal",
  "operations.status": "done",
  "qualifications.status": "waiting",
  "webhook_endpoints.status": "enabled",
  "webhook_deliveries.status": "due",
  "emails.status": "due",
  "provider_deliveries.status": "pending",
  "fulfilments.status": "due",
  "fulfilments.form": "balance",
  "fulfilment_calls.action": "credit",
  "email_suppressions.reason": "by_hand",
  "job_runs.outcome": "done",
  moment: "decision",
  risk: "low",
  "assessments.action": "approve",
  "reviews.status": "open",
  "erasures.stage": "notes",
  effect: "block",
  "fraud_list_entries.kind": "domain",
  role: "owner",
  // What triggers have made of the referral and the reward is another's.
  "participant_totals.participant_id": "z",
};
/** A CHECK refuses each of its rows. */
const alwaysEmpty = ["fact_guards"];

/** Puts a row into every table that has none: all ids are the same, so that every reference finds its row. */
export async function fillEmptyTables(): Promise<void> {
  const empty = Object.entries(await countRows()).flatMap(([table, count]) =>
    count > 0 || alwaysEmpty.includes(table) ? [] : table,
  );
  const inserts = await Promise.all(empty.map(async (table) => insertRow(table)));
  if (empty.includes("participants")) inserts.push(await insertRow("participants", "y"));
  await env.DB.batch([env.DB.prepare("PRAGMA defer_foreign_keys = on"), ...inserts]);
}

async function insertRow(table: string, text = "x"): Promise<D1PreparedStatement> {
  const { results } = await env.DB.prepare(`PRAGMA table_info("${table}")`).all<Column>();
  const needed = results.filter(
    ({ notnull, dflt_value: standard, pk }) => (notnull === 1 && standard === null) || pk > 0,
  );
  const names = needed.map(({ name }) => `"${name}"`).join();
  const values = needed.map(
    ({ name, type }) => fitting[`${table}.${name}`] ?? fitting[name] ?? (type === "INTEGER" ? 1 : text),
  );
  return env.DB.prepare(`INSERT INTO "${table}" (${names}) VALUES (${values.map(() => "?").join()})`).bind(...values);
}
