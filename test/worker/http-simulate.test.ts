import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { scopes } from "#domain/actor";
import { dayMs } from "#domain/day";
import type { simulateProgramOperation } from "#http/contract/simulation";
import { connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownProgram } from "#support/factories";

type Shown = z.output<typeof simulateProgramOperation.answer>;
type World = { api: ApiClient; program: ShownProgram; code: string };

const start = Date.UTC(2030, 4, 2, 10);
const credit = { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" };
const bonus = { key: "bonus", on: { event: "payment", occurrence: "first" }, grant: [credit] };
const half = { ...bonus, grant: [{ ...credit, amount_minor: 500 }] };

/** A test program that pays a bonus, its clock at the start, and Sarah's code. */
async function createWorld(): Promise<World> {
  const api = await connect();
  const program = await createProgram(api, { preset: "wallet-bonus", overrides: { rules: [bonus] } });
  await setClock({ api, program }, start);
  const sarah = await createParticipant(api, { kind: "customer" });
  const { code } = await createLink(api, { program: program.id, participant: sarah.id });
  return { api, program, code };
}

async function setClock({ api, program }: Pick<World, "api" | "program">, atMs: number) {
  const set = await api.post(`/v1/programs/${program.id}/clock`, { now: new Date(atMs).toISOString() });
  expect(set.status, set.text).toBe(200);
}

async function refer({ api, program, code }: World, name: string) {
  const referee = { kind: "customer", external_id: name };
  const signup = { id: `s-${name}`, type: "signup", program: program.id, referee, code, code_source: "typed" };
  const payment = { id: `p-${name}`, type: "payment", program: program.id, referee, payment_ref: `pay-${name}` };
  for (const event of [signup, { ...payment, amount_minor: 4900, currency: "GBP" }]) {
    const recorded = await api.post("/v1/events", event);
    expect(recorded.status, recorded.text).toBe(200);
  }
}

async function simulate({ api, program }: Pick<World, "api" | "program">, body: object = {}): Promise<Shown> {
  const simulated = await api.post<Shown>(`/v1/programs/${program.id}/simulate`, body);
  expect(simulated.status, simulated.text).toBe(200);
  return simulated.body;
}

const costs = ({ simulated, actual, difference }: Shown["totals"]) =>
  [simulated, actual, difference].map(({ costs: all }) => all.map(({ amount_minor: amount }) => amount));

describe("simulating a program", () => {
  test("ten payments under a draft that pays half cost half, and nothing is written", async () => {
    const world = await createWorld();
    const { api, program } = world;
    for (let nth = 1; nth <= 10; nth++) await refer(world, `friend-${nth}`);
    const saved = await api.put(`/v1/programs/${program.id}/draft`, { document: { ...program.draft, rules: [half] } });
    expect(saved.status, saved.text).toBe(200);
    const before = await countRows();
    const shown = await simulate(world);
    expect(shown).toMatchObject({
      program_id: program.id,
      program: program.key,
      now: "2030-05-02T10:00:00.000Z",
      events: { replayed: 20, refused: 0 },
    });
    const { simulated, actual, difference } = shown.totals;
    expect(costs(shown.totals)).toEqual([[5000], [10_000], [-5000]]);
    expect([simulated, actual].map(({ referrals, conversions, states }) => [referrals, conversions, states])).toEqual([
      [10, 10, expect.objectContaining({ available: 10, pending: 0 })],
      [10, 10, expect.objectContaining({ available: 10, pending: 0 })],
    ]);
    expect(difference.units).toEqual([
      { unit: "GBP", granted: -5000, denied: 0, reversed: 0, expired: 0, standing: -5000 },
    ]);
    expect(shown.rules.map(({ rule, difference: of }) => [rule, of.costs])).toEqual([
      ["bonus", [{ currency: "GBP", amount_minor: -5000 }]],
    ]);
    expect(await countRows()).toEqual(before);
  });

  test("a document in the request goes before the draft, and a limit in it says whom it would have denied", async () => {
    const world = await createWorld();
    for (const name of ["ada", "grace", "joan"]) await refer(world, name);
    const limited = { ...bonus, limit: [{ per: "referrer", max: 1 }] };
    const { totals, rules } = await simulate(world, { document: { ...world.program.draft, rules: [limited] } });
    expect(costs(totals)).toEqual([[1000], [3000], [-2000]]);
    expect(totals.simulated.states).toMatchObject({ available: 1, denied: 2 });
    expect(rules[0]?.simulated.denials).toEqual([{ reason: "limit_reached", rewards: 2 }]);
  });

  test("a period counts what was received from its first instant until before its last", async () => {
    const world = await createWorld();
    for (const [nth, name] of ["ada", "grace", "joan"].entries()) {
      await setClock(world, start + nth * dayMs);
      await refer(world, name);
    }
    const at = (days: number) => new Date(start + days * dayMs).toISOString();
    const replayed = async (period: object) => {
      const { events, totals } = await simulate(world, period);
      expect(totals.simulated).toEqual(totals.actual);
      return [events.replayed, totals.actual.referrals];
    };
    expect(await replayed({})).toEqual([6, 3]);
    expect(await replayed({ from: at(1) })).toEqual([4, 2]);
    expect(await replayed({ until: at(1) })).toEqual([2, 1]);
    expect(await replayed({ from: at(1), until: at(2) })).toEqual([2, 1]);
    expect(await replayed({ from: at(3) })).toEqual([0, 0]);
  });

  test("a program without a past has nothing to compare", async () => {
    const api = await connect();
    const program = await createProgram(api, { preset: "wallet-bonus", publish: false });
    const { events, totals, rules } = await simulate({ api, program });
    expect(events).toEqual({ replayed: 0, refused: 0 });
    expect(rules.map(({ rule }) => rule)).toEqual(["first-payment-bonus"]);
    for (const side of [totals.simulated, totals.actual, totals.difference])
      expect(side).toMatchObject({ referrals: 0, conversions: 0, units: [], costs: [], denials: [] });
  });
});

describe("what cannot be simulated", () => {
  test("a document that contradicts itself is refused with the path of every issue", async () => {
    const world = await createWorld();
    const { draft, id } = world.program;
    const refused = await world.api.post<{ issues: { path: string }[] }>(`/v1/programs/${id}/simulate`, {
      document: { ...draft, time_zone: "Europe/Atlantis", fulfilment: {} },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: "program_invalid" } });
    expect(refused.body.issues.map(({ path }) => path)).toEqual(["time_zone", "fulfilment.credit"]);
  });

  test("a document of the wrong shape and a period that ends before it begins are refused with their paths", async () => {
    const { api, program } = await createWorld();
    const pathsOf = async (body: object) => {
      const refused = await api.post<{ issues: { path: string }[] }>(`/v1/programs/${program.id}/simulate`, body);
      expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
      return refused.body.issues.map(({ path }) => path);
    };
    const misspelt = { ...program.draft, rules: [{ ...bonus, key: "Not A Key" }] };
    expect(await pathsOf({ document: misspelt })).toEqual(["document.rules[0].key"]);
    expect(await pathsOf({ from: "2030-05-02T10:00:00Z", until: "2030-05-02T10:00:00Z" })).toEqual(["until"]);
    expect(await pathsOf({ from: "yesterday" })).toEqual(["from"]);
  });

  test("more than 5,000 events are refused with how many they are, and 5,000 are not", async () => {
    const world = await createWorld();
    await insertEvents(world.program.id, 5001);
    const path = `/v1/programs/${world.program.id}/simulate`;
    const refused = await world.api.post(path, {});
    expect(refused).toMatchObject({ status: 422, body: { code: "simulation_too_large" } });
    expect(refused.body["detail"]).toContain("5001");
    const until = new Date(start + 5000).toISOString();
    expect((await simulate(world, { until })).events).toEqual({ replayed: 5000, refused: 0 });
  });

  test("a key without programs:read may not", async () => {
    const { program } = await createWorld();
    const api = await connect({ scopes: scopes.filter((scope) => scope !== "programs:read") });
    const refused = await api.post(`/v1/programs/${program.id}/simulate`, {});
    expect(refused).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
  });

  test("a program that is not there or of the other mode is not found", async () => {
    const { api, program } = await createWorld();
    const live = await connect({ mode: "live" });
    for (const [client, id] of [
      [api, "nobody"],
      [live, program.id],
      [live, program.key],
    ] as const)
      expect(await client.post(`/v1/programs/${id}/simulate`, {})).toMatchObject({
        status: 404,
        body: { code: "not_found" },
      });
  });
});

/** Signups without a code, one each millisecond from the start. */
async function insertEvents(programId: string, count: number): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
    INSERT INTO events (mode, event_id, type, content_hash, program_id, occurred_at_ms, received_at_ms, verified,
      payload, status, actor)
    SELECT 'test', 'many-' || i, 'signup', 'hash', ?2, ?3 + i, ?3 + i, 0,
      json_object('id', 'many-' || i, 'type', 'signup', 'program', ?2,
        'referee', json_object('kind', 'customer', 'externalId', 'many-' || i)), 'parked', 'key:key_test' FROM n`,
  )
    .bind(count, programId, start)
    .run();
}
