import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import type { Limit, Rule } from "#domain/program";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";

const credit: Rule["grant"] = [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" }];

async function world(rules: Partial<Rule>[], zone = "UTC", clockMs = startMs) {
  const ctx = engineContext({ nowMs: clockMs });
  const whole = rules.map((rule, index): Rule => ({
    key: `rule-${index}`,
    on: { event: "signup", occurrence: "first" },
    grant: credit,
    ...rule,
  }));
  const document = { time_zone: zone, rules: whole, fulfilment: { credit: "wallet" } as const };
  const { programId } = await publishProgram(ctx, document, { publishedAtMs: 0 });
  const link = { expiresAtMs: clockMs + 3650 * dayMs };
  return { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah", { link }) };
}

type World = Awaited<ReturnType<typeof world>>;

const signup = ({ sarah }: World, name: string, fields: Partial<ReportedEvent> = {}): ReportedEvent => ({
  id: `signup-${name}`,
  type: "signup",
  referee: referee(name),
  code: sarah.code,
  codeSource: "typed",
  ...fields,
});

const states = async () =>
  Object.fromEntries(
    (await rows<{ state: string; n: number }>("SELECT state, COUNT(*) AS n FROM rewards GROUP BY state")).map(
      ({ state, n }) => [state, n],
    ),
  );

describe("two hundred events at once", () => {
  const cases: Limit[] = [
    { per: "referrer", max: 10 },
    { per: "rule", max: 10, window: "calendar_year" },
    { per: "program", budget: { unit: "GBP", amount_minor: 10_999 }, window: "calendar_month" },
    { per: "program", max: 10, window: "calendar_day" },
  ];
  test.each(cases)("take exactly the ten places that are free: %j", async (limit) => {
    const w = await world([{ limit: [limit] }]);
    const events = Array.from({ length: 200 }, (_, index) => signup(w, `r${index}`));
    await Promise.all(events.map((event) => record(w.ctx, event)));
    expect(await states()).toEqual({ available: 10, denied: 190 });
    expect(await rows("SELECT balance FROM accounts")).toEqual([{ balance: 10_000 }]);
    expect(await rows("SELECT used FROM counters WHERE name LIKE 'limit:%'")).toEqual([
      { used: "max" in limit ? 10 : 10_000 },
    ]);
    await expectLedgerBalanced();
  });
});

describe("a place", () => {
  const paid: Partial<Rule> = {
    on: { event: "payment", occurrence: "first" },
    reverse: { on: ["refund"], policy: "proportional" },
  };
  const payment = (name: string): ReportedEvent => ({
    id: `payment-${name}`,
    type: "payment",
    referee: referee(name),
    paymentRef: `inv-${name}`,
    amountMinor: 10_000,
    currency: "GBP",
  });
  const refund = (name: string, amountMinor?: number): ReportedEvent => ({
    id: `refund-${name}-${amountMinor ?? "all"}`,
    type: "refund",
    paymentRef: `inv-${name}`,
    amountMinor,
  });

  test("is free again when the reward is taken back, and a reward that was denied stays denied", async () => {
    const w = await world([{ ...paid, limit: [{ per: "referrer", max: 1 }] }]);
    for (const name of ["a", "b", "c"]) await record(w.ctx, signup(w, name));
    await record(w.ctx, payment("a"));
    expect((await record(w.ctx, payment("b"))).outcomes[0]?.denials).toMatchObject([{ code: "limit_reached" }]);
    await record(w.ctx, refund("a"));
    expect((await record(w.ctx, payment("c"))).outcomes[0]?.rewards).toMatchObject([{ state: "available" }]);
    expect(await states()).toEqual({ reversed: 1, denied: 1, available: 1 });
  });

  test("under a budget is given back with the part that is refunded", async () => {
    const budget = { unit: "GBP", amount_minor: 1500 };
    const w = await world([{ ...paid, limit: [{ per: "program", budget }] }]);
    for (const name of ["a", "b", "c"]) await record(w.ctx, signup(w, name));
    await record(w.ctx, payment("a"));
    expect((await record(w.ctx, payment("b"))).outcomes[0]?.denials).toMatchObject([{ code: "budget_exhausted" }]);
    await record(w.ctx, refund("a", 5000));
    expect((await record(w.ctx, payment("c"))).outcomes[0]?.rewards).toMatchObject([{ state: "available" }]);
    expect(await rows("SELECT used FROM counters WHERE name LIKE 'limit:%'")).toEqual([{ used: 1500 }]);
  });

  test("is never taken by rewards that come and go at once beyond what is free", async () => {
    const w = await world([{ ...paid, limit: [{ per: "rule", max: 5 }] }]);
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    await Promise.all(names.map((name) => record(w.ctx, signup(w, name))));
    await Promise.all(
      names.flatMap((name, index) => [
        record(w.ctx, payment(name)),
        ...(index % 2 === 0 ? [record(w.ctx, refund(name))] : []),
      ]),
    );
    const [live] = await rows<{ n: number }>(
      "SELECT COUNT(*) AS n FROM rewards WHERE state IN ('available', 'pending')",
    );
    expect(live?.n).toBeLessThanOrEqual(5);
    expect(await rows("SELECT used FROM counters WHERE name LIKE 'limit:%'")).toEqual([{ used: live?.n }]);
    await expectLedgerBalanced();
  });
});

describe("a calendar window", () => {
  const at = (iso: string) => Date.parse(iso);
  test.each([
    // The clocks go forward on 29 March 2026 in London: its day has 23 hours, and ends at 23:00 UTC.
    ["Europe/London", "calendar_day", "2026-03-29T00:00Z", "2026-03-29T22:59:59.999Z", "2026-03-29T23:00Z"],
    // They go back on 25 October: that day ends at midnight UTC.
    ["Europe/London", "calendar_day", "2026-10-24T23:00Z", "2026-10-25T23:59:59.999Z", "2026-10-26T00:00Z"],
    ["Europe/London", "calendar_year", "2026-01-01T00:00Z", "2026-12-31T23:59:59.999Z", "2027-01-01T00:00Z"],
    ["America/Los_Angeles", "calendar_year", "2026-01-01T08:00Z", "2027-01-01T07:59:59.999Z", "2027-01-01T08:00Z"],
    ["America/Los_Angeles", "calendar_day", "2026-03-08T08:00Z", "2026-03-09T06:59:59.999Z", "2026-03-09T07:00Z"],
    ["America/Los_Angeles", "calendar_day", "2026-11-01T07:00Z", "2026-11-02T07:59:59.999Z", "2026-11-02T08:00Z"],
    ["America/Los_Angeles", "calendar_month", "2028-02-01T08:00Z", "2028-03-01T07:59:59.999Z", "2028-03-01T08:00Z"],
    ["Europe/London", "calendar_day", "2028-02-29T00:00Z", "2028-02-29T23:59:59.999Z", "2028-03-01T00:00Z"],
  ] as const)("in %s: %s from %s to %s, and the next one from %s", async (...row) => {
    const [zone, window, first, last, next] = row;
    const nowMs = at(next) + dayMs;
    const w = await world([{ limit: [{ per: "referrer", max: 1, window }] }], zone, nowMs);
    const code = async (name: string, when: string) => {
      const answer = await record(w.ctx, signup(w, name, { occurredAtMs: at(when) }));
      return answer.outcomes[0]?.rewards[0]?.state;
    };
    expect(await code("first", first)).toBe("available");
    expect(await code("last", last)).toBe("denied");
    expect(await code("next", next)).toBe("available");
    expect(await code("before", new Date(at(first) - 1).toISOString())).toBe("available");
  });
});

describe("two rules on one counter of the program", () => {
  const caps = [null, 1, 5, 100];
  const pairs = caps.flatMap((a) => caps.map((b) => [a, b] as const)).filter(([a, b]) => a !== null || b !== null);
  test.each(pairs)("with caps %s and %s: every event is decided, and neither cap is passed", async (...both) => {
    const rules = both.map((max) => (max === null ? {} : { limit: [{ per: "program" as const, max }] }));
    const w = await world(rules);
    await Promise.all(Array.from({ length: 12 }, (_, index) => record(w.ctx, signup(w, `r${index}`))));
    const paid = await rows<{ rule_key: string; n: number }>(
      "SELECT rule_key, COUNT(*) AS n FROM rewards WHERE state = 'available' GROUP BY rule_key",
    );
    const [used] = await rows<{ used: number }>("SELECT used FROM counters WHERE name LIKE 'limit:%'");
    expect(used?.used).toBe(paid.reduce((sum, { n }) => sum + n, 0));
    both.forEach((max, index) => {
      const n = paid.find(({ rule_key: key }) => key === `rule-${index}`)?.n ?? 0;
      if (max === null) expect(n).toBe(12);
      else expect(n).toBeLessThanOrEqual(max);
    });
  });
});

test("limits of two rules of one program share the program's places", async () => {
  const limit: Limit[] = [{ per: "program", max: 3 }];
  const w = await world([{ limit }, { limit }]);
  for (const name of ["a", "b"]) await record(w.ctx, signup(w, name));
  expect(await states()).toEqual({ available: 3, denied: 1 });
});
