import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ladderMs } from "#domain/delivery";
import { messages } from "#http/contract/messages";
import { idAt } from "#domain/id";
import { answerOf } from "#scripts/api";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { answering, createEndpoint, inTurn, openProgram, openReceiver, verify } from "./webhook-receiver";

let simulator: Simulator;
let grant: (operationId: string) => Promise<string>;
beforeAll(async () => {
  simulator = await startSimulator();
  grant = await openProgram(simulator);
});
afterAll(() => simulator.close());

const soon = { timeout: 20_000, interval: 100 };

async function deliveryOf(endpointId: string, messageId: string) {
  const path = { id: endpointId, message_id: messageId };
  return answerOf(
    simulator.api.client.GET("/v1/webhooks/endpoints/{id}/deliveries/{message_id}", { params: { path } }),
  );
}

async function endpointOf(id: string) {
  return answerOf(simulator.api.client.GET("/v1/webhooks/endpoints/{id}", { params: { path: { id } } }));
}

/** A message in the outbox for which nobody rang the doorbell. */
async function writeQuietly(messageId: string, atMs: number): Promise<void> {
  const data = Object.entries(messages["reward.available"].data.shape);
  const payload = JSON.stringify(Object.fromEntries(data.map(([name]) => [name, name])));
  const insert = "INSERT INTO outbox VALUES (?, 'live', 'reward.available', ?, ?, 'due', ?, 0)";
  await simulator.sql(insert, messageId, payload, atMs, atMs);
}

test("a message goes out by itself, signed, and the receiver reads what happened", async () => {
  const received = openReceiver(simulator, "prompt.receiver-one.com");
  const { id, secret } = await createEndpoint(simulator, "prompt.receiver-one.com");
  const rewardId = await grant("grant-1");
  await vi.waitFor(() => expect(received).toHaveLength(1), soon);
  const [request] = received;
  if (request === undefined) throw new Error("nothing came");
  expect(verify(request, secret)).toMatchObject({
    type: "reward.available",
    data: { reward_id: rewardId, quantity: 500, unit: "USD" },
  });
  await vi.waitFor(async () => expect((await deliveryOf(id, request.id)).status).toBe("done"), soon);
  const message = await answerOf(
    simulator.api.client.GET("/v1/messages/{id}", { params: { path: { id: request.id } } }),
  );
  expect(message).toMatchObject({ status: "sent", deliveries: [{ endpoint_id: id, attempts: 1 }] });
});

test("during a rotation both secrets verify, and a forged body verifies with neither", async () => {
  const received = openReceiver(simulator, "rotating.receiver-one.com");
  const { id, secret } = await createEndpoint(simulator, "rotating.receiver-one.com");
  const params = { path: { id } };
  const { client } = simulator.api;
  const rotated = await answerOf(
    client.POST("/v1/webhooks/endpoints/{id}/rotate-secret", { params, body: { overlap_hours: 24 } }),
  );
  await answerOf(client.POST("/v1/webhooks/endpoints/{id}/ping", { params }));
  const [request] = received;
  if (request === undefined) throw new Error("nothing came");
  for (const one of [secret, rotated.secret ?? ""]) {
    expect(verify(request, one)).toMatchObject({ type: "test.ping", data: { endpoint_id: id } });
    expect(() => verify({ ...request, body: request.body.replace("ping", "pong") }, one)).toThrow("signature");
  }
});

