import { afterEach, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { createLink } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { apply, createSubscriber, monthsLeft, seedMonth, voidIt } from "#support/subscriber";
import { balanceOf, createWallet, readWallet, withdraw } from "#support/wallet-owner";
import type { Made } from "#support/wallet-owner";

afterEach(expectLedgerBalanced);

/** Rewards as the engine and the jobs themselves make, take back and expire them. */

async function bringFriend({ api, program, participant }: Made, name: string): Promise<void> {
  const link = await createLink(api, { program: program.id, participant: participant.id });
  const referee = { kind: "customer", external_id: name };
  const events = [
    { id: `signup-${name}`, type: "signup", program: program.key, referee, code: link.code, code_source: "typed" },
    { id: `pay-${name}`, type: "payment", referee, payment_ref: `order-${name}`, amount_minor: 4900, currency: "USD" },
  ];
  for (const event of events) {
    const { status, text } = await api.post("/v1/events", event);
    expect(status, text).toBe(200);
  }
}

test("a bonus that is withdrawn and refunded makes a debt, the next bonus pays it, and the one after is free again", async () => {
  const made = await createWallet();
  await bringFriend(made, "mike");
  expect(await balanceOf(made)).toBe(1000);
  expect((await withdraw(made, { amount: 1000 })).status).toBe(200);
  const refund = { id: "refund-mike", type: "refund", payment_ref: "order-mike" };
  expect((await made.api.post("/v1/events", refund)).status).toBe(200);
  expect(await balanceOf(made)).toBe(-1000);
  await bringFriend(made, "zoe");
  expect(await balanceOf(made)).toBe(0);
  expect((await withdraw(made, { operation_id: "op-2", amount: 1 })).body).toMatchObject({
    code: "insufficient_balance",
    usable: 0,
  });
  await bringFriend(made, "lea");
  expect((await withdraw(made, { operation_id: "op-2", amount: 1000 })).status).toBe(200);
  const { transactions } = await readWallet(made);
  const shown = transactions.data.map(({ type, amount, balance_after: after, reference, status }) =>
    [type, amount, after, reference, status].join(" "),
  );
  expect(shown).toEqual([
    "withdrawal -1000 0 op-2 completed",
    "referral_bonus 1000 1000 order-lea completed",
    "referral_bonus 1000 0 order-zoe completed",
    "reversal -1000 -1000 order-mike completed",
    "withdrawal -1000 0 op-1 completed",
    "referral_bonus 1000 1000 order-mike reversed",
  ]);
});

test("withdrawals and refunds that arrive together end in one balance", async () => {
  const made = await createWallet();
  const names = ["a", "b", "c", "d"];
  for (const name of names) await bringFriend(made, name);
  const [withdrawn, refunded] = await Promise.all([
    Promise.all(names.map(async (name) => withdraw(made, { operation_id: name, amount: 900 }))),
    Promise.all(
      names.map(async (name) =>
        made.api.post("/v1/events", { id: `refund-${name}`, type: "refund", payment_ref: `order-${name}` }),
      ),
    ),
  ]);
  expect(refunded.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const done = withdrawn.filter(({ status }) => status === 200).length;
  expect(withdrawn.filter(({ body }) => body["code"] === "insufficient_balance")).toHaveLength(names.length - done);
  expect(await balanceOf(made)).toBe(0 - 900 * done);
});

test("the job takes a month that came back after its expiry", async () => {
  const subscriber = await createSubscriber();
  const { api, program, wallet } = subscriber;
  const clock = async (body: Record<string, unknown>) => api.post(`/v1/programs/${program.id}/clock`, body);
  const now = Date.UTC(2030, 0, 1);
  await clock({ now: new Date(now).toISOString() });
  const month = await seedMonth(wallet, { expiresAtMs: now + dayMs });
  await apply(subscriber);
  await clock({ advance_ms: dayMs });
  await voidIt(subscriber);
  expect(await monthsLeft(subscriber)).toBe(1);
  await clock({ advance_ms: 1 });
  expect(await monthsLeft(subscriber)).toBe(0);
  expect(await rows("SELECT state FROM rewards WHERE id = ?", month.id)).toEqual([{ state: "expired" }]);
});
