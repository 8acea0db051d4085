import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { Mode } from "#domain/mode";
import { createParticipantGate } from "#http/participant-gate";
import { openContext } from "#open-context";
import { call, clientOf, connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownParticipant } from "#support/factories";
import { seedReward } from "#support/reward-seeds";

type Page<T = Record<string, unknown>> = { data: T[] };
type Token = { token: string; participant_id: string; expires_at: string };

let api: ApiClient;
beforeEach(async () => {
  api = await connect();
});

async function tokenOf(id: string, by = api, body: object = {}): Promise<string> {
  const issued = await by.post<Token>(`/v1/participants/${id}/tokens`, body);
  expect(issued.status, issued.text).toBe(201);
  return issued.body.token;
}

async function asParticipant({ id }: { id: string }): Promise<ApiClient> {
  return clientOf({ id, secret: await tokenOf(id), mode: "test" });
}

/** Sarah with a link, a friend who came by it and paid, and what she earned; Tom with as much of his own. */
async function createNetwork() {
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const sarah = await createReferrer(program, "Sarah Miller", "Mike Andrew Jones");
  const tom = await createReferrer(program, "Tom Baker", "Eve Stone");
  return { program, sarah, tom };
}

async function createReferrer({ id, key }: { id: string; key: string }, name: string, friend: string) {
  const person = await createParticipant(api, { kind: "customer", name, profile: { note: "VIP, handle with care" } });
  const link = await createLink(api, { program: id, participant: person.id, context: { booth: "secret" } });
  const email = `${friend.replaceAll(" ", ".")}@example.com`;
  const referee = { kind: "customer", external_id: `${person.external_id}-friend`, name: friend, email };
  const signup = {
    program: key,
    referee,
    code: link.code,
    code_source: "typed",
    source_details: { heard: "a secret" },
  };
  await api.post("/v1/events", { id: `${person.id}-1`, type: "signup", ...signup });
  const payment = { payment_ref: `${person.id}-invoice`, amount_minor: 4900, currency: "USD" };
  await api.post("/v1/events", { id: `${person.id}-2`, type: "payment", referee, ...payment });
  const claimable = await seedReward({ programId: id, beneficiaryId: person.id, mode: "test", claim: "manual" });
  return { person, link, claimable };
}

describe("a token", () => {
  test("is for a quarter of an hour unless it is asked for, and for a minute to an hour", async () => {
    const { id } = await createParticipant(api);
    const path = `/v1/participants/${id}/tokens`;
    const before = await countRows();
    const lives = [];
    for (const body of [{}, { ttl_seconds: 60 }, { ttl_seconds: 3600 }]) {
      const { body: issued } = await api.post<Token>(path, body);
      const { iat, exp } = JSON.parse(atob(issued.token.split(".")[1] ?? "")) as { iat: number; exp: number };
      expect(Date.parse(issued.expires_at)).toBe(exp * 1000);
      lives.push(exp - iat);
    }
    expect(lives).toEqual([900, 60, 3600]);
    for (const ttl of [0, 59, 3601, 90.5, "900"]) expect((await api.post(path, { ttl_seconds: ttl })).status).toBe(400);
    expect(await countRows()).toEqual(before);
  });

  test("is issued by a scope of its own, and not for who is suspended, missing or of the other mode", async () => {
    const { id } = await createParticipant(api);
    const path = `/v1/participants/${id}/tokens`;
    const lacking = await connect({ scopes: ["participants:write"] });
    expect((await lacking.post(path)).body).toMatchObject({ code: "insufficient_scope", needed: "tokens:write" });
    const live = await connect({ mode: "live" });
    expect((await live.post(path)).status).toBe(404);
    expect((await api.post("/v1/participants/ptc_missing/tokens")).status).toBe(404);
    await api.patch(`/v1/participants/${id}`, { status: "suspended" });
    expect((await api.post(path)).body).toMatchObject({ code: "participant_suspended" });
    await env.DB.prepare("UPDATE participants SET status = 'active', erased_at_ms = 1").run();
    expect((await api.post(path)).status).toBe(404);
  });

  test.each<[string, string]>([
    ["is suspended", "UPDATE participants SET status = 'suspended'"],
    ["is erased", "UPDATE participants SET erased_at_ms = 1"],
    ["is deleted", "DELETE FROM participants"],
  ])("ends within ten seconds when its participant %s", async (_name, sql) => {
    const { id } = await createParticipant(api);
    const authorization = `Bearer ${await tokenOf(id)}`;
    const gate = createParticipantGate();
    const startMs = Date.now();
    const at = async (afterMs: number, isolate = gate) => {
      const door = { actor: { type: "public", mode: "live" } as const, nowMs: startMs + afterMs, requestId: "req_1" };
      return isolate(openContext(env, door), authorization);
    };
    expect(await at(0)).toEqual({ type: "participant", id, mode: "test" });
    await env.DB.batch([env.DB.prepare("PRAGMA defer_foreign_keys = on"), env.DB.prepare(sql)]);
    expect(await at(9_999)).not.toBeNull();
    expect(await at(10_000)).toBeNull();
    expect(await at(0, createParticipantGate())).toBeNull();
  });

  test("of one mode is nobody's in the other, although the id is the same", async () => {
    const { id } = await createParticipant(api);
    const token = await tokenOf(id);
    await env.DB.prepare("UPDATE participants SET mode = 'live'").run();
    const reply = await call(`/v1/participants/${id}`, { headers: { authorization: `Bearer ${token}` } });
    expect(reply).toMatchObject({ status: 401, body: { code: "unauthorized" } });
  });
});

