import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import { ladderMs } from "#domain/delivery";
import { deliverMessages } from "#jobs/deliver-messages";
import { openContext } from "#open-context";
import { createSigning } from "#signing";
import { startMs } from "#support/engine";
import { rows } from "#support/ledger";
import { seedDelivery, seedEndpoint } from "#support/webhook-ground";
import { changeWebhookEndpoint } from "#usecases/change-webhook-endpoint";
import { deliverWebhook } from "#usecases/deliver-webhook";
import { redeliverRange } from "#usecases/redeliver-messages";
import { sendDueWebhooks, sendWebhooksOf } from "#usecases/send-webhooks";

const answering = (what: number | string) => `https://answers-${what}.receiver-one.com/in`;
const type = "reward.available";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** As the cron trigger has it at that time. */
function contextAt(nowMs: number, fields: Partial<Context> = {}): Context {
  const actor = { type: "job", name: "deliver_messages", mode: "live" } as const;
  return { ...openContext(env, { actor, nowMs, requestId: "req_tick" }), ring: () => {}, ...fields };
}

/** Ticks every five minutes until nothing is due any more, or the time is over. */
async function tickThrough(fromMs: number, untilMs: number): Promise<void> {
  for (let atMs = fromMs; atMs <= untilMs; atMs += 5 * minuteMs) {
    const [next] = await rows<{ due: number | null }>(
      "SELECT min(due_at_ms) AS due FROM webhook_deliveries WHERE status = 'due'",
    );
    if (next?.due === null) return;
    if ((next?.due ?? 0) <= atMs) await deliverMessages(contextAt(atMs));
  }
}

const attempts = () =>
  rows<{ message_id: string; at_ms: number; response_status: number | null; error: string | null; headers: string }>(
    "SELECT message_id, at_ms, response_status, error, request_headers AS headers FROM webhook_attempts ORDER BY message_id, attempt",
  );
const deliveries = () => rows("SELECT status, attempts FROM webhook_deliveries ORDER BY endpoint_id, message_id");

test("a message that is never taken is tried ten times along the ladder, under one id, and is dead then", async () => {
  const endpoint = await seedEndpoint({ url: answering(500) });
  const messageId = await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  await tickThrough(startMs, startMs + 6 * dayMs);
  const made = await attempts();
  expect(made).toHaveLength(ladderMs.length);
  for (const [i, { at_ms: atMs, response_status: status, headers }] of made.entries()) {
    expect(status).toBe(500);
    // Safe because headers are stored as an object of texts.
    const sent = JSON.parse(headers) as Record<string, string>;
    expect(sent["webhook-id"]).toBe(messageId);
    expect(sent["webhook-timestamp"]).toBe(String(Math.floor(atMs / 1000)));
    const waitedMs = atMs - (made[i - 1]?.at_ms ?? atMs);
    const stepMs = ladderMs[i] ?? 0;
    expect(waitedMs).toBeGreaterThanOrEqual(stepMs);
    expect(waitedMs).toBeLessThanOrEqual(stepMs * 1.1 + 5 * minuteMs);
  }
  expect(await deliveries()).toEqual([{ status: "dead", attempts: 10 }]);
  expect(await rows("SELECT status, failing_since_ms AS since FROM webhook_endpoints")).toEqual([
    { status: "enabled", since: startMs },
  ]);
});

test("a message goes to the enabled endpoints of its mode that want its type, once each", async () => {
  const endpoints = [
    await seedEndpoint({ url: answering(200) }),
    await seedEndpoint({ url: answering(200), types: [type, "reward.expired"] }),
    await seedEndpoint({ url: answering(200), types: ["reward.expired"] }),
    await seedEndpoint({ url: answering(200), status: "disabled" }),
    await seedEndpoint({ url: answering(200), mode: "test" }),
  ];
  await env.DB.prepare("INSERT INTO outbox VALUES ('msg_1', 'live', ?, '{}', ?, 'due', ?, 0)")
    .bind(type, startMs, startMs)
    .run();
  await deliverMessages(contextAt(startMs));
  await deliverMessages(contextAt(startMs + minuteMs));
  expect(await rows("SELECT endpoint_id AS id, status, attempts FROM webhook_deliveries ORDER BY 1")).toEqual(
    endpoints.slice(0, 2).map(({ id }) => ({ id, status: "done", attempts: 1 })),
  );
  expect(await rows("SELECT status FROM outbox")).toEqual([{ status: "sent" }]);
});

