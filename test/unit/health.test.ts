import { describe, expect, test } from "vitest";
import { judgeHealth, statusByLastCheck } from "#domain/health";
import type { HealthFigures, HealthPart } from "#domain/health";

const nowMs = 1_800_000_000_000;
const minutesAgo = (minutes: number) => nowMs - minutes * 60_000;
const nothing = { due: 0, oldestDueAtMs: null };

const allWell: HealthFigures = {
  database: { ms: 3 },
  settings: { problems: [] },
  cache: { ms: 3 },
  clickLogs: { ms: 3 },
  messages: { ...nothing, failing: 0 },
  deliveries: { ...nothing, failing: 0, dead: 4 },
  emails: nothing,
  fulfilments: { ...nothing, failing: 0, waiting: 1, dead: 1 },
  providers: { ...nothing, failing: 0, unmapped: 2, refused: 1 },
  jobs: { areOff: false, late: [], failing: [] },
  ledger: null,
  clickCounts: null,
  audit: { sealed: { seq: 0, hash: "", atMs: null }, unsealed: { rows: 0, oldestAtMs: null }, verified: null },
};

test("a deployment that does what it should is well, and so is a new one", () => {
  const health = judgeHealth(allWell, nowMs);
  expect(health.status).toBe("ok");
  for (const part of Object.values(health.parts)) expect(part).toEqual({ status: "ok", reason: null });
});

describe("the whole is as bad as the worst of its parts", () => {
  const sealed = allWell.audit.sealed;
  const broken = { atMs: nowMs, rows: 9, problem: { code: "row_changed" as const, seq: 7 } };
  test.each<[HealthPart, Partial<HealthFigures>, string, string]>([
    ["database", { database: { ms: 2001 } }, "degraded", "took 2001 ms to answer"],
    [
      "settings",
      { settings: { problems: ["EMAIL_FROM must be a mailbox"] } },
      "degraded",
      "EMAIL_FROM must be a mailbox",
    ],
    ["cache", { cache: { ms: null } }, "degraded", "does not answer"],
    ["clickLogs", { clickLogs: { ms: null } }, "degraded", "does not answer"],
    [
      "messages",
      { messages: { due: 3, oldestDueAtMs: minutesAgo(11), failing: 0 } },
      "degraded",
      "3 due, the oldest for 11 minutes",
    ],
    [
      "deliveries",
      { deliveries: { ...allWell.deliveries, due: 16, oldestDueAtMs: minutesAgo(90) } },
      "degraded",
      "16 due, the oldest for 90 minutes",
    ],
    ["emails", { emails: { due: 1, oldestDueAtMs: minutesAgo(61) } }, "failing", "1 due, the oldest for 61 minutes"],
    ["fulfilments", { fulfilments: { ...allWell.fulfilments, failing: 2 } }, "degraded", "2 failed 3 times or more"],
    [
      "providers",
      { providers: { ...allWell.providers, ...{ due: 1, oldestDueAtMs: minutesAgo(61), failing: 2 } } },
      "failing",
      "1 due, the oldest for 61 minutes",
    ],
    ["jobs", { jobs: { areOff: true, late: [], failing: [] } }, "degraded", "jobs are switched off"],
    ["jobs", { jobs: { areOff: false, late: ["a", "b"], failing: [] } }, "degraded", "late: a, b"],
    ["jobs", { jobs: { areOff: false, late: ["a"], failing: ["b"] } }, "failing", "failing: b"],
    ["ledger", { ledger: { atMs: nowMs, checked: {}, finds: 2 } }, "failing", "2 contradictions in the ledger"],
    [
      "clickCounts",
      { clickCounts: { atMs: 0, day: 1, checked: 1, finds: 1 } },
      "degraded",
      "1 click counts that differ",
    ],
    ["audit", { audit: { ...allWell.audit, verified: broken } }, "failing", "row_changed at 7"],
    [
      "audit",
      { audit: { sealed, unsealed: { rows: 5, oldestAtMs: minutesAgo(12) }, verified: null } },
      "degraded",
      "not sealed for 12 minutes",
    ],
  ])("%s", (part, change, status, reason) => {
    const health = judgeHealth({ ...allWell, ...change }, nowMs);
    expect(health.status).toBe(status);
    expect(health.parts[part]).toEqual({ status, reason });
  });
});

test("what waited for ten minutes is not late yet", () => {
  expect(
    judgeHealth({ ...allWell, messages: { due: 1, oldestDueAtMs: minutesAgo(10), failing: 0 } }, nowMs).status,
  ).toBe("ok");
});

test("the last check stands for fifteen minutes; a deployment without one is new", () => {
  expect(statusByLastCheck(null, nowMs)).toBe("ok");
  expect(statusByLastCheck({ status: "ok", atMs: minutesAgo(15) }, nowMs)).toBe("ok");
  expect(statusByLastCheck({ status: "ok", atMs: minutesAgo(15) - 1 }, nowMs)).toBe("degraded");
  expect(statusByLastCheck({ status: "failing", atMs: minutesAgo(16) }, nowMs)).toBe("failing");
});
