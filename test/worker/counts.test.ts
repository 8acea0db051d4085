import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReportedEvent } from "#domain/event";
import type { Rule } from "#domain/program";
import { recordEvent } from "#usecases/record-event";
import { sweepPendingEvents } from "#usecases/sweep-pending-events";
import { emptyStores } from "#support/empty-stores";
import { createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";

const month: Rule["grant"] = [{ to: "referrer", kind: "free_month", quantity: 1 }];

async function world(rules: (Partial<Rule> & { key: string })[]) {
  const ctx = engineContext();
  const whole = rules.map((rule): Rule => ({ on: { count: { every: 3 } }, grant: month, ...rule }));
  const { programId } = await publishProgram(ctx, {
    rules: whole,
    fulfilment: { free_month: "invoice_api", credit: "wallet" },
  });
  return { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah") };
}

type World = Awaited<ReturnType<typeof world>>;

const signUp = async ({ ctx, sarah }: World, name: string) =>
  record(ctx, { id: `s-${name}`, type: "signup", referee: referee(name), code: sarah.code, codeSource: "typed" });
const payment = (name: string, fields: Partial<ReportedEvent> = {}): ReportedEvent => ({
  id: `p-${name}`,
  type: "payment",
  referee: referee(name),
  paymentRef: `inv-${name}`,
  amountMinor: 1000,
  currency: "GBP",
  ...fields,
});
const refund = (name: string, id = `r-${name}`): ReportedEvent => ({ id, type: "refund", paymentRef: `inv-${name}` });
const standing = async () => rows("SELECT subject, state FROM rewards ORDER BY id");
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);

describe("every third referral", () => {
  test("earns once for each three, whichever pays how often", async () => {
    const w = await world([{ key: "third" }]);
    for (const name of names(7)) {
      await signUp(w, name);
      await record(w.ctx, payment(name));
      await record(w.ctx, payment(name, { id: `again-${name}`, paymentRef: `inv-${name}-2` }));
    }
    expect(await standing()).toEqual([
      { subject: "ordinal:3", state: "available" },
      { subject: "ordinal:6", state: "available" },
    ]);
    await expectLedgerBalanced();
  });

  test("is taken back with the newest, and earned again under another name", async () => {
    const w = await world([{ key: "third" }]);
    for (const name of names(4)) {
      await signUp(w, name);
      if (name !== "n4") await record(w.ctx, payment(name));
    }
    await record(w.ctx, refund("n1"));
    expect(await standing()).toEqual([{ subject: "ordinal:3", state: "reversed" }]);
    await record(w.ctx, payment("n4"));
    expect(await standing()).toEqual([
      { subject: "ordinal:3", state: "reversed" },
      { subject: "ordinal:3#2", state: "available" },
    ]);
    expect(await rows("SELECT balance FROM accounts")).toEqual([{ balance: 1 }]);
    await expectLedgerBalanced();
  });

  test("is earned exactly as often when all pay at once", async () => {
    const w = await world([{ key: "third" }, { key: "fifth", on: { count: { reaches: 5 } } }]);
    const all = names(30);
    for (const name of all) await signUp(w, name);
    await Promise.all(all.map((name) => recordEvent(w.ctx, payment(name))));
    // What lost too often to its rivals waits for the sweep.
    await sweepPendingEvents(w.ctx);
    expect(await rows("SELECT used FROM counters")).toEqual([{ used: 30 }]);
    const earned = await rows(
      "SELECT rule_key, COUNT(*) AS n, COUNT(DISTINCT ordinal) AS ordinals FROM rewards GROUP BY rule_key ORDER BY 1",
    );
    expect(earned).toEqual([
      { rule_key: "fifth", n: 1, ordinals: 1 },
      { rule_key: "third", n: 10, ordinals: 10 },
    ]);
    await expectLedgerBalanced();
  });
});

test("whatever is paid and refunded in whatever order, what stands is what the count covers", async () => {
  const referees = names(6);
  const histories = fc.array(fc.tuple(fc.constantFrom(...referees), fc.constantFrom("pay", "refund"), fc.nat(2)), {
    minLength: 8,
    maxLength: 24,
    size: "max",
  });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      await emptyStores();
      const w = await world([
        { key: "pair", on: { count: { every: 2 } } },
        { key: "three", on: { count: { reaches: 3 } } },
      ]);
      for (const name of referees) await signUp(w, name);
      for (const [name, what, nth] of history) {
        const order = `${name}-${nth}`;
        if (what === "pay") await record(w.ctx, payment(name, { id: `p-${order}`, paymentRef: `inv-${order}` }));
        else await record(w.ctx, refund(order));
      }
      const told = (name: string, what: string) =>
        new Set(history.filter(([who, type]) => who === name && type === what).map(([, , nth]) => nth));
      const stands = (name: string) => [...told(name, "pay")].some((nth) => !told(name, "refund").has(nth));
      const count = referees.filter(stands).length;
      const live = "SELECT COUNT(*) AS n FROM rewards WHERE state = 'available' AND rule_key = ?";
      expect(await rows("SELECT coalesce(SUM(used), 0) AS used FROM counters")).toEqual([{ used: count }]);
      expect(await rows(live, "pair")).toEqual([{ n: Math.floor(count / 2) }]);
      expect(await rows(live, "three")).toEqual([{ n: count >= 3 ? 1 : 0 }]);
      await expectLedgerBalanced();
    }),
    { numRuns: 25, seed: 20_261_121 },
  );
});