test("a success ends the failing, whatever came before", async () => {
  const endpoint = await seedEndpoint({ url: answering(204), failingSinceMs: startMs - 6 * dayMs });
  await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  await deliverMessages(contextAt(startMs));
  expect(await deliveries()).toEqual([{ status: "done", attempts: 1 }]);
  expect(await rows("SELECT status, failing_since_ms AS since FROM webhook_endpoints")).toEqual([
    { status: "enabled", since: null },
  ]);
});

test("Retry-After of 429 and 503 is waited for", async () => {
  for (const status of [429, 503]) {
    const endpoint = await seedEndpoint({ url: answering(`${status}-after-7200`) });
    await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  }
  await deliverMessages(contextAt(startMs));
  expect(await rows("SELECT due_at_ms AS due FROM webhook_deliveries")).toEqual([
    { due: startMs + 2 * hourMs },
    { due: startMs + 2 * hourMs },
  ]);
});

test("410 disables the endpoint, tells the others once, and what waits there becomes dead", async () => {
  const gone = await seedEndpoint({ url: answering(410) });
  const other = await seedEndpoint({ url: answering(200) });
  for (let n = 0; n < 3; n++) await seedDelivery(gone, { type, status: "due", atMs: startMs });
  const rung: string[] = [];
  await deliverMessages(contextAt(startMs, { ring: (messages) => rung.push(...messages.map(({ id }) => id)) }));
  expect(await rows("SELECT status, disabled_reason AS reason FROM webhook_endpoints ORDER BY id")).toEqual([
    { status: "disabled", reason: "gone" },
    { status: "enabled", reason: null },
  ]);
  await deliverMessages(contextAt(startMs + minuteMs));
  const told = await rows<{ id: string; payload: string }>(
    "SELECT id, payload FROM outbox WHERE type = 'endpoint.disabled'",
  );
  expect(told.map(({ id }) => id)).toEqual(rung);
  expect(JSON.parse(told[0]?.payload ?? "")).toEqual({
    endpoint_id: gone.id,
    reason: "gone",
    disabled_at: new Date(startMs).toISOString(),
  });
  expect(await rows("SELECT status FROM webhook_deliveries WHERE endpoint_id = ?", gone.id)).toEqual([
    { status: "dead" },
    { status: "dead" },
    { status: "dead" },
  ]);
  expect(await rows("SELECT message_id AS id, status FROM webhook_deliveries WHERE endpoint_id = ?", other.id)).toEqual(
    [{ id: told[0]?.id, status: "done" }],
  );
  expect(await rows("SELECT actor, action, object_id AS id FROM audit_log")).toEqual([
    { actor: "job:deliver_messages", action: "webhook_endpoint.disabled", id: gone.id },
  ]);
});

test("after five days in which every attempt failed the endpoint is disabled, and the message is told once", async () => {
  const endpoint = await seedEndpoint({ url: answering(400) });
  for (let day = 0; day < 7; day++) {
    await seedDelivery(endpoint, { type, status: "due", atMs: startMs + day * dayMs });
    await tickThrough(startMs + day * dayMs, startMs + (day + 1) * dayMs - 1);
  }
  const [found] = await rows<{ status: string; reason: string; at: number; since: number }>(
    "SELECT status, disabled_reason AS reason, disabled_at_ms AS at, failing_since_ms AS since FROM webhook_endpoints",
  );
  expect(found).toMatchObject({ status: "disabled", reason: "failing", since: startMs });
  expect(found?.at).toBeGreaterThanOrEqual(startMs + 5 * dayMs);
  expect(found?.at).toBeLessThan(startMs + 6 * dayMs);
  expect(await rows("SELECT count(*) AS n FROM outbox WHERE type = 'endpoint.disabled'")).toEqual([{ n: 1 }]);
  expect(await rows("SELECT DISTINCT status FROM webhook_deliveries")).toEqual([{ status: "dead" }]);
});

