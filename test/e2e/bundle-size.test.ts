import { expect, test } from "vitest";
import { buildWorker } from "#bench/build";
import budget from "#bench/budget.json" with { type: "json" };

test("the bundle stays within its budget", async () => {
  const { gzipBytes } = await buildWorker();

  expect(gzipBytes).toBeLessThanOrEqual(budget.bundle.gzip_bytes);
});