test("half as much again for the first three is paid to exactly three, when ten pay at once", async () => {
  const w = await world([
    {
      key: "boosted",
      on: { event: "payment", occurrence: "first" },
      grant: [
        {
          to: "referrer",
          kind: "credit",
          amount_minor: 1000,
          currency: "credits",
          multiply: [{ when: { lt: ["referrer.conversions", 3] }, by_bps: 15_000 }],
        },
      ],
    },
  ]);
  const all = names(10);
  for (const name of all) await signUp(w, name);
  await Promise.all(all.map((name) => recordEvent(w.ctx, payment(name))));
  await sweepPendingEvents(w.ctx);
  expect(await rows("SELECT quantity, COUNT(*) AS n FROM rewards GROUP BY quantity ORDER BY 1")).toEqual([
    { quantity: 1000, n: 7 },
    { quantity: 1500, n: 3 },
  ]);
});

test("a referral given to another referrer moves from count to count, and closes no circle", async () => {
  const w = await world([{ key: "first", on: { count: { reaches: 1 } } }]);
  const olivia = await createReferrer(w.ctx, w.programId, "Olivia");
  await signUp(w, "mike");
  await record(w.ctx, payment("mike"));
  const move = (referrerId: string, id: string): ReportedEvent => ({
    id,
    type: "referral_reassigned",
    program: w.programId,
    referee: referee("mike"),
    referrerId,
  });
  await record(w.ctx, move(olivia.id, "m1"));
  expect(await rows("SELECT beneficiary_id, state FROM rewards ORDER BY id")).toEqual([
    { beneficiary_id: w.sarah.id, state: "reversed" },
    { beneficiary_id: olivia.id, state: "available" },
  ]);
  expect(await rows("SELECT scope, used FROM counters ORDER BY used")).toEqual([
    { scope: w.sarah.id, used: 0 },
    { scope: olivia.id, used: 1 },
  ]);
  const [mike] = await rows<{ id: string }>("SELECT id FROM participants WHERE external_id = 'mike'");
  expect(await recordEvent(w.ctx, move(mike?.id ?? "", "m2"))).toMatchObject({
    ok: false,
    refusal: { code: "referrer_refused", reason: "self_referral" },
  });
  await expectLedgerBalanced();
});
