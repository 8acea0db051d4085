import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { deliverMessages, senders } from "#jobs/deliver-messages";
import { schedule } from "#jobs/schedule";
import { openContext } from "#open-context";
import { engineContext, startMs } from "#support/engine";
import { rows } from "#support/ledger";
import { seedDelivery, seedEndpoint } from "#support/webhook-ground";
import { answerDoorbell } from "#jobs/queue-consumer";
import { runJobByHand } from "#usecases/run-job";

/** Receivers that hang; `most`: so many were asked at once. */
function openHanging() {
  const asked = { now: 0, most: 0 };
  const postWebhook: Context["outside"]["postWebhook"] = async () => {
    asked.most = Math.max(asked.most, ++asked.now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    asked.now -= 1;
    return { durationMs: 15_000, headers: {}, status: null, error: "timeout" };
  };
  const inside = (ctx: Context): Context => ({ ...ctx, outside: { ...ctx.outside, postWebhook } });
  return { asked, inside };
}

const seedEight = async () => {
  const endpoints = await Promise.all(
    Array.from({ length: 8 }, async () => seedEndpoint({ url: "https://hangs.receiver-one.com/" })),
  );
  for (const endpoint of endpoints) await seedDelivery(endpoint, { status: "due", atMs: startMs });
};

test("together the senders have as many lanes as a Worker has connections", () => {
  const lanes = Object.values(senders).map((sender) => sender.lanes);
  expect(lanes.reduce((sum, each) => sum + each)).toBe(6);
});

test("receivers that hang leave half of the connections to emails and to Stripe", async () => {
  await seedEight();
  const { asked, inside } = openHanging();
  await deliverMessages(inside(engineContext()));
  expect(asked.most).toBe(3);
});

test("so they do when the doorbell rings for a message to all of them", async () => {
  const first = await seedEndpoint({ url: "https://hangs.receiver-one.com/" });
  const messageId = await seedDelivery(first, { status: "due", atMs: startMs });
  for (let n = 0; n < 7; n += 1) {
    const { id } = await seedEndpoint({ url: "https://hangs.receiver-one.com/" });
    await env.DB.prepare("INSERT INTO webhook_deliveries VALUES (?, ?, 'due', 0, ?, ?, NULL)")
      .bind(id, messageId, startMs, startMs)
      .run();
  }
  const { asked, inside } = openHanging();
  const ring = { body: { message_id: messageId }, ack: () => {}, retry: () => {} };
  // Safe because of a batch the consumer looks at nothing but its messages.
  const batch = { messages: [ring] } as unknown as MessageBatch;
  await answerDoorbell(batch, () => inside(engineContext()));
  expect(asked.most).toBe(3);
});

test("a sender that fails is told, and what the others did is counted", async () => {
  await seedEight();
  await env.DB.prepare("ALTER TABLE emails RENAME TO gone").run();
  const { inside } = openHanging();
  const job = schedule.find(({ name }) => name === "deliver_messages");
  const actor = { type: "job", name: "deliver_messages", mode: "live" } as const;
  const ctx = inside(openContext(env, { actor, nowMs: startMs, requestId: "req_tick" }));
  if (job !== undefined) await runJobByHand(ctx, job);
  const [run] = await rows<{ outcome: string; counts: string; error: string }>("SELECT * FROM job_runs");
  expect(run).toMatchObject({ outcome: "failed", error: expect.stringMatching(/^emails: .*no such table/) as string });
  expect(JSON.parse(run?.counts ?? "")).toEqual({
    ...{ dispatched: 0, webhooks_done: 0, webhooks_failed: 8, webhooks_left: 0 },
    ...{ fulfilments_tried: 0, fulfilments_left: 0 },
  });
});

test("when time is over no further message is handed on", async () => {
  for (const id of ["msg_1", "msg_2", "msg_3"]) {
    await env.DB.prepare("INSERT INTO outbox VALUES (?, 'live', 'test.ping', '{}', 0, 'due', 0, 0)").bind(id).run();
  }
  const ctx = engineContext();
  let wallMs = startMs;
  const platform = { ...ctx.platform, wallMs: () => (wallMs += 15_000) };
  const { counts } = await deliverMessages({ ...ctx, platform });
  expect(counts["dispatched"]).toBe(2);
});