test("each receiver is followed along the ladder under one id, and the API shows what came of it", async () => {
  const elsewhere = openReceiver(simulator, "elsewhere.receiver-two.com");
  const unanswered = () => {};
  const receivers = {
    moved: inTurn(answering(301, { location: "https://elsewhere.receiver-two.com/bouquet" })),
    refusing: answering(400),
    gone: answering(410),
    busy: inTurn(answering(429, { "retry-after": "7200" })),
    broken: inTurn(answering(500), answering(502), answering(503, { "retry-after": "1" })),
    hanging: inTurn(unanswered),
    closing: inTurn((response) => response.destroy()),
  };
  const opened = await Promise.all(
    Object.entries(receivers).map(async ([name, answer]) => {
      const host = `${name}.receiver-one.com`;
      const received = openReceiver(simulator, host, answer);
      return { name, received, ...(await createEndpoint(simulator, host, ["reward.available"])) };
    }),
  );
  const told = openReceiver(simulator, "told.receiver-two.com");
  await createEndpoint(simulator, "told.receiver-two.com", ["endpoint.disabled"]);
  const startMs = Date.now() + 3_600_000;
  const messageId = idAt("msg", startMs, "quiet");
  await writeQuietly(messageId, startMs);
  await simulator.tick(startMs);
  const found = async () => Promise.all(opened.map(({ id }) => deliveryOf(id, messageId)));
  for (let turn = 0; turn < 30; turn++) {
    const next = (await found()).flatMap(({ next_attempt_at: at }) => (at === null ? [] : [Date.parse(at)]));
    if (next.length === 0) break;
    await simulator.tick(Math.min(...next));
  }

  const outcomes = Object.fromEntries(
    (await found()).map(({ status, history }, i) => [
      opened[i]?.name,
      [status, ...history.map(({ response, error }) => response?.status ?? error)],
    ]),
  );
  expect(outcomes).toEqual({
    moved: ["done", 301, 200],
    refusing: ["dead", ...Array.from({ length: ladderMs.length }, () => 400)],
    gone: ["dead", 410],
    busy: ["done", 429, 200],
    broken: ["done", 500, 502, 503, 200],
    hanging: ["done", "timeout", 200],
    closing: ["done", "unreachable", 200],
  });
  expect(elsewhere).toEqual([]);

  for (const { name, received, secret } of opened) {
    expect(new Set(received.map(({ id }) => id)), name).toEqual(new Set([messageId]));
    expect(new Set(received.map(({ body }) => body)).size, name).toBe(1);
    for (const request of received) expect(verify(request, secret), name).toMatchObject({ type: "reward.available" });
  }
  const waits = (name: string) => {
    const times = opened.find((one) => one.name === name)?.received.map(({ atMs }) => atMs) ?? [];
    return times.slice(1).map((atMs, i) => atMs - (times[i] ?? 0));
  };
  for (const [i, waitedMs] of waits("refusing").entries()) {
    expect(waitedMs).toBeGreaterThanOrEqual((ladderMs[i + 1] ?? 0) - 1000);
    expect(waitedMs).toBeLessThanOrEqual((ladderMs[i + 1] ?? 0) * 1.1 + 1000);
  }
  expect(waits("busy")).toEqual([7_200_000]);

  const gone = opened.find(({ name }) => name === "gone");
  expect(await endpointOf(gone?.id ?? "")).toMatchObject({ status: "disabled", disabled_reason: "gone" });
  expect(told.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
    { type: "endpoint.disabled", data: { endpoint_id: gone?.id, reason: "gone" } },
  ]);
});

test("what is dead can be sent again, under the same id", async () => {
  const received = openReceiver(simulator, "mended.receiver-one.com", inTurn(answering(500)));
  const { id } = await createEndpoint(simulator, "mended.receiver-one.com");
  const path = { id };
  const { client } = simulator.api;
  const pinged = await answerOf(client.POST("/v1/webhooks/endpoints/{id}/ping", { params: { path } }));
  expect(pinged.status).toBe("dead");
  const redelivered = await answerOf(
    client.POST("/v1/webhooks/endpoints/{id}/redeliver", {
      params: { path },
      body: { from: pinged.created_at, status: "dead" },
    }),
  );
  expect(redelivered).toEqual({ redelivered: 1, next_from: null });
  await vi.waitFor(() => expect(received).toHaveLength(2), soon);
  expect(received.map((request) => request.id)).toEqual([pinged.message_id, pinged.message_id]);
  await vi.waitFor(async () => expect((await deliveryOf(id, pinged.message_id)).status).toBe("done"), soon);
});
