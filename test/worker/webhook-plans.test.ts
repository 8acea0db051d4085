import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import type { Database } from "#store/database";
import { claimDelivery } from "#store/webhook-attempts";
import {
  endDeliveriesOfDisabled,
  findDelivery,
  findMessage,
  listDeliveries,
  listDeliveriesOf,
  listDueDeliveries,
  listDueOf,
  listRedeliverable,
} from "#store/webhook-deliveries";
import { countRowsRead, explainPlan, statementsOf } from "#support/listened-database";
import { seedEndpoint } from "#support/webhook-ground";

const limit = 10;
let endpointId = "";

/** An endpoint with few deliveries that are due or dead among many that are done, and another with a backlog. */
beforeEach(async () => {
  const { id } = await seedEndpoint({ url: "https://crowded.receiver-one.com/" });
  const { id: backlogId } = await seedEndpoint({ url: "https://backlog.receiver-one.com/" });
  endpointId = id;
  const numbers = JSON.stringify(Array.from({ length: 2000 }, (_, n) => 1000 + n));
  const status = "CASE WHEN value < 1003 THEN 'due' WHEN value < 1006 THEN 'dead' ELSE 'done' END";
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO outbox SELECT 'msg_' || value, 'live', 'test.ping', '{}', 0, 'sent', 0, 0 FROM json_each(?)",
    ).bind(numbers),
    env.DB.prepare(
      `INSERT INTO webhook_deliveries SELECT ?, 'msg_' || value, ${status}, 0, value, 0, NULL FROM json_each(?)`,
    ).bind(id, numbers),
    env.DB.prepare(
      "INSERT INTO webhook_deliveries SELECT ?, 'msg_' || value, 'due', 0, value, 0, NULL FROM json_each(?)",
    ).bind(backlogId, numbers),
    env.DB.prepare(
      "INSERT INTO webhook_attempts SELECT ?, 'msg_' || value, 1, 0, 0, '', '{}', 200, '', NULL FROM json_each(?)",
    ).bind(id, numbers),
  ]);
});

const page = (status?: "due" | "done" | "dead", before?: string) => (db: Database) =>
  listDeliveries(db, { endpointId, status, before, limit });
const range = (status: "dead" | "done" | "any") => (db: Database) =>
  listRedeliverable(db, { endpointId, fromId: "msg_1000", untilId: "msg_3", status, limit });
const key = () => ({ endpointId, messageId: "msg_1000" });
const due = { nowMs: 5000, perEndpoint: limit };

const calls: Record<string, (db: Database) => Promise<unknown>> = {
  deliveries: page(),
  "deliveries, second page": page(undefined, "msg_1500"),
  "deliveries that are due": page("due"),
  "deliveries that are due, second page": page("due", "msg_1002"),
  "deliveries that are done": page("done"),
  "deliveries that are dead": page("dead"),
  "deliveries that are dead, second page": page("dead", "msg_1005"),
  "what is redelivered of the dead": range("dead"),
  "what is redelivered of the done": range("done"),
  "what is redelivered of all": range("any"),
  "a delivery": (db) => findDelivery(db, key()),
  "a message with its deliveries": async (db) => {
    const message = await findMessage(db, "live", "msg_1000");
    return message && listDeliveriesOf(db, message);
  },
  "where a message is due": (db) => listDueOf(db, "msg_1000", { nowMs: 5000, failingSinceMs: 0 }),
  "what is due everywhere": (db) => listDueDeliveries(db, due),
  "what waits for disabled endpoints": (db) => endDeliveriesOfDisabled(db, { nowMs: 5000, most: limit }),
  "a claim": (db) => claimDelivery(db, key(), { nowMs: 5000, leaseUntilMs: 9000 }),
};

test("whatever an endpoint has behind it, what is looked for is found by a key or an index", async () => {
  for (const [name, call] of Object.entries(calls)) {
    for (const statement of await statementsOf(call)) {
      const about = `${name}: ${statement.sql}`;
      const plan = (await explainPlan(statement)).join("; ");
      // Endpoints are few and walked through; so are those that are due, and sorted.
      expect(plan, about).not.toMatch(/SCAN (?!webhook_endpoints|e\b)/);
      if (!name.includes("due")) expect(plan, about).not.toMatch(/TEMP B-TREE/);
      if (!/^update/i.test(statement.sql))
        expect(await countRowsRead(statement), about).toBeLessThanOrEqual(4 * (limit + 1));
    }
  }
});
