import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { ReportedEvent } from "#domain/event";
import type { ProgramDocument, Rule } from "#domain/program";
import { createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";

/** What becomes of a count when people, referrers or the rule itself are no longer what they were. */

const month: Rule["grant"] = [{ to: "referrer", kind: "free_month", quantity: 1 }];
const big: Rule["when"] = {
  all: [{ gte: ["event.amount_minor", 5000] }, { eq: ["referrer.category", "pro"] }],
};

async function world(rule: Partial<Rule>, category: string | null = null) {
  const ctx = engineContext();
  const { programId, document } = await publishProgram(ctx, {
    rules: [{ key: "each", on: { count: { every: 1 } }, grant: month, ...rule }],
    fulfilment: { free_month: "invoice_api" },
  });
  const sarah = await createReferrer(ctx, programId, "Sarah", { category });
  return { ctx, programId, document, sarah };
}

type World = Awaited<ReturnType<typeof world>>;

const signUp = async ({ ctx, sarah }: World, name: string) =>
  record(ctx, { id: `s-${name}`, type: "signup", referee: referee(name), code: sarah.code, codeSource: "typed" });
const pay = async ({ ctx }: World, name: string, fields: Partial<ReportedEvent> = {}) =>
  record(ctx, {
    id: `p-${name}-${fields.paymentRef ?? ""}`,
    type: "payment",
    referee: referee(name),
    paymentRef: `inv-${name}`,
    amountMinor: 6000,
    currency: "GBP",
    ...fields,
  });
const refund = async ({ ctx }: World, name: string) =>
  record(ctx, { id: `r-${name}`, type: "refund", paymentRef: `inv-${name}` });
const states = async () =>
  (await rows<{ state: string }>("SELECT state FROM rewards ORDER BY id")).map(({ state }) => state);
const loseCategory = async () => env.DB.prepare("UPDATE participants SET category = 'x' WHERE name = 'Sarah'").run();

test("a referral given to somebody who may not refer by the rule counts for nobody", async () => {
  const w = await world({ flow: { referrer: ["supplier"] } });
  const olivia = await createReferrer(w.ctx, w.programId, "Olivia", { kind: "couple" });
  await signUp(w, "mike");
  await pay(w, "mike");
  const moved = { type: "referral_reassigned", program: w.programId, referee: referee("mike") } as const;
  await record(w.ctx, { id: "m1", ...moved, referrerId: olivia.id });
  expect(await states()).toEqual(["reversed"]);
  await expectLedgerBalanced();
});

test("what never passed does not stand in for what was lost, when a fact about the referrer has changed since", async () => {
  const w = await world({ when: big }, "pro");
  await signUp(w, "mike");
  await pay(w, "mike");
  await refund(w, "mike");
  await loseCategory();
  await pay(w, "mike", { paymentRef: "inv-2", amountMinor: 100 });
  expect(await states()).toEqual(["reversed"]);
});

test("nor does a payment beside it that never passed keep the count", async () => {
  const w = await world({ when: big }, "pro");
  await signUp(w, "mike");
  await pay(w, "mike", { paymentRef: "inv-0", amountMinor: 100 });
  await pay(w, "mike");
  await loseCategory();
  await refund(w, "mike");
  expect(await states()).toEqual(["reversed"]);
});

test("a rule that is published with another condition pays no count again, and every payment is decided", async () => {
  const w = await world({});
  for (const name of ["n1", "n2", "n3"]) {
    await signUp(w, name);
    await pay(w, name);
  }
  await publishAgain(w, { when: { gte: ["event.amount_minor", 500] } });
  for (const name of ["n4", "n5", "n6", "n7"]) {
    await signUp(w, name);
    await pay(w, name);
  }
  const paid = await rows("SELECT subject, state FROM rewards ORDER BY ordinal");
  expect(paid).toEqual([1, 2, 3, 4].map((count) => ({ subject: `ordinal:${count}`, state: "available" })));
});

async function publishAgain({ programId, document }: World, change: Partial<Rule>): Promise<void> {
  const rules = document.rules.map((rule) => ({ ...rule, ...change }));
  const next: ProgramDocument = { ...document, rules };
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO program_versions (program_id, version, document, published_at_ms, published_by)
       SELECT program_id, 2, ?2, published_at_ms, 'test' FROM program_versions WHERE program_id = ?1`,
    ).bind(programId, JSON.stringify(next)),
    env.DB.prepare("UPDATE programs SET current_version = 2 WHERE id = ?").bind(programId),
  ]);
}