test("copies of a delivery that are sent at once are one request", async () => {
  const endpoint = await seedEndpoint({ url: answering(200) });
  const messageId = await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  const key = { endpointId: endpoint.id, messageId };
  const sent = await Promise.all(Array.from({ length: 8 }, () => deliverWebhook(contextAt(startMs), key)));
  expect(sent.filter((one) => one !== null)).toHaveLength(1);
  expect(await attempts()).toHaveLength(1);
});

test("a sender that dies leaves the delivery to the next one when its lease is over", async () => {
  const endpoint = await seedEndpoint({ url: answering(200) });
  const messageId = await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  const key = { endpointId: endpoint.id, messageId };
  const dying = contextAt(startMs);
  dying.outside = { ...dying.outside, postWebhook: () => Promise.reject(new Error("the isolate is gone")) };
  await expect(deliverWebhook(dying, key)).rejects.toThrow("the isolate is gone");
  expect(await deliverWebhook(contextAt(startMs + 2 * minuteMs), key)).toBeNull();
  expect(await deliverWebhook(contextAt(startMs + 3 * minuteMs), key)).toMatchObject({ delivery: { status: "done" } });
});

test("who comes back after the lease leaves the state to whoever took over, and still writes down the attempt", async () => {
  const endpoint = await seedEndpoint({ url: answering(500) });
  const messageId = await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  const key = { endpointId: endpoint.id, messageId };
  const slow = contextAt(startMs);
  const { postWebhook } = slow.outside;
  slow.outside = {
    ...slow.outside,
    postWebhook: async (request) => {
      const answer = await postWebhook(request);
      await env.DB.prepare("UPDATE webhook_endpoints SET url = ?").bind(answering(200)).run();
      await deliverWebhook(contextAt(startMs + 3 * minuteMs), key);
      return answer;
    },
  };
  await deliverWebhook(slow, key);
  expect(await deliveries()).toEqual([{ status: "done", attempts: 1 }]);
  expect((await attempts()).map(({ response_status: status }) => status)).toEqual([200, 500]);
});

test("a retired signing key fails every attempt visibly until the secret is rotated", async () => {
  const endpoint = await seedEndpoint({ url: answering(200) });
  await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  const signing = createSigning("k9:another-test-secret-of-32-symbols!");
  await deliverMessages(contextAt(startMs, { signing }));
  expect(await attempts()).toMatchObject([{ response_status: null, error: "signing_key_retired", headers: "{}" }]);
  expect(await deliveries()).toEqual([{ status: "due", attempts: 1 }]);
});

test("an address that is not public any more is not asked", async () => {
  const endpoint = await seedEndpoint({ url: "https://answers-200.receiver-one.com:22/in" });
  await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  await deliverMessages(contextAt(startMs));
  expect(await attempts()).toMatchObject([{ response_status: null, error: "address_not_public" }]);
});

test("what waits for an endpoint that is disabled by hand becomes dead, and can be sent again when it is enabled", async () => {
  const endpoint = await seedEndpoint({ url: answering(200) });
  const messageId = await seedDelivery(endpoint, { type, status: "due", atMs: startMs });
  const ctx = contextAt(startMs);
  await changeWebhookEndpoint(ctx, { id: endpoint.id, fields: { status: "disabled" } });
  await deliverMessages(ctx);
  expect(await deliveries()).toEqual([{ status: "dead", attempts: 0 }]);
  await changeWebhookEndpoint(ctx, { id: endpoint.id, fields: { status: "enabled" } });
  const range = { endpointId: endpoint.id, fromMs: startMs, untilMs: undefined, status: "dead" } as const;
  expect(await redeliverRange(ctx, range)).toEqual({ ok: true, value: { count: 1, nextFromMs: null } });
  await deliverMessages(ctx);
  expect((await attempts()).map(({ message_id: id }) => id)).toEqual([messageId]);
});

