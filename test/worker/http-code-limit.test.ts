import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { connect, countRows } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownLink } from "#support/factories";

async function ground(api: ApiClient) {
  const program = await createProgram(api);
  const participant = await createParticipant(api);
  return { program, participant, body: { program: program.id, participant: participant.id } };
}

function expectToWait({ status, headers, body }: Reply<unknown>, longestSeconds = 12): void {
  expect({ status, body }).toMatchObject({ status: 429, body: { code: "rate_limited" } });
  expect(Number(headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(longestSeconds);
}

/** As if all codes so far had been issued so much earlier. */
async function letPass(ms: number): Promise<void> {
  await env.DB.prepare("UPDATE codes SET created_at_ms = created_at_ms - ?").bind(ms).run();
}

/** As if all codes so far had been issued together at this time. */
async function gatherAt(atMs: number): Promise<void> {
  await env.DB.prepare("UPDATE codes SET created_at_ms = ?").bind(atMs).run();
}

test("a sixth link in a minute is refused with the time to wait, and its Idempotency-Key is free again", async () => {
  const api = await connect();
  const { body } = await ground(api);
  for (let i = 0; i < 5; i += 1) await createLink(api, { ...body, campaign: "fair" });
  expectToWait(await api.post("/v1/links", { ...body, campaign: "fair" }, { "idempotency-key": "later" }));
  expect(await countRows()).toMatchObject({ links: 5, codes: 5, idempotency_keys: 0 });
});

test("of three hundred links asked for together five are made, and the next twelve seconds later", async () => {
  const api = await connect();
  const { body } = await ground(api);
  const create = () => api.post("/v1/links", { ...body, campaign: "fair" });
  const answers = await Promise.all(Array.from({ length: 300 }, create));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  for (const answer of answers.filter(({ status }) => status !== 201)) expectToWait(answer);
  expect(await countRows()).toMatchObject({ links: 5, codes: 5 });

  await gatherAt(Date.now() - 7000);
  expectToWait(await create(), 5);
  await gatherAt(Date.now() - 12_000);
  expect((await create()).status).toBe(201);
  expectToWait(await create());
});

test("a new link says how many are left, and one that is there costs none", async () => {
  const api = await connect();
  const { body } = await ground(api);
  const seen: [number, string | null][] = [];
  for (const campaign of [undefined, undefined, "a", "b", "c", "d", "e"]) {
    const { status, headers } = await api.post("/v1/links", { ...body, campaign });
    seen.push([status, /"link-creation";r=\d+/.exec(headers.get("ratelimit") ?? "")?.[0] ?? null]);
    if (status === 201) expect(headers.get("ratelimit-policy")).toBe('"writes";q=6000;w=60, "link-creation";q=5;w=60');
    if (status === 429) {
      const seconds = /"link-creation";r=0;t=(\d+)$/.exec(headers.get("ratelimit") ?? "")?.[1];
      expect(headers.get("retry-after")).toBe(seconds);
    }
  }
  expect(seen).toEqual([
    [201, '"link-creation";r=4'],
    [200, null],
    [201, '"link-creation";r=3'],
    [201, '"link-creation";r=2'],
    [201, '"link-creation";r=1'],
    [201, '"link-creation";r=0'],
    [429, '"link-creation";r=0'],
  ]);
});

test("of twenty new codes given to a link together four are taken, because the link's own was the first", async () => {
  const api = await connect();
  const { body } = await ground(api);
  const { id } = await createLink(api, body);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => api.patch(`/v1/links/${id}`, { code: `BLOOM-${i}` })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
  for (const answer of answers.filter(({ status }) => status !== 200)) expectToWait(answer);
  expect(await countRows()).toMatchObject({ links: 1, codes: 5 });
});

test("twenty copies of one change of code take it once and are all answered with it", async () => {
  const api = await connect();
  const { body } = await ground(api);
  const { id } = await createLink(api, body);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => api.patch<ShownLink>(`/v1/links/${id}`, { code: "BLOOM" })),
  );
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.code}`))).toEqual(new Set(["200 BLOOM"]));
  expect(await countRows()).toMatchObject({ codes: 2 });
});

test("links that are there, former codes and other changes cost nothing", async () => {
  const api = await connect();
  const { body } = await ground(api);
  const link = await createLink(api, body);
  for (let i = 1; i < 5; i += 1) await api.patch(`/v1/links/${link.id}`, { code: `BLOOM-${i}` });
  expectToWait(await api.patch(`/v1/links/${link.id}`, { code: "BLOOM-5" }));
  const copies = await Promise.all(Array.from({ length: 20 }, () => api.post<ShownLink>("/v1/links", body)));
  expect(new Set(copies.map((copy) => `${copy.status} ${copy.body.id}`))).toEqual(new Set([`200 ${link.id}`]));
  expect((await api.post("/v1/links", { ...body, code: "bloom-2" })).status).toBe(200);
  for (const change of [{ code: link.code }, { status: "paused" }, { message: "See you there" }]) {
    expect((await api.patch(`/v1/links/${link.id}`, change)).status).toBe(200);
  }
});

test("there is room again when time has passed, whatever the clock of a test program says", async () => {
  const api = await connect();
  const { program, body } = await ground(api);
  await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: 0 });
  for (let i = 0; i < 5; i += 1) await createLink(api, { ...body, campaign: "fair" });
  await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: 3_600_000 });
  expectToWait(await api.post("/v1/links", { ...body, campaign: "fair" }));
  await letPass(60_000);
  await createLink(api, { ...body, campaign: "fair" });
});

test("everybody has their own five", async () => {
  const api = await connect();
  const { program, body } = await ground(api);
  for (let i = 0; i < 5; i += 1) await createLink(api, { ...body, campaign: "fair" });
  const other = await createParticipant(api);
  await createLink(api, { program: program.id, participant: other.id, campaign: "fair" });
});
