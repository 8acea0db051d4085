import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDatabase } from "#store/database";
import { listInboxEvents } from "#store/events";

type Filter = Parameters<typeof listInboxEvents>[1];
const everything: Filter = {
  mode: "test",
  status: undefined,
  type: undefined,
  refereeId: undefined,
  paymentRef: undefined,
  before: undefined,
  limit: 25,
};

/** How SQLite answers the list, by the very statement that the list sends. */
async function planOf(filter: Filter): Promise<string[]> {
  const statements: string[] = [];
  const listening = new Proxy(env.DB, {
    get(database, name) {
      if (name === "prepare") return (sql: string) => (statements.push(sql), database.prepare(sql));
      const value: unknown = Reflect.get(database, name);
      return typeof value === "function" ? value.bind(database) : value;
    },
  });
  await listInboxEvents(openDatabase(listening), filter);
  const [sql = ""] = statements;
  const values = [...sql.matchAll(/\?/g)].map(() => 1);
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all<{ detail: string }>();
  return plan.results.map(({ detail }) => detail);
}

const filters: [string, Partial<Filter>, string][] = [
  ["that are parked", { status: "parked" }, "USING INDEX events_parked"],
  ["that are pending", { status: "pending" }, "USING INDEX events_pending"],
  ["of one referee", { refereeId: "ptc_1" }, "USING INDEX events_referee (referee_id=?"],
  ["of any kind", {}, "events"],
];

test.each(filters)("a page of events %s is read from its newest on and not sorted", async (_name, filter, index) => {
  for (const before of [undefined, "5"]) {
    const plan = await planOf({ ...everything, ...filter, before });
    expect(plan).toEqual([expect.stringContaining(index)]);
    expect(plan[0]).not.toContain("events_mode_id");
  }
});

test("the events of one payment are found by its reference", async () => {
  const plan = await planOf({ ...everything, paymentRef: "order-1" });
  expect(plan[0]).toContain("USING INDEX events_payment (mode=? AND payment_ref=?");
});
