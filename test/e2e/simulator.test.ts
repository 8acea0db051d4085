import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOwnOptions } from "#bench/runtime";
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

test("what a developer keeps in .dev.vars is no matter of the simulator's", () => {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-config-"));
  try {
    const config = join(folder, "wrangler.toml");
    copyFileSync("wrangler.toml", config);
    writeFileSync(join(folder, ".dev.vars"), "SIGNING_KEYS=mine\nRESEND_API_KEY=re_mine\nEMAIL_FROM=me@example.com\n");
    const { bindings } = readOwnOptions(config, { SIGNING_KEYS: "s1:secret" });
    expect(bindings).toMatchObject({ SIGNING_KEYS: "s1:secret", EMAIL_FROM: "", ENABLE_JOBS: "true" });
    expect(bindings).not.toHaveProperty("RESEND_API_KEY");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