test("a thousand are redelivered at once, and the answer says where to go on", async () => {
  const endpoint = await seedEndpoint({ url: answering(200) });
  for (let n = 0; n < 1001; n++) await seedDelivery(endpoint, { type, atMs: startMs + n });
  const ctx = contextAt(startMs + dayMs);
  const from = async (fromMs: number) =>
    redeliverRange(ctx, { endpointId: endpoint.id, fromMs, untilMs: undefined, status: "any" });
  expect(await from(startMs)).toEqual({ ok: true, value: { count: 1000, nextFromMs: startMs + 1000 } });
  expect(await from(startMs + 1000)).toEqual({ ok: true, value: { count: 1, nextFromMs: null } });
});

test("a backlog at one endpoint leaves the others their turn, and one that hangs has one turn a tick", async () => {
  const crowded = await seedEndpoint({ url: answering(200) });
  const hanging = await seedEndpoint({ url: "https://hangs.receiver-one.com/" });
  const quiet = await seedEndpoint({ url: answering(200) });
  for (let n = 0; n < 50; n++) await seedDelivery(crowded, { type, status: "due", atMs: startMs - 50 + n });
  for (let n = 0; n < 5; n++) await seedDelivery(hanging, { type, status: "due", atMs: startMs - 100 });
  await seedDelivery(quiet, { type, status: "due", atMs: startMs });
  const ctx = contextAt(startMs);
  const { postWebhook } = ctx.outside;
  ctx.outside = {
    ...ctx.outside,
    postWebhook: async (request) =>
      request.url.includes("hangs")
        ? { durationMs: 15_000, headers: {}, status: null, error: "timeout" }
        : postWebhook(request),
  };
  expect(await sendDueWebhooks(ctx, { lanes: 3, isOver: () => false })).toEqual({ done: 31, failed: 1, left: 4 });
  expect(await rows("SELECT status FROM webhook_deliveries WHERE endpoint_id = ?", quiet.id)).toEqual([
    { status: "done" },
  ]);
  expect(await sendDueWebhooks(ctx, { lanes: 3, isOver: () => true })).toEqual({ done: 0, failed: 0, left: 24 });
});

test("the doorbell sends at once, asks to be rung again for the retry after 5 s, and leaves a failing endpoint to the sweep", async () => {
  const failing = await seedEndpoint({ url: answering(500), failingSinceMs: startMs - 2 * minuteMs });
  const stumbling = await seedEndpoint({ url: answering(500) });
  const messageId = await seedDelivery(stumbling, { type, status: "due", atMs: startMs });
  const again =
    "INSERT INTO webhook_deliveries SELECT ?, message_id, status, attempts, due_at_ms, created_at_ms, NULL FROM webhook_deliveries";
  await env.DB.prepare(again).bind(failing.id).run();
  const seconds = await sendWebhooksOf(contextAt(startMs), { messageId, lanes: 3 });
  expect(seconds).toBeGreaterThanOrEqual(6);
  expect(seconds).toBeLessThanOrEqual(7);
  expect(await sendWebhooksOf(contextAt(startMs + (seconds ?? 0) * 1000), { messageId, lanes: 3 })).toBeNull();
  expect(await rows("SELECT endpoint_id AS id, attempts FROM webhook_deliveries ORDER BY 2")).toEqual([
    { id: failing.id, attempts: 0 },
    { id: stumbling.id, attempts: 2 },
  ]);
  await deliverMessages(contextAt(startMs + minuteMs));
  expect(await rows("SELECT attempts FROM webhook_deliveries WHERE endpoint_id = ?", failing.id)).toEqual([
    { attempts: 1 },
  ]);
});
