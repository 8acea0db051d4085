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

function expectToWait({ status, headers, body }: Reply<unknown>): void {
  expect({ status, body }).toMatchObject({ status: 429, body: { code: "rate_limited" } });
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
  expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(60);
}

/** As if all codes so far had been issued so much earlier. */
async function letPass(ms: number): Promise<void> {
  await env.DB.prepare("UPDATE codes SET created_at_ms = created_at_ms - ?").bind(ms).run();
}

test("a sixth link in a minute is refused with the time to wait, and its Idempotency-Key is free again", async () => {
  const api = await connect();
  const { body } = await ground(api);
  for (let i = 0; i < 5; i += 1) await createLink(api, { ...body, campaign: "fair" });
  expectToWait(await api.post("/v1/links", { ...body, campaign: "fair" }, { "idempotency-key": "later" }));
  expect(await countRows()).toMatchObject({ links: 5, codes: 5, idempotency_keys: 0 });
});

test("of twenty links asked for together five are made", async () => {
  const api = await connect();
  const { body } = await ground(api);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => api.post("/v1/links", { ...body, campaign: "fair" })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  for (const answer of answers.filter(({ status }) => status !== 201)) expectToWait(answer);
  expect(await countRows()).toMatchObject({ links: 5, codes: 5 });
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

test("there is room again when a minute has passed, whatever the clock of a test program says", async () => {
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
