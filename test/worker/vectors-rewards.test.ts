import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import type { Grant } from "#domain/grant";
import type { ProgramDocument, Rule } from "#domain/program";
import { makeWithdrawal } from "#usecases/make-withdrawal";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { rewardRows, signUp } from "#support/world";
import type { World } from "#support/world";

afterEach(expectLedgerBalanced);

const tenPounds: Grant = { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" };
const onFirstPayment: Pick<Rule, "on"> = { on: { event: "payment", occurrence: "first" } };
const takesBack: Pick<Rule, "reverse"> = { reverse: { on: ["refund", "dispute_lost"], policy: "proportional" } };

/** A program with one rule, and Sarah, who refers. Scored as what ships, but for friends who all come and pay at one instant. */
async function createWorldOf(
  rule: Omit<Rule, "key">,
  fraud: NonNullable<ProgramDocument["fraud"]> = { preset: "moderate" },
): Promise<World> {
  const ctx = engineContext();
  const fulfilment = { credit: "wallet", free_month: "invoice_api" } as const;
  const { programId } = await publishProgram(ctx, { rules: [{ key: "rule", ...rule }], fulfilment, fraud });
  return { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah") };
}

/** The payment of a friend, by default 100 pounds. */
function payment(friend: string, fields: Partial<ReportedEvent> = {}): ReportedEvent {
  const paid = { amountMinor: 10_000, currency: "GBP", paymentRef: `inv-${friend}` };
  return { id: `paid-${friend}`, type: "payment", referee: referee(friend), ...paid, ...fields };
}

async function bring(w: World, friend: string, fields: Partial<ReportedEvent> = {}) {
  await signUp(w, friend);
  return record(w.ctx, payment(friend, fields));
}

async function balanceOf({ sarah }: World): Promise<number> {
  const [account] = await rows<{ balance: number }>("SELECT balance FROM accounts WHERE owner_id = ?", sarah.id);
  return account?.balance ?? 0;
}

function at(ctx: Context, nowMs: number): Context {
  return { ...ctx, nowMs };
}

describe("vector 5", () => {
  test("a partial refund after redemption makes a negative entry, and the next reward nets it", async () => {
    const w = await createWorldOf({ ...onFirstPayment, grant: [tenPounds], ...takesBack });
    await bring(w, "mike");
    const payout = { participantId: w.sarah.id, operationId: "payout", program: w.programId };
    const withdrawn = await makeWithdrawal(w.ctx, { ...payout, unit: "GBP", amount: 1000 });
    expect(withdrawn.ok).toBe(true);

    await record(w.ctx, { id: "refund", type: "refund", paymentRef: "inv-mike", amountMinor: 3000 });
    expect(await balanceOf(w)).toBe(-300);
    await bring(w, "nina");
    expect(await balanceOf(w)).toBe(700);

    expect(
      await rows("SELECT amount, balance_after FROM entries WHERE owner_id = ? ORDER BY position", w.sarah.id),
    ).toEqual([
      { amount: 1000, balance_after: 1000 },
      { amount: -1000, balance_after: 0 },
      { amount: -300, balance_after: -300 },
      { amount: 1000, balance_after: 700 },
    ]);
    const tooMuch = await makeWithdrawal(w.ctx, { ...payout, operationId: "again", unit: "GBP", amount: 701 });
    expect(tooMuch).toMatchObject({ ok: false, refusal: { code: "insufficient_balance", usable: 700 } });
  });

  test("with `keep` what was redeemed stays", async () => {
    const reverse = { on: ["refund" as const], policy: "proportional" as const, after_redemption: "keep" as const };
    const w = await createWorldOf({ ...onFirstPayment, grant: [tenPounds], reverse });
    await bring(w, "mike");
    const payout = { participantId: w.sarah.id, operationId: "payout", program: w.programId };
    await makeWithdrawal(w.ctx, { ...payout, unit: "GBP", amount: 600 });

    await record(w.ctx, { id: "refund", type: "refund", paymentRef: "inv-mike" });
    expect(await balanceOf(w)).toBe(0);
  });
});

describe("vector 7", () => {
  const dispute = { paymentRef: "inv-mike", disputeId: "dp-1" };
  const steps = {
    opened: { id: "opened", type: "dispute_opened", ...dispute },
    won: { id: "won", type: "dispute_won", ...dispute },
    lost: { id: "lost", type: "dispute_lost", ...dispute },
    paid: payment("mike"),
  } as const satisfies Record<string, ReportedEvent>;
  type Step = keyof typeof steps | "signup";

  async function happen(order: readonly Step[], { twice = false } = {}) {
    const w = await createWorldOf({ ...onFirstPayment, grant: [tenPounds], ...takesBack });
    for (const step of order) {
      // Each a second later, so that a release would be due by then.
      w.ctx = at(w.ctx, w.ctx.nowMs + 1000);
      await (step === "signup" ? signUp(w) : record(w.ctx, steps[step]));
    }
    if (twice) await hearAgain(w, order);
    const [reward] = await rewardRows();
    return { state: reward?.state, reversed: reward?.reversed_quantity, balance: await balanceOf(w) };
  }

  test("a dispute that is opened holds", async () => {
    expect(await happen(["signup", "paid", "opened"])).toEqual({ state: "pending", reversed: 0, balance: 0 });
  });

  test.each(ordersOf<Step>(["signup", "paid", "opened", "won"]))(
    "won, it releases: %s, %s, %s, %s",
    async (...order) => {
      expect(await happen(order, { twice: true })).toEqual({ state: "available", reversed: 0, balance: 1000 });
    },
  );

  test.each(ordersOf<Step>(["signup", "paid", "opened", "lost"]))(
    "lost, it reverses: %s, %s, %s, %s",
    async (...order) => {
      expect(await happen(order, { twice: true })).toEqual({ state: "reversed", reversed: 1000, balance: 0 });
    },
  );

  test.each([
    ["won", 0, "redeemed"],
    ["lost", -1000, "reversed"],
  ] as const)("what is used already stays so while the dispute is open; %s, it leaves %i", async (end, left, state) => {
    const w = await createWorldOf({ ...onFirstPayment, grant: [tenPounds], ...takesBack });
    await bring(w, "mike");
    const payout = { participantId: w.sarah.id, operationId: "payout", program: w.programId };
    await makeWithdrawal(w.ctx, { ...payout, unit: "GBP", amount: 1000 });

    await record(w.ctx, steps.opened);
    expect(await rewardRows()).toMatchObject([{ state: "redeemed" }]);
    await record(w.ctx, steps[end]);
    expect(await rewardRows()).toMatchObject([{ state }]);
    expect(await balanceOf(w)).toBe(left);
  });

  /** All of it is delivered once more, a minute later and under the ids of other deliveries. */
  async function hearAgain(w: World, order: readonly Step[]): Promise<void> {
    const later = at(w.ctx, startMs + 60_000);
    for (const step of order)
      if (step !== "signup")
        await record(later, { ...steps[step], id: `${step}-again`, occurredAtMs: startMs + 60_000 });
  }
});

describe("vector 8", () => {
  test("of two rewards that arrive together at 11 of 12 one finds a place", async () => {
    const limit = [{ per: "referrer", max: 12, window: "calendar_year" }] as const;
    const w = await createWorldOf({ ...onFirstPayment, grant: [tenPounds], limit: [...limit] }, { preset: "off" });
    const friends = ["ada", "boris", "cleo", "dmitri", "elif", "fabio", "greta", "hugo", "ines", "jonas", "katya"];
    for (const friend of friends) await bring(w, friend);
    for (const friend of ["mike", "nina"]) await signUp(w, friend);
    await Promise.all(["mike", "nina"].map((friend) => record(w.ctx, payment(friend))));

    const states = await rows("SELECT state, count(*) AS n FROM rewards GROUP BY state ORDER BY state");
    expect(states).toEqual([
      { state: "available", n: 12 },
      { state: "denied", n: 1 },
    ]);
    expect(await balanceOf(w)).toBe(12_000);
    expect(await rows("SELECT used FROM counters WHERE name LIKE 'limit:%'")).toEqual([{ used: 12 }]);
  });
});

describe("vector 9", () => {
  test("a recurring reward pays on day 200, for as many payments as it says, whatever the click window", async () => {
    const on = { event: "payment", occurrence: { every: true, at_most: 3 } } as const;
    const w = await createWorldOf({ on, grant: [{ to: "referrer", kind: "credit", rate_bps: 1000 }] });
    await signUp(w);
    for (const day of [10, 100, 200, 300]) {
      const paid = { id: `paid-${day}`, paymentRef: `inv-${day}` };
      await record(at(w.ctx, startMs + day * dayMs), payment("mike", paid));
    }
    expect((await rewardRows()).map(({ quantity }) => quantity)).toEqual([1000, 1000, 1000]);
    expect(await balanceOf(w)).toBe(3000);
  });

  test("and for as many months, from the first payment to the day", async () => {
    const on = { event: "payment", occurrence: { every: true, for_months: 6 } } as const;
    const w = await createWorldOf({ on, grant: [{ to: "referrer", kind: "credit", rate_bps: 1000 }] });
    await signUp(w);
    const first = Date.UTC(2026, 7, 31, 12);
    // The last day of February, by the clock of London, where it was summer when it began.
    const ending = Date.UTC(2027, 1, 28, 13);
    for (const [ref, atMs] of [
      ["a", first],
      ["b", first + 100 * dayMs],
      ["c", ending - 1],
      ["d", ending],
    ] as const)
      await record(at(w.ctx, atMs), payment("mike", { id: ref, paymentRef: ref }));
    expect(await rows("SELECT subject FROM rewards ORDER BY subject")).toEqual([
      { subject: "a" },
      { subject: "b" },
      { subject: "c" },
    ]);
  });
});

describe("vector 10", () => {
  test.each([
    ["JPY 1000 at 10 % is 100", { rate_bps: 1000 }, { amountMinor: 1000, currency: "JPY" }, 100],
    ["3 at 20 % is 1", { rate_bps: 2000 }, { amountMinor: 3, currency: "GBP" }, 1],
    ["15 at 10 % is 2", { rate_bps: 1000 }, { amountMinor: 15, currency: "GBP" }, 2],
  ])("%s", async (_name, rate, paid, quantity) => {
    const w = await createWorldOf({ ...onFirstPayment, grant: [{ to: "referrer", kind: "credit", ...rate }] });
    await bring(w, "mike", paid);
    expect(await rows("SELECT unit, quantity FROM rewards")).toEqual([{ unit: paid.currency, quantity }]);
    expect(await balanceOf(w)).toBe(quantity);
  });

  test("2 at 20 % is nothing, and no reward is made of it", async () => {
    const w = await createWorldOf({ ...onFirstPayment, grant: [{ to: "referrer", kind: "credit", rate_bps: 2000 }] });
    const { outcomes } = await bring(w, "mike", { amountMinor: 2 });
    expect(outcomes[0]?.rewards).toEqual([]);
    expect(await rewardRows()).toEqual([]);
    expect(await rows("SELECT id FROM transactions")).toEqual([]);
  });

  test("25 credits are 37.50 for one of the first three, and 25 for the fourth", async () => {
    const multiply = [{ when: { lt: ["referrer.conversions", 3] as [string, number] }, by_bps: 15_000 }];
    const grant: Grant = { to: "referrer", kind: "credit", amount_minor: 2500, currency: "credits", multiply };
    const w = await createWorldOf({ ...onFirstPayment, grant: [grant] });
    for (const friend of ["mike", "nina", "otto", "pia"]) await bring(w, friend);
    const earned = await rows<{ quantity: number }>("SELECT quantity FROM rewards ORDER BY subject");
    expect(earned.map(({ quantity }) => quantity)).toEqual([3750, 3750, 3750, 2500]);
  });

  test("of four first payments that arrive together three are among the first three", async () => {
    const multiply = [{ when: { lt: ["referrer.conversions", 3] as [string, number] }, by_bps: 15_000 }];
    const grant: Grant = { to: "referrer", kind: "credit", amount_minor: 2500, currency: "credits", multiply };
    const w = await createWorldOf({ ...onFirstPayment, grant: [grant] }, { preset: "off" });
    const friends = ["mike", "nina", "otto", "pia"];
    for (const friend of friends) await signUp(w, friend);
    await Promise.all(friends.map((friend) => record(w.ctx, payment(friend))));
    expect(await balanceOf(w)).toBe(3 * 3750 + 2500);
  });
});

/** Every order of these steps. */
function ordersOf<T>(steps: readonly T[]): T[][] {
  return steps.length <= 1
    ? [[...steps]]
    : steps.flatMap((step, index) => ordersOf(steps.toSpliced(index, 1)).map((rest) => [step, ...rest]));
}
