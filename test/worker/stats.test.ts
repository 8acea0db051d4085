import { afterEach, expect, test } from "vitest";
import type { z } from "zod";
import { boardPeriods } from "#domain/board-period";
import type { shownAllStats } from "#http/contract/stats";
import { clientOf, connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createBoard } from "#support/board-ground";
import { engineContext, inTestMode } from "#support/engine";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { describeStats } from "#usecases/describe-stats";

afterEach(expectLedgerBalanced);

type AllStats = z.output<typeof shownAllStats>;

const reach = (count: number, fields: object) => ({
  key: `reach-${count}`,
  on: { count: { reaches: count } },
  grant: [{ to: "referrer", kind: "badge", badge: `Friend of ${count}` }],
  milestone: { title: `${count} friends`, description: "Friends who pay", reward: "A badge" },
  ...fields,
});
const rules = [
  {
    key: "month",
    on: { event: "payment", occurrence: "first" },
    grant: [{ to: "referrer", kind: "free_month", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } }],
    reverse: { on: ["refund"], policy: "proportional", after_redemption: "negative_balance" },
  },
  {
    key: "share",
    on: { event: "payment", occurrence: "every" },
    grant: [{ to: "referrer", kind: "credit", rate_bps: 1000 }],
    reverse: { on: ["refund"], policy: "proportional", after_redemption: "negative_balance" },
  },
  reach(1, { tier: { key: "bronze", title: "Bronze" } }),
  reach(3, { tier: { key: "silver", title: "Silver" } }),
];
const fulfilment = { badge: "wallet", free_month: "invoice_api", credit: "wallet" };

async function openClub(api: ApiClient) {
  const program = await createProgram(api, { preset: "wallet-bonus", overrides: { rules, fulfilment } });
  const person = async (name: string) => {
    const created = await createParticipant(api, { kind: "customer", name, category: "venue" });
    return { ...created, code: (await createLink(api, { program: program.id, participant: created.id })).code };
  };
  return { program, ada: await person("Ada"), eve: await person("Eve") };
}

async function report(api: ApiClient, events: Record<string, unknown>[]): Promise<void> {
  for (const [index, event] of events.entries()) {
    const { status, text } = await api.post("/v1/events", { id: `${String(event["type"])}-${index}`, ...event });
    expect(status, text).toBe(200);
  }
}

const friend = (name: string) => ({ kind: "customer", external_id: name.toLowerCase(), name });
const signup = (name: string, code: string) => ({ type: "signup", referee: friend(name), code, code_source: "typed" });
const pay = (name: string, amount = 5000) => ({
  ...{ type: "payment", referee: friend(name), payment_ref: name, amount_minor: amount, currency: "GBP" },
});

async function statsOf(api: ApiClient, id: string, query = ""): Promise<AllStats["programs"]> {
  const found = await api.get<AllStats>(`/v1/participants/${id}/stats${query}`);
  expect(found.status, found.text).toBe(200);
  expect(found.body.participant_id).toBe(id);
  return found.body.programs;
}

