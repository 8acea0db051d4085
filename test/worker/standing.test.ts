import { afterEach, expect, test } from "vitest";
import type { z } from "zod";
import type { shownStandings } from "#http/contract/standing";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownParticipant } from "#support/factories";
import { expectLedgerBalanced } from "#support/ledger";

afterEach(expectLedgerBalanced);

type Standings = z.output<typeof shownStandings>;

const reach = (count: number, grant: object, fields: object) => ({
  key: `reach-${count}`,
  on: { count: { reaches: count } },
  grant: [{ to: "referrer", ...grant }],
  ...fields,
});
const friend = { title: "First friend", description: "One friend who pays", reward: "A badge" };
const rules = [
  reach(1, { kind: "badge", badge: "Starter" }, { tier: { key: "bronze", title: "Bronze" }, milestone: friend }),
  reach(2, { kind: "feature", feature: "upload" }, { tier: { key: "silver", title: "Silver" } }),
  {
    ...reach(3, { kind: "premium_days", quantity: 30 }, { claim: "manual", expires_days: 30 }),
    milestone: { title: "Three", description: "Three friends who pay", reward: "30 days" },
  },
];
const fulfilment = { badge: "webhook", feature: "webhook", premium_days: "claim" };

async function createClub(api: ApiClient, overrides: Record<string, unknown> = { rules, fulfilment }) {
  const program = await createProgram(api, { preset: "wallet-bonus", overrides });
  const ada = await createParticipant(api, { kind: "customer", name: "Ada" });
  const link = await createLink(api, { program: program.id, participant: ada.id });
  return { program, ada, code: link.code };
}

async function refer(api: ApiClient, { code }: { code: string }, name: string): Promise<void> {
  const referee = { kind: "customer", external_id: name };
  const events = [
    { id: `${name}-signup`, type: "signup", referee, code, code_source: "typed" },
    { id: `${name}-paid`, type: "payment", referee, payment_ref: `${name}-1`, amount_minor: 4900, currency: "USD" },
  ];
  for (const event of events) expect((await api.post("/v1/events", event)).status).toBe(200);
}

async function standing(api: ApiClient, { id }: ShownParticipant, query = ""): Promise<Standings> {
  const found = await api.get<Standings>(`/v1/participants/${id}/standing${query}`);
  expect(found.status, found.text).toBe(200);
  return found.body;
}

test("a standing goes up with paid conversions, names what is missing, and comes down with a refund", async () => {
  const api = await connect();
  const club = await createClub(api);
  const [fresh] = (await standing(api, club.ada)).programs;
  expect(fresh).toMatchObject({
    program: club.program.key,
    conversions: 0,
    tier: null,
    next_tier: { key: "bronze", needed: 1, progress: 0, missing: 1 },
    milestones: [
      { ...friend, needed: 1, progress: 0, reached_at: null, times: 0, rewards: [] },
      { needed: 3, progress: 0, reached_at: null },
    ],
    badges: [],
    features: [],
  });

  for (const name of ["ben", "cleo", "dora"]) await refer(api, club, name);
  const [high] = (await standing(api, club.ada, `?program=${club.program.key}`)).programs;
  expect(high).toMatchObject({
    conversions: 3,
    tier: { key: "silver", title: "Silver", needed: 2 },
    next_tier: null,
    milestones: [
      { rule: "reach-1", progress: 1, times: 1 },
      { rule: "reach-3", progress: 3, times: 1, rewards: [{ state: "available", claimable: true }] },
    ],
    badges: [{ label: "Starter", expires_at: null }],
    features: [{ label: "upload" }],
  });
  expect(Date.parse(high?.tier?.reached_at ?? "")).toBeGreaterThan(Date.now() - 60_000);
  const claimable = high?.milestones[1]?.rewards[0]?.id ?? "";
  expect((await api.post(`/v1/rewards/${claimable}/claim`)).status).toBe(200);

  for (const name of ["dora", "cleo"]) {
    const refund = { id: `${name}-refund`, type: "refund", payment_ref: `${name}-1` };
    expect((await api.post("/v1/events", refund)).status).toBe(200);
  }
  expect((await standing(api, club.ada)).programs).toMatchObject([
    {
      conversions: 1,
      tier: { key: "bronze" },
      next_tier: { key: "silver", progress: 1, missing: 1 },
      milestones: [{ times: 1 }, { progress: 1, reached_at: null, rewards: [] }],
      features: [],
    },
  ]);
});

test("a referral is explained with the count it completed, and that another's refund took it back", async () => {
  const api = await connect();
  const club = await createClub(api);
  for (const name of ["ben", "cleo"]) await refer(api, club, name);
  const rewards = await api.get<{ data: { rule: string; referral_id: string }[] }>(
    `/v1/rewards?beneficiary_id=${club.ada.id}`,
  );
  const referralId = rewards.body.data.find(({ rule }) => rule === "reach-2")?.referral_id;
  type Explained = { sentences: { code: string; text: string }[]; rewards: { code: string; text: string }[] };
  const explain = async () => (await api.get<Explained>(`/v1/referrals/${referralId}/explain`)).body;
  expect((await explain()).rewards).toMatchObject([{ code: "available" }]);
  expect((await api.post("/v1/events", { id: "refund", type: "refund", payment_ref: "ben-1" })).status).toBe(200);
  const told = await explain();
  expect(told.sentences.at(-1)).toMatchObject({
    code: "reward_reversed",
    text: "The reward of Ada under rule reach-2 became reversed (a referral that it needs no longer counts).",
  });
  expect(told.rewards).toMatchObject([{ code: "reversed" }]);
});

test("a tier held under an earlier version is held on when the next version has none", async () => {
  const api = await connect();
  const club = await createClub(api);
  await refer(api, club, "ben");
  const { draft } = club.program;
  const document = { ...draft, rules: rules.slice(2) };
  expect((await api.put(`/v1/programs/${club.program.id}/draft`, { document })).status).toBe(200);
  expect((await api.post(`/v1/programs/${club.program.id}/publish`)).status).toBe(201);
  expect((await standing(api, club.ada)).programs).toMatchObject([
    { tier: { key: "bronze" }, next_tier: null, milestones: [{ ...friend, times: 1 }, { rule: "reach-3" }] },
  ]);
});

test("without a rule that counts, conversions are those payments that are not wholly refunded", async () => {
  const api = await connect();
  const club = await createClub(api, {});
  for (const name of ["ben", "cleo"]) await refer(api, club, name);
  await api.post("/v1/events", {
    id: "part",
    type: "refund",
    payment_ref: "ben-1",
    amount_minor: 100,
    currency: "USD",
  });
  const paid = async () => (await standing(api, club.ada)).programs[0]?.conversions;
  expect(await paid()).toBe(2);
  await api.post("/v1/events", { id: "whole", type: "refund", payment_ref: "cleo-1" });
  expect(await paid()).toBe(1);
});

test("who takes part in no program has no standing, and of a program that is not there nothing is told", async () => {
  const api = await connect();
  const ben = await createParticipant(api, { kind: "customer" });
  expect(await standing(api, ben)).toEqual({ participant_id: ben.id, programs: [] });
  const draft = await createProgram(api, { publish: false });
  expect((await standing(api, ben, `?program=${draft.id}`)).programs).toEqual([]);
  for (const path of [`/v1/participants/${ben.id}/standing?program=none`, "/v1/participants/ptc_none/standing"])
    expect(await api.get(path)).toMatchObject({ status: 404, body: { code: "not_found" } });
});
