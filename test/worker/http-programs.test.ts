import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { connect, countRows } from "#support/api";
import { createProgram } from "#support/factories";
import type { ShownProgram } from "#support/factories";
import walletBonus from "#presets/wallet-bonus" with { type: "json" };

test("a preset takes a merge patch: null removes, objects merge, lists replace", async () => {
  const api = await connect();
  const overrides = {
    name: "Florists",
    destination: { url: "https://florist.example/hello", allowed_hosts: ["florist.example"] },
    codes: { style: "random", words: null },
  };
  const program = await createProgram(api, { preset: "supplier-network", overrides });
  expect(program.draft).toMatchObject({
    name: "Florists",
    time_zone: "Europe/London",
    codes: { style: "random", expires_days: 365 },
  });
  expect(program.draft.codes).not.toHaveProperty("words");
  expect(program.draft.destination.allowed_hosts).toEqual(["florist.example"]);
});

test("a program is found by its key as by its id, and its key is taken in its own mode only", async () => {
  const [api, live] = [await connect(), await connect({ mode: "live" })];
  const program = await createProgram(api, { key: "friends" });
  expect((await api.get("/v1/programs/friends")).body).toEqual((await api.get(`/v1/programs/${program.id}`)).body);
  const taken = await api.post("/v1/programs", { key: "friends", preset: "wallet-bonus" });
  expect(taken).toMatchObject({ status: 409, body: { code: "program_key_taken" } });
  expect((await live.post("/v1/programs", { key: "friends", preset: "wallet-bonus" })).status).toBe(201);
});

test("twenty requests for one key make one program", async () => {
  const api = await connect();
  const body = { key: "rush", preset: "wallet-bonus" };
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post("/v1/programs", body)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status, body: { code } }) => status === 409 && code === "program_key_taken")).toHaveLength(
    19,
  );
  expect(await countRows()).toMatchObject({ programs: 1, audit_log: 1 });
});

test("a document of the wrong shape is refused with the path of every slip", async () => {
  const api = await connect();
  const document = structuredClone(walletBonus) as Record<string, unknown>;
  document["rules"] = [
    {
      key: "Not A Key",
      on: { event: "marriage", occurrence: "first" },
      when: { gte: ["event.amount_minor", "much"] },
      grant: [{ to: "referrer", kind: "credit", amount_minor: 10.5, currency: "usd", bonus: 1 }],
    },
  ];
  const refused = await api.post<{ issues: { path: string }[] }>("/v1/programs", { key: "x", document });
  expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(refused.body.issues.map(({ path }) => path).toSorted()).toEqual([
    "document.rules[0].grant[0].amount_minor",
    "document.rules[0].grant[0].bonus",
    "document.rules[0].grant[0].currency",
    "document.rules[0].key",
    "document.rules[0].on.event",
    "document.rules[0].when.gte[1]",
  ]);
  expect(await countRows()).toMatchObject({ programs: 0 });
});

test("a document that contradicts itself is refused, and validate says the same without saving", async () => {
  const api = await connect();
  const document = { ...walletBonus, time_zone: "Europe/Atlantis", fulfilment: {} };
  const refused = await api.post<{ issues: { path: string }[] }>("/v1/programs", { key: "x", document });
  expect(refused).toMatchObject({ status: 422, body: { code: "program_invalid" } });
  expect(refused.body.issues.map(({ path }) => path)).toEqual(["time_zone", "fulfilment.credit"]);
  const checked = await api.post("/v1/programs/validate", { document });
  expect(checked).toMatchObject({
    status: 200,
    body: { valid: false, issues: [{ path: "document.time_zone" }, { path: "document.fulfilment.credit" }] },
  });
  const shapeless = await api.post("/v1/programs/validate", { document: { rules: [] } });
  expect(shapeless).toMatchObject({ status: 200, body: { valid: false } });
  expect((await api.post("/v1/programs/validate", { preset: "wallet-bonus" })).body).toEqual({
    valid: true,
    issues: [],
  });
  expect(await countRows()).toMatchObject({ programs: 0 });
});

test("publishing makes the next version of a changed draft, and answers the current one for an equal draft", async () => {
  const api = await connect();
  const program = await createProgram(api);
  const again = await api.post(`/v1/programs/${program.id}/publish`);
  expect(again).toMatchObject({ status: 200, body: { version: 1 } });
  await api.put(`/v1/programs/${program.id}/draft`, { document: { ...program.draft, name: "Second" } });
  expect((await api.get<ShownProgram>(`/v1/programs/${program.id}`)).body.current_version).toBe(1);
  const second = await api.post(`/v1/programs/${program.id}/publish`);
  expect(second).toMatchObject({ status: 201, body: { version: 2, document: { name: "Second" } } });
  const { body } = await api.get<{ data: { version: number; document: { name: string } }[] }>(
    `/v1/programs/${program.id}/versions`,
  );
  expect(body.data.map(({ version, document }) => [version, document.name])).toEqual([
    [2, "Second"],
    [1, "Supplier network"],
  ]);
});

test("twenty publications arriving together make one version", async () => {
  const api = await connect();
  const program = await createProgram(api, { publish: false });
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(`/v1/programs/${program.id}/publish`)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.every(({ body }) => body["version"] === 1)).toBe(true);
  expect(await countRows()).toMatchObject({ program_versions: 1 });
});

test("publishing, pausing and the clock are told to the edge", async () => {
  const api = await connect();
  const program = await createProgram(api);
  await api.patch(`/v1/programs/${program.id}`, { status: "paused" });
  await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: 1 });
  const { results } = await env.DB.prepare("SELECT scope FROM edge_changes").all();
  expect(results).toEqual([{ scope: program.id }, { scope: program.id }, { scope: program.id }]);
});

test("a test program's clock stands still and only goes forward", async () => {
  const api = await connect();
  const program = await createProgram(api);
  const clock = async (body: unknown) => api.post<ShownProgram>(`/v1/programs/${program.id}/clock`, body);
  const set = await clock({ now: "2030-05-01T12:00:00+02:00" });
  expect(set.body.clock).toBe("2030-05-01T10:00:00.000Z");
  expect((await clock({ advance_ms: 14 * dayMs })).body.clock).toBe("2030-05-15T10:00:00.000Z");
  const back = await clock({ now: "2030-05-15T09:59:59.999Z" });
  expect(back).toMatchObject({ status: 409, body: { code: "clock_backwards", now: "2030-05-15T10:00:00.000Z" } });
  for (const body of [
    {},
    { advance_ms: -1 },
    { advance_ms: 1.5 },
    { now: "tomorrow" },
    { now: "2030-05-16", advance_ms: 1 },
  ]) {
    expect(await clock(body)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
});

test("a live program has no clock of its own", async () => {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const refused = await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: 1 });
  expect(refused).toMatchObject({ status: 409, body: { code: "clock_only_in_test" } });
});
