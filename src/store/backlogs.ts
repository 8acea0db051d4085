import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { failingMessageAttempts, mostCounted } from "#domain/health";
import type { Backlog } from "#domain/health";
import type { Database } from "#store/database";

export type Backlogs = {
  messages: Backlog & { failing: number };
  deliveries: Backlog & { dead: number };
  emails: Backlog;
  fulfilments: Backlog & { waiting: number; dead: number };
  providers: Backlog & { unmapped: number; refused: number };
};

/** What is due and not done, in one round trip, each by the index that the worker of it goes by. */
export async function countBacklogs(db: Database, nowMs: number): Promise<Backlogs> {
  const due = (table: string, status: string) => sql`
    SELECT count(*) AS due, min(due_at_ms) AS oldestDueAtMs FROM (SELECT due_at_ms FROM ${sql.raw(table)}
      WHERE status = ${sql.raw(`'${status}'`)} AND due_at_ms <= ${nowMs} ORDER BY due_at_ms LIMIT ${mostCounted})`;
  const row = await db.get<Record<keyof Backlogs, string>>(sql`SELECT
    (${asJson(due("outbox", "due"), { failing: failingMessages })}) AS messages,
    (${asJson(dueDeliveries(nowMs), { dead: inTable(sql`webhook_deliveries WHERE status = 'dead'`) })}) AS deliveries,
    (${asJson(due("emails", "due"))}) AS emails,
    (${asJson(due("fulfilments", "due"), {
      waiting: inBothModes("fulfilments", "waiting"),
      dead: inBothModes("fulfilments", "dead"),
    })}) AS fulfilments,
    (${asJson(due("provider_deliveries", "pending"), {
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

/** Those that wait for their next attempt are due the latest: they stand at the end of the index. */
const failingMessages = sql`(SELECT count(*) FROM (
  SELECT attempts FROM outbox WHERE status = 'due' AND due_at_ms >= 0 ORDER BY due_at_ms DESC LIMIT ${mostCounted})
  WHERE attempts >= ${failingMessageAttempts})`;

/** By endpoint, as their index is: the oldest of each is found at once, and no more of them are counted than told. */
function dueDeliveries(nowMs: number): SQL {
  const dueAt = sql`webhook_deliveries WHERE endpoint_id = e.id AND status = 'due' AND due_at_ms <= ${nowMs}`;
  return sql`
    SELECT (SELECT count(*) FROM (SELECT 1 FROM webhook_endpoints e CROSS JOIN webhook_deliveries d ON d.endpoint_id = e.id
        WHERE d.status = 'due' AND d.due_at_ms <= ${nowMs} LIMIT ${mostCounted})) AS due,
      (SELECT min((SELECT min(due_at_ms) FROM ${dueAt})) FROM webhook_endpoints e) AS oldestDueAtMs`;
}

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
