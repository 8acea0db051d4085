import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createSender } from "#fuzz/http";
import freeMonth from "#presets/free-month" with { type: "json" };
import { answerOf } from "#scripts/api";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
  const { client } = simulator.api;
  // Safe because every preset is a document of the API.
  const program = await answerOf(
    client.POST("/v1/programs", { body: { key: "limits", document: freeMonth as never } }),
  );
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: program.id } } }));
  await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "customer", external_id: "sarah" } },
      body: { name: "Sarah" },
    }),
  );
});
afterAll(() => simulator.close());

const participant = { kind: "customer", external_id: "sarah" };
const waiting = { kind: "customer", external_id: "mike" };

test("three hundred new links in one burst are five, over the network as well", async () => {
  const { client } = simulator.api;
  const create = () => client.POST("/v1/links", { body: { program: "limits", participant, campaign: "fair" } });
  const startedMs = performance.now();
  const replies = await Promise.all(Array.from({ length: 300 }, create));
  // A machine that is busy with others may take so long over the burst that the next one is due.
  const due = 5 + Math.floor((performance.now() - startedMs) / 12_000);
  const made = replies.filter(({ response }) => response.status === 201).length;
  expect(made).toBeGreaterThanOrEqual(5);
  expect(made).toBeLessThanOrEqual(due);
  const refused = replies.filter(({ response }) => response.status === 429);
  expect(refused).toHaveLength(300 - made);
  for (const { response } of refused) {
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(12);
    expect(response.headers.get("ratelimit")).toContain(`"link-creation";r=0;t=${seconds}`);
  }
  expect(await simulator.sql("SELECT count(*) AS n FROM codes")).toEqual([{ n: made }]);
});

test("the next link is due twelve seconds later, and one that is there costs nothing", async () => {
  const { client } = simulator.api;
  const ask = (campaign?: string) =>
    client.POST("/v1/links", { body: { program: "limits", participant: waiting, ...(campaign && { campaign }) } });
  const counted = ({ response }: { response: Response }) =>
    /"link-creation";r=(\d+)/.exec(response.headers.get("ratelimit") ?? "")?.[1];
  await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", { params: { path: waiting }, body: { name: "Mike" } }),
  );
  const made = [await ask(), await ask("a"), await ask("b"), await ask("c"), await ask("d")];
  const lastMs = Date.now();
  expect(made.map(({ response }) => response.status)).toEqual([201, 201, 201, 201, 201]);
  expect(made.map(counted)).toEqual(["4", "3", "2", "1", "0"]);
  expect(made[4]?.response.headers.get("ratelimit-policy")).toBe('"writes";q=6000;w=60, "link-creation";q=5;w=60');

  const again = await Promise.all(Array.from({ length: 100 }, () => ask()));
  expect(new Set(again.map(({ response, data }) => `${response.status} ${data?.id}`))).toEqual(
    new Set([`200 ${made[0]?.data?.id}`]),
  );
  expect(again.map(counted)).toEqual(again.map(() => undefined));

  const refused = await ask("e");
  const seconds = Number(refused.response.headers.get("retry-after"));
  expect([refused.response.status, counted(refused)]).toEqual([429, "0"]);
  // Two seconds less than it says, it is still too early.
  const leftMs = lastMs + 12_000 - Date.now();
  expect(Math.abs(seconds * 1000 - leftMs)).toBeLessThan(3000);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds * 1000 - 2000)));
  expect((await ask("e")).response.status).toBe(429);
  await vi.waitFor(async () => expect((await ask("e")).response.status).toBe(201), { timeout: 6000, interval: 250 });
  expect((await ask("f")).response.status).toBe(429);
});

test("ten thousand guesses end at the limit, at the API and as links, and codes that people use lead on", async () => {
  const [{ code } = { code: "" }] = await simulator.sql<{ code: string }>("SELECT code FROM codes");
  const address = { "cf-connecting-ip": "203.0.113.7", "user-agent": "Mozilla/5.0 Chrome/142.0.0.0" };
  const key = { ...address, authorization: `Bearer ${simulator.api.key}` };
  const { send, close } = createSender(simulator.url);
  const get = (path: string, headers: Record<string, string>) => send({ method: "GET", path, headers, body: null });
  const visit = async (text: string) => (await get(`/r/${text}`, address)).status;
  const lookUp = (text: string) => get(`/v1/codes/${text}`, key);

  expect(await visit(code)).toBe(302);
  const startedMs = performance.now();
  let [refused, found] = [0, 0];
  for (let i = 0; i < 100; i += 1) {
    const clicks = Array.from({ length: 50 }, (_, n) => visit(`GUESS-${i}-${n}`));
    const lookUps = Array.from({ length: 50 }, (_, n) => lookUp(`GUESS-${i}-${n}`));
    for (const status of await Promise.all(clicks)) {
      if (status === 404) found += 1;
      else expect(status).toBe(429);
    }
    for (const { status, headers } of await Promise.all(lookUps)) {
      if (status === 200) continue;
      expect(status).toBe(429);
      expect(headers["retry-after"]).toMatch(/^([1-9]|[1-5][0-9]|60)$/);
      refused += 1;
    }
    if (i % 10 !== 9) continue;
    expect(await visit(code)).toBe(302);
    expect(JSON.parse((await lookUp(code)).text)).toMatchObject({ valid: true });
  }
  // Links and look-ups share sixty. Neither need know what became of the first fifty of the other, or of five more; and what
  // comes back, one a second, each may give by what it remembers.
  const seconds = (performance.now() - startedMs) / 1000;
  expect(5000 - refused + found).toBeLessThan(2 * (50 + 5) + seconds * 2.5);
  const elsewhere = { ...key, "cf-connecting-ip": "203.0.113.8" };
  expect((await get("/v1/codes/GUESS-ELSEWHERE", elsewhere)).status).toBe(200);
  close();
});

test("whoever tries keys out is cut off, and the key that is valid goes on working beside it", async () => {
  const address = { "cf-connecting-ip": "203.0.113.9" };
  const list = (secret: string) =>
    fetch(`${simulator.url}/v1/programs`, { headers: { ...address, authorization: `Bearer ${secret}` } });
  const tries = await Promise.all(
    Array.from({ length: 200 }, (_, i) => list(`bq_live_${String(i).padStart(48, "0")}`)),
  );
  const answered = tries.filter(({ status }) => status === 401).length;
  expect(answered).toBeGreaterThanOrEqual(10);
  expect(answered).toBeLessThanOrEqual(12);
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(200 - answered);
  for (let i = 0; i < 20; i += 1) expect((await list(simulator.api.key)).status).toBe(200);
});
