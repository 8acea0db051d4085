import { expect, test } from "vitest";
import { rateLimiterShards, rateName, ratePolicies, rateShard } from "#domain/rate-limit-policies";

test("a unit of every policy takes whole milliseconds, and its window whole seconds", () => {
  for (const [name, { limit, windowMs, burst }] of Object.entries(ratePolicies)) {
    expect([name, windowMs % limit, windowMs % 1000]).toEqual([name, 0, 0]);
    expect(burst, name).toBeGreaterThan(0);
  }
});

test("what an isolate keeps to itself is a tenth of the limit at most", () => {
  for (const policy of Object.values(ratePolicies)) {
    if (policy.by === "isolates") expect(policy.tellAfter * 10).toBeLessThanOrEqual(policy.limit);
  }
});

test("money alone waits for a limiter that is down", () => {
  const closed = Object.entries(ratePolicies).filter(
    ([, policy]) => policy.by === "limiter" && policy.whenDown === "closed",
  );
  expect(closed.map(([name]) => name)).toEqual(["money"]);
});

test("a holder has one object for all policies, and many holders have all objects", () => {
  expect(rateShard("key:key_1")).toBe(rateShard("key:key_1"));
  const shards = new Set(Array.from({ length: 500 }, (_, i) => rateShard(`adr:${i}`)));
  expect([...shards].sort()).toEqual(Array.from({ length: 8 }, (_, i) => `${i}-of-8`));
  expect(rateLimiterShards()).toEqual([...shards].sort());
});

test("policies of one holder are remembered apart", () => {
  expect(rateName({ policy: "reads", key: "key:1" })).not.toBe(rateName({ policy: "events", key: "key:1" }));
});