test("a participant sees what is his, and neither notes of the team nor more of others than a first name", async () => {
  const { sarah, tom } = await createNetwork();
  const as = await asParticipant(sarah.person);
  const path = `/v1/participants/${sarah.person.id}`;
  const own = await as.get<ShownParticipant>(path);
  expect(own).toMatchObject({ status: 200, body: { name: "Sarah Miller", profile: null } });
  const links = await as.get<Page>("/v1/links");
  expect(links.body.data).toMatchObject([{ id: sarah.link.id, context: null }]);
  const link = await as.get(`/v1/links/${sarah.link.id}`);
  expect(link.body).toMatchObject({ code: sarah.link.code, context: null });
  const referrals = await as.get<Page>("/v1/referrals");
  expect(referrals.body.data).toMatchObject([
    { referrer_id: sarah.person.id, referee_name: "Mike J.", source: null, stage: "rewarded" },
  ]);
  const rewards = await as.get<Page>("/v1/rewards");
  expect(rewards.body.data).toMatchObject([
    { beneficiary_id: sarah.person.id, subject: null },
    { id: sarah.claimable.id, subject: null },
  ]);
  const reward = await as.get(`/v1/rewards/${sarah.claimable.id}`);
  expect(reward.body).toMatchObject({ id: sarah.claimable.id, subject: null, transitions: [] });
  const wallet = await as.get<{ balances: object[] }>(`${path}/wallet`);
  expect(wallet.body.balances).toMatchObject([{ unit: "GBP" }, { unit: "USD" }]);
  const standing = await as.get<{ programs: object[] }>(`${path}/standing`);
  expect(standing.body.programs).toMatchObject([{ conversions: 1 }]);
  const everything = [own, links, link, referrals, rewards, reward, wallet, standing].map(({ text }) => text).join();
  expect(everything).not.toMatch(/secret|VIP|invoice|jones|andrew|@|Baker/i);
  expect(everything).not.toContain(tom.person.id);

  const byKey = await api.get<Page>(`/v1/referrals?referrer_id=${sarah.person.id}`);
  expect(byKey.body.data[0]).toMatchObject({ source: { sourceDetails: { heard: "a secret" } } });
  expect(byKey.body.data[0]).not.toHaveProperty("referee_name");
});

test("a participant claims his own reward once, and is named in its history", async () => {
  const { sarah } = await createNetwork();
  const as = await asParticipant(sarah.person);
  const path = `/v1/rewards/${sarah.claimable.id}`;
  expect(await as.post(`${path}/claim`)).toMatchObject({ status: 200, body: { state: "redeemed", subject: null } });
  expect((await as.post(`${path}/claim`)).body).toMatchObject({ code: "reward_claimed" });
  const { body } = await api.get<{ transitions: { actor: string }[] }>(path);
  expect(body.transitions.at(-1)).toMatchObject({ actor: `participant:${sarah.person.id}` });
  const audit = await api.get<Page>(`/v1/audit?object_id=${sarah.claimable.id}`);
  expect(audit.body.data[0]).toMatchObject({ action: "reward.claimed", actor: `participant:${sarah.person.id}` });
});

