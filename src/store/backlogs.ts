import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { failingAfter, lateMs } from "#domain/health";
import type { Backlog, Tried } from "#domain/health";
import type { Database } from "#store/database";

/** Nothing is counted further. */
const mostCounted = 1000;
const mostCountedPerEndpoint = 100;

export type Backlogs = {
  messages: Backlog & Tried;
  deliveries: Backlog & Tried & { dead: number };
  emails: Backlog;
  fulfilments: Backlog & Tried & { waiting: number; dead: number };
  providers: Backlog & Tried & { unmapped: number; refused: number };
};

/** What is due and not done, in one round trip, each by the index that the worker of it goes by. */
export async function countBacklogs(db: Database, nowMs: number): Promise<Backlogs> {
  const due = (table: string, status: string) => sql`
    SELECT count(*) AS due, min(due_at_ms) AS oldestDueAtMs FROM (SELECT due_at_ms FROM ${sql.raw(table)}
      WHERE status = ${sql.raw(`'${status}'`)} AND due_at_ms <= ${nowMs} ORDER BY due_at_ms LIMIT ${mostCounted})`;
  const row = await db.get<Record<keyof Backlogs, string>>(sql`SELECT
    (${asJson(due("outbox", "due"), { failing: failing("outbox", "due", nowMs) })}) AS messages,
    (${asJson(dueDeliveries(nowMs), {
      failing: failingDeliveries,
      dead: inTable(sql`webhook_deliveries WHERE status = 'dead'`),
    })}) AS deliveries,
    (${asJson(due("emails", "due"))}) AS emails,
    (${asJson(due("fulfilments", "due"), {
      failing: failing("fulfilments", "due", nowMs),
      waiting: inBothModes("fulfilments", "waiting"),
      dead: inBothModes("fulfilments", "dead"),
    })}) AS fulfilments,
    (${asJson(due("provider_deliveries", "pending"), {
      failing: failing("provider_deliveries", "pending", nowMs),
      unmapped: inBothModes("provider_deliveries", "unmapped"),
      refused: inBothModes("provider_deliveries", "refused"),
    })}) AS providers`);
  // Safe because the statement above makes each of them.
  const parse = <P extends keyof Backlogs>(part: P) => JSON.parse(row[part]) as Backlogs[P];
  return {
    messages: parse("messages"),
    deliveries: parse("deliveries"),
    emails: parse("emails"),
    fulfilments: parse("fulfilments"),
    providers: parse("providers"),
  };
}

/** By endpoint, as their index is: the oldest of each is found at once, and no more of them are counted than told. */
function dueDeliveries(nowMs: number): SQL {
  const dueAt = sql`webhook_deliveries WHERE endpoint_id = e.id AND status = 'due' AND due_at_ms <= ${nowMs}`;
  return sql`
    SELECT (SELECT count(*) FROM (SELECT 1 FROM webhook_endpoints e CROSS JOIN webhook_deliveries d ON d.endpoint_id = e.id
        WHERE d.status = 'due' AND d.due_at_ms <= ${nowMs} LIMIT ${mostCounted})) AS due,
      (SELECT min((SELECT min(due_at_ms) FROM ${dueAt})) FROM webhook_endpoints e) AS oldestDueAtMs`;
}

/** What fails is due later than what was not tried yet. Up to a bound, and without what is late anyway. */
function failing(table: string, status: string, nowMs: number): SQL {
  return sql.raw(`(SELECT count(*) FROM (SELECT attempts FROM ${table} WHERE status = '${status}' AND due_at_ms >= ${nowMs - lateMs}
    ORDER BY due_at_ms DESC LIMIT ${mostCounted}) WHERE attempts >= ${failingAfter})`);
}

/** The same at each endpoint, by their index. */
const failingDeliveries = sql.raw(`(SELECT coalesce(min(sum((SELECT count(*) FROM
    (SELECT attempts FROM webhook_deliveries WHERE endpoint_id = e.id AND status = 'due'
      ORDER BY due_at_ms DESC LIMIT ${mostCountedPerEndpoint}) WHERE attempts >= ${failingAfter}
  )), ${mostCounted}), 0) FROM webhook_endpoints e)`);

function asJson(due: SQL, more: Record<string, SQL> = {}): SQL {
  const members = Object.entries(more).flatMap(([name, count]) => [sql.raw(`, '${name}', `), count]);
  return sql`SELECT json_object('due', due, 'oldestDueAtMs', oldestDueAtMs${sql.join(members)}) FROM (${due})`;
}

function inTable(rows: SQL): SQL {
  return sql`(SELECT count(*) FROM (SELECT 1 FROM ${rows} LIMIT ${mostCounted}))`;
}

/** By the partial index of what needs somebody's eye, whose first column is the mode. */
function inBothModes(table: string, status: string): SQL {
  return inTable(sql.raw(`${table} WHERE mode IN ('live', 'test') AND status = '${status}'`));
}