test("stats are what the tables come to, from the first signup to a refund, a farewell and another referrer", async () => {
  const api = await connect();
  const { program, ada, eve } = await openClub(api);
  expect(await statsOf(api, ada.id)).toMatchObject([
    {
      program: program.key,
      referrals: { sent: 0 },
      conversion_rate_bps: null,
      tier: null,
      next_tier: { key: "bronze", missing: 1 },
      next_milestone: { rule: "reach-1", needed: 1, progress: 0, missing: 1 },
      recent: [],
    },
  ]);

  await report(api, [
    ...["Ben Bold", "Cleo Calm", "Dora Dear", "Finn Fine", "Gus Good"].map((name) => signup(name, ada.code)),
    { type: "trial_started", referee: friend("Dora Dear") },
    ...["Ben Bold", "Finn Fine", "Gus Good"].map((name) => pay(name)),
    { type: "churned", referee: friend("Cleo Calm") },
    { type: "refund", payment_ref: "Ben Bold" },
    { type: "refund", payment_ref: "Gus Good", amount_minor: 2000 },
  ]);
  const [passed] = await rows<{ id: string }>(
    "SELECT f.id FROM referrals f JOIN participants p ON p.id = f.referee_id WHERE p.name = 'Gus Good'",
  );
  const moved = await api.post(`/v1/referrals/${passed?.id}/reassign`, { referrer_id: eve.id, reason: "asked for" });
  expect(moved.status, moved.text).toBe(200);

  const [stats] = await statsOf(api, ada.id, `?program=${program.key}`);
  expect(stats).toMatchObject({
    program_id: program.id,
    referrals: {
      ...{ sent: 4, signed_up: 1, activated: 1, converted: 0, rewarded: 2 },
      ...{ active_trials: 1, retained: 0, churned: 1 },
    },
    conversions: 1,
    conversion_rate_bps: 2500,
    months_earned: 1,
    value_earned: { GBP: 4900 + 500 },
    earned: { GBP: 500, badges: 1, free_months: 1 },
    tier: { key: "bronze" },
    next_tier: { key: "silver", progress: 1, missing: 2 },
    next_milestone: { rule: "reach-3", progress: 1, missing: 2 },
  });
  const states = await rows<{ state: string; n: number }>(
    "SELECT state, count(*) AS n FROM rewards WHERE beneficiary_id = ? GROUP BY state",
    ada.id,
  );
  const counted = Object.entries(stats?.rewards ?? {}).flatMap(([state, n]) => (n === 0 ? [] : [{ state, n }]));
  expect(counted).toEqual(expect.arrayContaining(states));
  expect(counted).toHaveLength(states.length);
  expect(stats?.recent.map(({ stage, name }) => `${stage} ${name}`).toSorted()).toEqual(
    ["activated D••••", "churned C••••", "converted B••••", "converted F••••"].concat(
      ["B", "C", "D", "F"].map((initial) => `signed_up ${initial}••••`),
    ),
  );
  expect(await statsOf(api, eve.id)).toMatchObject([
    { referrals: { sent: 1, rewarded: 1 }, conversions: 1, value_earned: { GBP: 4900 + 300 }, recent: [{}, {}] },
  ]);
});

test("nobody reads of others more than an initial, and nothing of whoever was erased", async () => {
  const api = await connect();
  const { ada } = await openClub(api);
  await report(api, [signup("Ben Bold", ada.code), signup("Cleo Calm", ada.code)]);
  const [ben] = await rows<{ id: string }>("SELECT id FROM participants WHERE name = 'Ben Bold'");
  expect((await api.post(`/v1/participants/${ben?.id}/erase`)).status).toBe(200);

  const issued = await api.post<{ token: string }>(`/v1/participants/${ada.id}/tokens`, { ttl_seconds: 60 });
  const own = clientOf({ id: ada.id, secret: issued.body.token, mode: "test" });
  const { text, body } = await own.get<AllStats>(`/v1/participants/${ada.id}/stats`);
  expect(body.programs[0]?.recent.map(({ name }) => name).toSorted()).toEqual(["C••••", "Someone"]);
  expect(text).not.toMatch(/ben|bold|cleo|calm/i);
  expect((await own.get(`/v1/participants/${ben?.id}/stats`)).status).toBe(404);
});

test("who is not there has no stats, and a program that is not there is said to be missing", async () => {
  const api = await connect();
  const { ada } = await openClub(api);
  expect((await api.get("/v1/participants/ptc_none/stats")).body).toMatchObject({ code: "not_found" });
  const { status, body } = await api.get(`/v1/participants/${ada.id}/stats?program=none`);
  expect([status, body["what"] ?? body["code"]]).toEqual([404, "not_found"]);
});

test("ranks are those of the boards, overall and in his category, and null while the boards are silent", async () => {
  const api = await connect();
  const { program, bea } = await createBoard(api);
  await api.patch(`/v1/participants/${bea}`, { category: "venue" });
  const [stats] = await statsOf(api, bea, `?program=${program.id}`);
  expect(stats?.leaderboard).toBe("ready");
  expect(stats?.ranks?.map(({ on, period }) => `${on} ${period}`)).toEqual(
    ["overall", "category"].flatMap((on) => boardPeriods.map((period) => `${on} ${period}`)),
  );
  const place = { rank: 2, previous_rank: 2, trend: "stable", conversions: 2 };
  expect(stats?.ranks?.filter(({ period }) => period === "all_time")).toEqual([
    { on: "overall", value: null, period: "all_time", ...place, of: 4 },
    { on: "category", value: "venue", period: "all_time", ...place, of: 2 },
  ]);

  const lines: object[] = [];
  const boards = () => {
    throw new Error("down");
  };
  const ctx = inTestMode(engineContext({ log: (level, message) => lines.push({ level, message }) }));
  const silent = { ...ctx, platform: { ...ctx.platform, boards } };
  expect(await describeStats(silent, { participantId: bea, program: program.id })).toMatchObject({
    value: [{ leaderboard: "unavailable", ranks: null }],
  });
  expect(lines).toEqual([{ level: "error", message: "leaderboard_silent" }]);
});