test("what another has looks exactly like what is not there, and a list of it is empty", async () => {
  const { sarah, tom } = await createNetwork();
  const as = await asParticipant(sarah.person);
  const before = await countRows();
  const pairs: [(id: string) => Promise<{ status: number; body: object; text: string }>, string, string][] = [
    [async (id) => as.get(`/v1/participants/${id}`), tom.person.id, "ptc_missing"],
    [async (id) => as.get(`/v1/participants/${id}/wallet`), tom.person.id, "ptc_missing"],
    [async (id) => as.get(`/v1/participants/${id}/standing`), tom.person.id, "ptc_missing"],
    [async (id) => as.get(`/v1/links/${id}`), tom.link.id, "lnk_missing"],
    [async (id) => as.get(`/v1/rewards/${id}`), tom.claimable.id, "rwd_missing"],
    [async (id) => as.post(`/v1/rewards/${id}/claim`), tom.claimable.id, "rwd_missing"],
    [async (id) => as.get(`/v1/links?participant_id=${id}`), tom.person.id, "ptc_missing"],
    [async (id) => as.get(`/v1/referrals?referrer_id=${id}`), tom.person.id, "ptc_missing"],
    [async (id) => as.get(`/v1/rewards?beneficiary_id=${id}&state=available`), tom.person.id, "ptc_missing"],
    [async (id) => as.get(`/v1/rewards?referral_id=${id}`), await referralOf(tom.person.id), "ref_missing"],
  ];
  for (const [ask, others, missing] of pairs) {
    const [foreign, absent] = [await ask(others), await ask(missing)];
    const label = `${others}: ${foreign.text}`;
    expect(foreign.status, label).toBe(absent.status);
    expect({ ...foreign.body, request_id: "" }, label).toEqual({ ...absent.body, request_id: "" });
    expect(foreign.text.length, label).toBe(absent.text.length);
    if (absent.status === 200) expect(foreign.body, label).toEqual({ data: [], next_cursor: null });
    else expect(foreign.body, label).toMatchObject({ code: "not_found" });
  }
  expect(await countRows()).toEqual(before);
  const mixed = `/v1/links?participant_id=${sarah.person.id}&participant_id=${tom.person.id}`;
  expect((await as.get<Page>(mixed)).body.data).toEqual([]);
  const ofState = await as.get<Page>("/v1/rewards?state=available");
  expect(ofState.body.data.length).toBe(2);
});

async function referralOf(referrerId: string): Promise<string> {
  const { body } = await api.get<Page<{ id: string }>>(`/v1/referrals?referrer_id=${referrerId}`);
  return body.data[0]?.id ?? "";
}

test("each participant has limits of his own", async () => {
  const [ann, bea] = [
    await asParticipant(await createParticipant(api)),
    await asParticipant(await createParticipant(api)),
  ];
  const asked = await Promise.all(Array.from({ length: 20 }, async () => ann.get("/v1/links")));
  const left = asked.map(({ headers }) => Number(/"reads";r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]));
  expect(Math.min(...left)).toBeLessThan(11_999);
  expect((await bea.get("/v1/links")).headers.get("ratelimit")).toBe('"reads";r=11999;t=1');
  const claim = await ann.post("/v1/rewards/rwd_missing/claim");
  expect(claim.headers.get("ratelimit-policy")).toContain('"money"');
});

describe("a page of another origin", () => {
  const origin = "https://app.example.com";
  const preflight = async (path: string, method: string) =>
    call(path, { method: "OPTIONS", headers: { origin, "access-control-request-method": method } });
  const corsOf = ({ headers }: { headers: Headers }) =>
    [...headers.keys()].filter((name) => name.startsWith("access-control-"));

  test("may ask where participants may come, with a token, and read the refusal of one", async () => {
    const { sarah } = await createNetwork();
    const asked = await preflight(`/v1/rewards/${sarah.claimable.id}/claim`, "POST");
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "Authorization, Content-Type",
    });
    const as = await asParticipant(sarah.person);
    const answered = await as.get("/v1/links", undefined, { origin });
    expect(answered.headers.get("access-control-allow-origin")).toBe("*");
    expect(answered.headers.get("access-control-allow-credentials")).toBeNull();
    const ended = await call("/v1/links", { headers: { origin, authorization: "Bearer a.b.c" } });
    expect([ended.status, ended.headers.get("access-control-allow-origin")]).toEqual([401, "*"]);
  });

  test("is told nothing by a server key, nor where participants may not come", async () => {
    for (const mode of ["test", "live"] satisfies Mode[]) {
      const server = await connect({ mode });
      const answered = await server.get("/v1/links", undefined, { origin });
      expect([answered.status, corsOf(answered)]).toEqual([200, []]);
    }
    for (const [path, method] of [
      ["/v1/participants", "GET"],
      ["/v1/participants/ptc_1", "PATCH"],
      ["/v1/participants/ptc_1/tokens", "POST"],
      ["/v1/links", "POST"],
      ["/v1/rewards", "POST"],
      ["/v1/events", "POST"],
      ["/v1/keys", "GET"],
    ] as const) {
      const asked = await preflight(path, method);
      expect([path, asked.status, corsOf(asked)]).toEqual([path, 405, []]);
    }
    const refused = await call("/v1/participants", { headers: { origin, authorization: "Bearer a.b.c" } });
    expect([refused.status, corsOf(refused)]).toEqual([401, []]);
  });
});
