import fc from "fast-check";
import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideAttempt, failingLimitMs, isAnswered, ladderMs, webhookBody } from "#domain/delivery";
import type { AttemptOutcome, DeliveryAttempt } from "#domain/delivery";

const nowMs = 1_800_000_000_000;
const hourMs = 60 * 60_000;
const answered = (status: number, retryAfterSeconds: number | null = null): AttemptOutcome => ({
  durationMs: 5,
  headers: {},
  status,
  body: "",
  retryAfterSeconds,
});
const silent = { durationMs: 15_000, headers: {}, status: null, error: "timeout" } as const;

function decide(fields: Partial<DeliveryAttempt>) {
  const attempt = { attempts: 0, isPing: false, failingSinceMs: null, outcome: answered(500), nowMs, share: 0 };
  return decideAttempt({ ...attempt, ...fields });
}

test("any 2xx is a success and ends the endpoint's failing", () => {
  for (const status of [200, 201, 204, 299]) {
    expect(decide({ attempts: 3, failingSinceMs: nowMs - dayMs, outcome: answered(status) })).toEqual({
      delivery: { status: "done", attempts: 4, dueAtMs: nowMs, finishedAtMs: nowMs },
      endpoint: { failingSinceMs: null, disable: null },
    });
  }
});

test("everything else fails, redirects and silence included", () => {
  const failures = [...[100, 199, 301, 302, 307, 308, 400, 401, 404, 500, 503].map((s) => answered(s)), silent];
  for (const outcome of failures) {
    expect(decide({ outcome }).delivery).toMatchObject({ status: "due", attempts: 1 });
    expect(decide({ outcome }).endpoint).toEqual({ failingSinceMs: nowMs, disable: null });
  }
});

test("what was taken and not settled here is sent again, and ends the endpoint's failing", () => {
  const outcome = { ...silent, error: "not_settled" } as const;
  expect(decide({ outcome, failingSinceMs: nowMs - failingLimitMs })).toMatchObject({
    delivery: { status: "due", attempts: 1 },
    endpoint: { failingSinceMs: null, disable: null },
  });
  expect([outcome, silent, answered(500)].map(isAnswered)).toEqual([true, false, true]);
});

test("the ladder is 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and then the delivery is dead", () => {
  expect(ladderMs.map((ms) => ms / 1000)).toEqual([...[0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]]);
  const waits = ladderMs.slice(1).map((_, attempts) => decide({ attempts }).delivery.dueAtMs - nowMs);
  expect(waits).toEqual(ladderMs.slice(1));
  expect(decide({ attempts: ladderMs.length - 1 }).delivery).toEqual({
    status: "dead",
    attempts: ladderMs.length,
    dueAtMs: nowMs,
    finishedAtMs: nowMs,
  });
});

test("jitter adds up to a tenth and takes nothing away", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(ladderMs.length - 2), (share, attempts) => {
      const waitMs = decide({ share, attempts }).delivery.dueAtMs - nowMs;
      const stepMs = ladderMs[attempts + 1] ?? 0;
      expect(waitMs).toBeGreaterThanOrEqual(stepMs);
      expect(waitMs).toBeLessThanOrEqual(stepMs * 1.1);
      expect(Number.isInteger(waitMs)).toBe(true);
    }),
  );
});

test("Retry-After of 429 and 503 is honoured when it is later than the ladder, up to a day", () => {
  const wait = (outcome: AttemptOutcome, attempts = 0) => decide({ outcome, attempts }).delivery.dueAtMs - nowMs;
  expect(wait(answered(429, 120))).toBe(120_000);
  expect(wait(answered(503, 120))).toBe(120_000);
  expect(wait(answered(429, 1))).toBe(5000);
  expect(wait(answered(429, 120), 3)).toBe(2 * hourMs);
  expect(wait(answered(503, 999_999_999))).toBe(dayMs);
  expect(wait(answered(500, 120))).toBe(5000);
});

test("410 disables the endpoint at once, and the delivery is dead", () => {
  const { delivery, endpoint } = decide({ outcome: answered(410) });
  expect(endpoint.disable).toBe("gone");
  expect(delivery).toMatchObject({ status: "dead", finishedAtMs: nowMs });
});

test("an endpoint is disabled after five days in which every attempt failed, and not a millisecond before", () => {
  const since = (failingSinceMs: number) => decide({ failingSinceMs, outcome: silent });
  expect(since(nowMs - failingLimitMs + 1)).toMatchObject({ delivery: { status: "due" }, endpoint: { disable: null } });
  expect(since(nowMs - failingLimitMs)).toMatchObject({
    delivery: { status: "dead" },
    endpoint: { disable: "failing", failingSinceMs: nowMs - failingLimitMs },
  });
});

test("a ping is tried once", () => {
  expect(decide({ isPing: true }).delivery).toMatchObject({ status: "dead", attempts: 1 });
  expect(decide({ isPing: true, outcome: answered(200) }).delivery.status).toBe("done");
});

test("a body says what happened, when it was written down, and the data", () => {
  const message = { type: "test.ping", at: "2026-05-02T10:00:00.000Z", payload: { endpoint_id: "whe_1" } };
  expect(webhookBody(message)).toBe(
    '{"type":"test.ping","timestamp":"2026-05-02T10:00:00.000Z","data":{"endpoint_id":"whe_1"}}',
  );
});
