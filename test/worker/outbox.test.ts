import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { timeOfId } from "#domain/id";
import type { Message } from "#domain/plan";
import { commitNewMessages, insertMessages, messageIdAt } from "#store/outbox";
import { engineContext, startMs } from "#support/engine";
import { rows } from "#support/ledger";

const { db } = engineContext();
const write = async (messages: readonly Message[], writing?: Parameters<typeof insertMessages>[3]) => {
  const statements = insertMessages(db, messages, startMs, writing);
  for (const statement of statements) await db.batch([statement]);
  return statements.length;
};
const ping = (id: string, payload: Record<string, unknown> = {}): Message => ({
  ...{ id, mode: "live", type: "test.ping", payload },
});
const ids = async () => (await rows<{ id: string }>("SELECT id FROM outbox ORDER BY id")).map(({ id }) => id);

test("however many messages are one statement, and none are none", async () => {
  const payload = { name: "it's", deep: { list: [1, null] } };
  expect(await write([ping("msg_1", payload), ping("msg_2")])).toBe(1);
  expect(await write([])).toBe(0);
  const [first] = await rows<{ payload: string }>("SELECT * FROM outbox ORDER BY id");
  expect(first).toEqual({
    ...{ id: "msg_1", mode: "live", type: "test.ping", payload: JSON.stringify(payload) },
    ...{ due_at_ms: startMs, status: "due", created_at_ms: startMs, attempts: 0 },
  });
});

test("a message that is there stays as it is, and only the new ones are answered", async () => {
  await write([ping("msg_1")], { status: "sent" });
  expect(await commitNewMessages(db, [ping("msg_1"), ping("msg_2")], startMs + 1)).toEqual([{ id: "msg_2" }]);
  expect(await commitNewMessages(db, [], startMs)).toEqual([]);
  expect(await rows("SELECT status FROM outbox ORDER BY id")).toEqual([{ status: "sent" }, { status: "due" }]);
});

test("what is written on a condition is not when it does not hold", async () => {
  await write([ping("msg_1")], { when: sql`EXISTS (SELECT 1 FROM outbox)` });
  expect(await ids()).toEqual([]);
  await write([ping("msg_1")], { when: sql`NOT EXISTS (SELECT 1 FROM outbox)` });
  expect(await ids()).toEqual(["msg_1"]);
});

test("what is told once has one id, at its time among the others", () => {
  expect(messageIdAt(startMs, "a")).toBe(messageIdAt(startMs, "a"));
  expect(messageIdAt(startMs, "a")).not.toBe(messageIdAt(startMs, "b"));
  expect(timeOfId(messageIdAt(startMs, "a"))).toBe(startMs);
});
