import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { createApi } from "#http/api";
import { clickLogsOf, openContext } from "#open-context";
import { badge } from "#support/award-ground";
import { readBoard } from "#support/fed-boards";
import { countOperations } from "#support/operation-counter";
import { connect, countRows, origin } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";

const people = 125;
const wholeRefunds = 25;
const rule = {
  key: "first-payment-bonus",
  on: { event: "payment", occurrence: "first" },
  grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "USD" }],
  reverse: { on: ["refund"], policy: "proportional" },
};

/** So many friends of one person within a second are suspicious, and are not what this is about. */
const fraud = { preset: "off" };

type Answer = { status: number; answer?: { event_id: string; status: string } };

/** What one person does: a fifth of them get all their money back, the others half. */
function storyOf(person: number, code: string): Record<string, unknown>[] {
  const referee = { kind: "customer", external_id: `friend-${person}`, name: `Friend ${person}` };
  const money = { payment_ref: `order-${person}`, currency: "USD" };
  const refunded = person < wholeRefunds ? 3000 : 1500;
  return [
    { id: `signup-${person}`, type: "signup", referee, code, code_source: "typed" },
    { id: `trial-${person}`, type: "trial_started", referee },
    { id: `payment-${person}`, type: "payment", referee, ...money, amount_minor: 3000 },
    { id: `refund-${person}`, type: "refund", ...money, amount_minor: refunded },
  ];
}

/** The same at every run: 167 and 500 have no common divisor, so every place is taken once. */
function shuffle<T>(items: T[]): T[] {
  const placed = items.map((item, i) => ({ item, place: (i * 167 + 11) % items.length }));
  return placed.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
}

test("a full batch of 125 people in any order is answered in its order and leaves the right state", async () => {
  const api = await connect();
  const program = await createProgram(api, { preset: "wallet-bonus", overrides: { rules: [rule], fraud } });
  const referrer = await createParticipant(api, { kind: "customer" });
  const { code } = await createLink(api, { program: program.id, participant: referrer.id });
  const events = shuffle(Array.from({ length: people }, (_, person) => storyOf(person, code)).flat());
  expect(new Set(events.map(({ id }) => id)).size).toBe(500);

  const { status, body } = await api.post<{ data: Answer[] }>("/v1/events/batch", { events });

  expect(status).toBe(200);
  expect(body.data.map((item) => [item.status, item.answer?.event_id])).toEqual(events.map(({ id }) => [200, id]));
  expect(await countRows()).toMatchObject({ events: 500, referrals: people, conversions: people, rewards: people });
  expect(await rows("SELECT DISTINCT status FROM events")).toEqual([{ status: "applied" }]);
  expect(await rows("SELECT SUM(refunded_minor) AS minor FROM payments")).toEqual([
    { minor: wholeRefunds * 3000 + (people - wholeRefunds) * 1500 },
  ]);
  const wallet = await api.get(`/v1/participants/${referrer.id}/wallet`);
  expect(wallet.body).toMatchObject({ balances: [{ unit: "USD", balance: (people - wholeRefunds) * 500 }] });
  await expectLedgerBalanced();
}, 60_000);

test("a batch of twenty events is decided within what the free plan allows, whatever follows from it", async () => {
  const api = await connect({ mode: "live" });
  const badges = [badge("connector", { condition: { gte: ["participant.conversions", 3] } })];
  const fulfilment = { credit: "wallet", badge: "wallet" };
  const overrides = { rules: [rule], fraud, badges, fulfilment, time_zone: "Europe/London" };
  const program = await createProgram(api, { preset: "wallet-bonus", overrides });
  const referrer = await createParticipant(api, { kind: "customer" });
  const { code } = await createLink(api, { program: program.id, participant: referrer.id });
  const stories = Array.from({ length: 11 }, (_, person) => storyOf(person, code).filter((_one, nth) => nth % 2 === 0));
  // Boards that are new are filled, which asks for more.
  for (const event of stories.pop() ?? []) expect(await api.post("/v1/events", event)).toMatchObject({ status: 200 });
  const shows = async (conversions: number) =>
    vi.waitFor(async () => expect((await readBoard(program.id)).places).toEqual([{ id: referrer.id, conversions }]));
  await shows(1);
  const events = stories.flat();
  const { env: counted, settled } = countOperations(env, 50);
  const isolate = createApi({ openContext, clickLogsOf });
  const request = new Request(`${origin}/v1/events/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${api.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ events }),
  });
  const ctx = createExecutionContext();
  const answer = await isolate.fetch(request, counted, ctx);
  const { data } = await answer.json<{ data: Answer[] }>();
  expect(data.map(({ status }) => status)).toEqual(events.map(() => 200));
  await waitOnExecutionContext(ctx);
  await settled();
  await shows(11);
});
