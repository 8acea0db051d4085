import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { rewardStates } from "#domain/reward";

/** Of a row `t` of `participant_totals`: its counts and sums as one text. */
export const storedTotals: SQL = sql.raw(`(
  json_array(signed_up, activated, converted, rewarded, active_trials, retained, churned) ||
  json_array(${rewardStates.join()}) || earned || worth)`);

/** The same from the referrals and rewards themselves: it reads all of them. */
export const countedTotals: SQL = sql.raw(`(
  (SELECT json_array(
    count(*) FILTER (WHERE stage = 'signed_up'), count(*) FILTER (WHERE stage = 'activated'),
    count(*) FILTER (WHERE stage = 'converted'), count(*) FILTER (WHERE stage = 'rewarded'),
    count(*) FILTER (WHERE stage = 'activated' AND churned_at_ms IS NULL), count(retained_at_ms), count(churned_at_ms))
    FROM referrals f WHERE f.referrer_id = t.participant_id AND +f.program_id = t.program_id) ||
  (SELECT json_array(${rewardStates.map((state) => `count(*) FILTER (WHERE state = '${state}')`).join()})
    FROM rewards r WHERE ${isOwn()}) ||
  ${sumBy("unit", "quantity - reversed_quantity")} ||
  ${sumBy("worth_currency", worthLeft())})`);

function isOwn(): string {
  return "r.beneficiary_id = t.participant_id AND +r.program_id = t.program_id";
}

/** Of what is available or redeemed. */
function sumBy(key: string, amount: string): string {
  return `(SELECT json_group_object(key, amount) FROM (
    SELECT ${key} AS key, sum(${amount}) AS amount FROM rewards r
    WHERE ${isOwn()} AND ${key} IS NOT NULL AND +state IN ('available', 'redeemed') GROUP BY 1 HAVING sum(${amount}) <> 0))`;
}

/** Goes down with the quantity, rounded down, as the triggers have it. */
function worthLeft(): string {
  const left = "(quantity - reversed_quantity)";
  return `worth_minor / quantity * ${left} + worth_minor % quantity * ${left} / quantity`;
}
