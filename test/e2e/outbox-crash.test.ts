import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { createEndpoint, openProgram, openReceiver } from "./webhook-receiver";
import type { Received } from "./webhook-receiver";

const rounds = 6;
const perRound = 12;
const minuteMs = 60_000;
/** Later than every lease of a sender that was killed. */
const afterLeaseMs = 5 * minuteMs;

const unsent =
  "SELECT id FROM outbox WHERE status = 'due' UNION SELECT message_id FROM webhook_deliveries WHERE status <> 'done'";

let simulator: Simulator;
let grant: (operationId: string) => Promise<string>;
let received: Received[];
beforeAll(async () => {
  simulator = await startSimulator();
  grant = await openProgram(simulator);
  // Slow enough to be killed while it answers.
  received = openReceiver(simulator, "hooks.receiver-one.com", (response) => setTimeout(() => response.end(), 30));
  await createEndpoint(simulator, "hooks.receiver-one.com");
});
afterAll(() => simulator.close());

/** Grants that may be cut off; gives the rewards whose grant was acknowledged. */
async function grantUntilKilled(round: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const before = received.length;
  const asked = Array.from({ length: perRound }, async (_, i) => {
    acknowledged.push(await grant(`grant-${round}-${i}`));
  });
  const settled = Promise.allSettled(asked);
  // Before anything was sent, while it is being sent, and after some of it was.
  const moment = round % 3;
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(round), { timeout: 20_000, interval: 1 });
  if (moment > 0) {
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(before + 2 * (moment - 1)), {
      timeout: 20_000,
      interval: 1,
    });
  }
  await simulator.kill();
  await settled;
  return acknowledged;
}

test("whatever moment the power is cut at, each message arrives, under one id", async () => {
  const acknowledged: string[] = [];
  let nowMs = Date.now();
  let cutOff = 0;
  for (let round = 0; round < rounds; round++) {
    acknowledged.push(...(await grantUntilKilled(round)));
    await simulator.restart();
    cutOff += (await simulator.sql(unsent)).length;
    nowMs += afterLeaseMs;
    await simulator.tick(nowMs);
  }
  expect(cutOff).toBeGreaterThan(rounds);
  expect(await simulator.sql(unsent)).toEqual([]);

  const idsByReward = new Map<string, Set<string>>();
  for (const { id, body } of received) {
    // Safe because all that was asked for here are grants.
    const { data } = JSON.parse(body) as { data: { reward_id: string } };
    idsByReward.set(data.reward_id, (idsByReward.get(data.reward_id) ?? new Set()).add(id));
  }
  const written = await simulator.sql<{ id: string; reward: string }>(
    "SELECT id, payload ->> '$.reward_id' AS reward FROM outbox",
  );
  const told = Object.fromEntries([...idsByReward].map(([reward, ids]) => [reward, [...ids]]));
  expect(told).toEqual(Object.fromEntries(written.map(({ id, reward }) => [reward, [id]])));
  expect(Object.keys(told)).toEqual(expect.arrayContaining(acknowledged));
}, 180_000);
