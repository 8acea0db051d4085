import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { dayMs, openSandbox } from "./sandbox.ts";
import type { Referrer, Sandbox } from "./sandbox.ts";

/**
 * "One free month on the first payment, 12 a year, 14-day hold, clawback on refund, also after redemption",
 * as configuration and nothing else.
 */
const document = JSON.parse(readFileSync("docs/examples/free-months-with-clawback.json", "utf8")) as {
  time_zone: string;
};

test("the rule says it in seven lines", () => {
  expect(document).toMatchObject({
    rules: [
      {
        on: { event: "payment", occurrence: "first" },
        grant: [{ to: "referrer", kind: "free_month", quantity: 1 }],
        limit: [{ per: "referrer", max: 12, window: "calendar_year", on_exceed: "deny" }],
        hold: { days: 14 },
        reverse: { on: ["refund"], policy: "proportional", after_redemption: "negative_balance" },
      },
    ],
  });
});

test("thirteen friends pay in one year: twelve months, and the thirteenth is denied", async () => {
  const s = await openSandbox({ document });
  const sarah = await s.join("customer");
  const friends = [];
  for (let month = 0; month < 13; month += 1) {
    friends.push(await s.bring(sarah));
    await s.wait(20 * dayMs);
  }

  const states = (await s.rewardsOf(sarah.id)).map(({ state }) => state);
  expect(states).toEqual([...Array.from({ length: 12 }, () => "available"), "denied"]);
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 12 });
  const last = friends.at(-1);
  expect(last?.denials).toEqual([{ code: "limit_reached", rule: "month-per-friend", participant_id: sarah.id }]);
  expect(await s.explain(last?.referralId ?? "")).toContain("the limit is reached (12 per referrer and calendar year)");
});

test("a month is held for 14 days to the millisecond, and a second payment earns none", async () => {
  const s = await openSandbox({ document });
  const sarah = await s.join("customer");
  const mike = await s.bring(sarah);
  await s.pay(mike.referee);

  expect(await s.wait(14 * dayMs - 1)).toMatchObject({ rewards_released: 0 });
  expect(await s.rewardsOf(sarah.id)).toMatchObject([{ state: "pending", release_at: "2040-03-19T09:00:00.000Z" }]);
  expect((await s.walletOf(sarah.id)).balances).toEqual({});
  expect(await s.explain(mike.referralId)).toContain("which is held until 2040-03-19 09:00 UTC");

  expect(await s.wait(1)).toMatchObject({ rewards_released: 1 });
  expect(await s.rewardsOf(sarah.id)).toMatchObject([{ state: "available", quantity: 1 }]);
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 1 });
});

test("a refund before the release voids the month and frees its place", async () => {
  const s = await openSandbox({ document });
  const sarah = await s.join("customer");
  const friends = [];
  for (let count = 0; count < 12; count += 1) friends.push(await s.bring(sarah));
  expect((await s.bring(sarah)).denials).toMatchObject([{ code: "limit_reached" }]);

  const seventh = friends[6];
  await s.report({ type: "refund", payment_ref: seventh?.ref ?? "" });
  expect(await s.explain(seventh?.referralId ?? "")).toMatch(
    /1 free month of the reward that .* was waiting for .* will not come, because the payment was refunded; nothing is left/,
  );
  expect((await s.bring(sarah)).rewards).toMatchObject([{ state: "pending" }]);
  expect((await s.bring(sarah)).denials).toMatchObject([{ code: "limit_reached" }]);
  await s.wait(14 * dayMs);

  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 12 });
  const states = (await s.rewardsOf(sarah.id)).map(({ state }) => state);
  expect(Object.groupBy(states, (state) => state)).toMatchObject({ voided: ["voided"], denied: ["denied", "denied"] });
});

test("a refund after the month was used takes the balance below zero, and the next month nets it", async () => {
  const s = await openSandbox({ document });
  const sarah = await s.join("customer", { name: "Sarah" });
  const mike = await s.bring(sarah);
  await s.wait(14 * dayMs);
  expect(await bill(s, sarah, "april")).toMatchObject({ status: "applied", discount_minor: 4900, due_minor: 0 });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 0 });

  await s.report({ type: "refund", payment_ref: mike.ref });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: -1 });
  expect(await s.rewardsOf(sarah.id)).toMatchObject([{ state: "reversed", reversed_quantity: 1 }]);
  expect((await s.explain(mike.referralId)).split("\n").slice(-5)).toEqual([
    expect.stringMatching(/^Rule month-per-friend was met: the referrer Sarah earns 1 free month, which is held until/),
    expect.stringMatching(/^The wait is over: the reward of Sarah .* was released\.$/),
    expect.stringMatching(/^The reward of Sarah .* was used on an invoice\.$/),
    expect.stringMatching(/^GBP 49\.00 of the GBP 49\.00 of payment .* is refunded\.$/),
    expect.stringMatching(/^1 free month of the reward of Sarah .* was taken back, because the payment was refunded/),
  ]);

  await s.bring(sarah);
  await s.wait(14 * dayMs);
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 0 });
  expect(await bill(s, sarah, "may")).toMatchObject({ status: "not_applied", reason: "no_free_month" });

  await s.bring(sarah);
  await s.wait(14 * dayMs);
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 1 });
  expect(await bill(s, sarah, "june")).toMatchObject({ status: "applied" });
  expect((await s.walletOf(sarah.id)).transactions.map(({ amount, balance_after: after }) => [amount, after])).toEqual([
    [-1, 0],
    [1, 1],
    [1, 0],
    [-1, -1],
    [-1, 0],
    [1, 1],
  ]);
});

test("a partial refund takes nothing of a month, which cannot be divided; two that make the whole do", async () => {
  const s = await openSandbox({ document });
  const sarah = await s.join("customer");
  const mike = await s.bring(sarah);
  await s.wait(14 * dayMs);

  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 4800 });
  expect(await s.rewardsOf(sarah.id)).toMatchObject([{ state: "available" }]);

  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 100 });
  expect(await s.rewardsOf(sarah.id)).toMatchObject([{ state: "reversed" }]);
});

test("in the program's next calendar year there are twelve places again, to the millisecond", async () => {
  const s = await openSandbox({ document: { ...document, time_zone: "America/Los_Angeles" } });
  const sarah = await s.join("customer");
  await s.wait("2040-12-20T12:00:00Z");
  for (let count = 0; count < 12; count += 1) await s.bring(sarah);

  // Midnight in Los Angeles is 08:00 UTC.
  await s.wait("2041-01-01T07:59:59.999Z");
  expect((await s.bring(sarah)).denials).toMatchObject([{ code: "limit_reached" }]);

  await s.wait(1);
  for (let count = 0; count < 12; count += 1) expect((await s.bring(sarah)).rewards).toHaveLength(1);
  expect((await s.bring(sarah)).denials).toMatchObject([{ code: "limit_reached" }]);
});

function bill({ client, program }: Sandbox, { id: participant }: Referrer, month: string) {
  const body = {
    id: `${program}-${month}`,
    participant,
    amount_minor: 4900,
    currency: "GBP",
    period: { months: 1 },
    program,
  };
  return answerOf(client.POST("/v1/invoices/apply", { body }));
}
