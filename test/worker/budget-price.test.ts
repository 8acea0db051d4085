import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { seedLinks } from "#bench/seed";
import { createEdge } from "#edge/create-edge";
import { holdToBudget } from "#support/budget";
import { priceOfMillionClicks } from "#support/click-price";
import { simulateClicks } from "#support/click-simulation";
import type { Traffic } from "#support/click-simulation";
import { signing } from "#support/edge";

/** Long enough for each rate's counts to be flushed by the rule; what is left is flushed at the end, at full price. */
const rates = {
  "million clicks at 1/s": { clicksPerSecond: 1, durationMs: 4 * 3_600_000, isolates: 1 },
  "million clicks at 50/s": { clicksPerSecond: 50, durationMs: 310_000, isolates: 2 },
  "million clicks at 1000/s": { clicksPerSecond: 1000, durationMs: 20_000, isolates: 10 },
} as const satisfies Record<string, Traffic>;

test.for(Object.entries(rates))(
  "%s cost no more than planned at list price",
  { timeout: 120_000 },
  async ([name, traffic], { task }) => {
    const codes = await seedLinks(env.DB, 1000, Date.UTC(2026, 10, 20));
    const openIsolate = () => createEdge({ signing: () => signing, log: () => {} }).fetch;

    const operations = await simulateClicks(env, codes, traffic, openIsolate);

    const expected = (traffic.clicksPerSecond * traffic.durationMs) / 1000;
    expect(operations.clicks).toBeGreaterThan(0.95 * expected);
    const { total, ...parts } = priceOfMillionClicks(operations);
    // Safe because the keys of `rates` are in the budget.
    holdToBudget(task, name as keyof typeof rates, { dollars: total, ...parts, ...operations });
  },
);
