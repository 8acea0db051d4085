import { afterAll, beforeAll, expect, test } from "vitest";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

test("the state of the built Worker outlives a power cut", async () => {
  const { client } = simulator.api;
  await client.PUT("/v1/participants/{kind}/{external_id}", {
    params: { path: { kind: "supplier", external_id: "sarah" } },
    body: { name: "Sarah" },
  });
  await simulator.kill();
  await simulator.restart();
  expect(await simulator.sql("SELECT name FROM participants")).toEqual([{ name: "Sarah" }]);
});
