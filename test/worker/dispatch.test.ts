import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { minuteMs } from "#domain/day";
import { countBacklogs } from "#store/backlogs";
import { deliverMessages } from "#jobs/deliver-messages";
import { engineContext, startMs } from "#support/engine";
import { rows } from "#support/ledger";
import { seedEndpoint } from "#support/webhook-ground";
import { dispatchMessage } from "#usecases/dispatch-message";

const contextAt = (nowMs: number): Context => engineContext({ nowMs });
const outbox = () => rows<{ status: string; attempts: number; due_at_ms: number }>("SELECT * FROM outbox");

async function writeMessage(id = "msg_1"): Promise<void> {
  await env.DB.prepare("INSERT INTO outbox VALUES (?, 'live', 'link.expired', '{}', ?, 'due', ?, 0)")
    .bind(id, startMs, startMs)
    .run();
}

async function refuseDeliveries(): Promise<void> {
  await env.DB.prepare(
    "CREATE TRIGGER refuse BEFORE INSERT ON webhook_deliveries BEGIN SELECT RAISE(ABORT, 'refused'); END",
  ).run();
}

test("a message that cannot be handed on for days is handed on when it can be", async () => {
  await seedEndpoint({ url: "https://answers-200.receiver-one.com/in" });
  await writeMessage();
  await refuseDeliveries();
  const waits: number[] = [];
  let nowMs = startMs;
  while (waits.length < 15) {
    await deliverMessages(contextAt(nowMs));
    const [row] = await outbox();
    expect(row).toMatchObject({ status: "due", attempts: waits.length + 1 });
    waits.push(((row?.due_at_ms ?? 0) - nowMs) / minuteMs);
    nowMs = row?.due_at_ms ?? 0;
  }
  expect(waits).toEqual([1, 5, 30, 120, ...Array.from({ length: 11 }, () => 360)]);
  await env.DB.prepare("DROP TRIGGER refuse").run();
  await deliverMessages(contextAt(nowMs));
  expect(await outbox()).toMatchObject([{ status: "sent" }]);
  expect(await rows("SELECT status FROM webhook_deliveries")).toEqual([{ status: "done" }]);
});

test("one that fails again and again is told, though it is not due", async () => {
  await seedEndpoint({ url: "https://answers-200.receiver-one.com/in" });
  await writeMessage();
  await refuseDeliveries();
  const failing = async () => (await countBacklogs(contextAt(startMs).db, startMs + minuteMs)).messages.failing;
  const counts: number[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await dispatchMessage(contextAt(startMs), "msg_1");
    counts.push(await failing());
  }
  expect(counts).toEqual([0, 0, 1]);
});
