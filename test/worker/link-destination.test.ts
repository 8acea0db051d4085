import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { connect, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { openIsolate } from "#support/edge";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownLink, ShownProgram } from "#support/factories";

const oldHome = { url: "https://old.example/join", allowed_hosts: ["old.example"] };
const newHome = { url: "https://new.example/join", allowed_hosts: ["new.example"] };

async function ground(api: ApiClient, fields: Record<string, unknown> = {}) {
  const program = await createProgram(api, { overrides: { destination: oldHome } });
  const participant = await createParticipant(api);
  return { program, link: await createLink(api, { program: program.id, participant: participant.id, ...fields }) };
}

async function publishNewHome(api: ApiClient, program: ShownProgram): Promise<void> {
  const { body } = await api.get<{ draft: Record<string, unknown> }>(`/v1/programs/${program.id}`);
  const saved = await api.put(`/v1/programs/${program.id}/draft`, {
    document: { ...body.draft, destination: newHome },
  });
  expect(saved.status, saved.text).toBe(200);
  const published = await api.post(`/v1/programs/${program.id}/publish`);
  expect(published.status, published.text).toBe(201);
}

test("links follow their program to a newly published destination within the feed's bound", async () => {
  const api = await connect({ mode: "live" });
  const { program, link } = await ground(api);
  const clock = { nowMs: Date.now() };
  const [busy, idle] = [openIsolate(clock), openIsolate(clock)];
  const hostFrom = async (isolate: typeof busy) =>
    new URL((await isolate.visit(`/r/${link.code}`)).headers.get("Location") ?? "x:").host;
  for (const isolate of [busy, idle]) expect(await hostFrom(isolate)).toBe("old.example");
  await publishNewHome(api, program);
  for (let passedMs = 0; passedMs < 100_000; passedMs += 20_000) {
    clock.nowMs += 20_000;
    await hostFrom(busy);
  }
  clock.nowMs += 19_999;
  for (const isolate of [busy, idle]) expect(await hostFrom(isolate)).toBe("new.example");
  expect((await api.get<ShownLink>(`/v1/links/${link.id}`)).body).toMatchObject({
    destination_url: newHome.url,
    own_destination: false,
    usable: true,
    reason: null,
  });
});

test("a link that is issued or changed without a destination of its own shows its program's", async () => {
  const api = await connect();
  const { program, link } = await ground(api);
  expect(link).toMatchObject({ destination_url: oldHome.url, own_destination: false });
  const own = "https://old.example/fair";
  const changed = await api.patch<ShownLink>(`/v1/links/${link.id}`, { destination_url: own });
  expect(changed.body).toMatchObject({ destination_url: own, own_destination: true });
  await publishNewHome(api, program);
  const back = await api.patch<ShownLink>(`/v1/links/${link.id}`, { destination_url: null });
  expect(back).toMatchObject({ status: 200, body: { destination_url: newHome.url, own_destination: false } });
});

/** What the API, an order page and a visitor are told about a link. */
async function tellings(api: ApiClient, { id, code }: ShownLink) {
  const [one, page, order, click] = await Promise.all([
    api.get<ShownLink>(`/v1/links/${id}`),
    api.get<{ data: ShownLink[] }>("/v1/links"),
    api.get<{ link_usable: boolean }>(`/v1/codes/${code}`),
    exports.default.fetch(new Request(`${origin}/r/${code}`, { redirect: "manual" })),
  ]);
  const listed = page.body.data.find((link) => link.id === id);
  return {
    usable: [one.body.usable, listed?.usable, order.body.link_usable, click.status === 302],
    reasons: [one.body.reason, listed?.reason],
  };
}

const changes: [string, (api: ApiClient, made: { program: ShownProgram; link: ShownLink }) => Promise<unknown>][] = [
  ["program_paused", (api, { program }) => api.patch(`/v1/programs/${program.id}`, { status: "paused" })],
  ["code_expired", (api, { link }) => api.patch(`/v1/links/${link.id}`, { status: "expired" })],
  ["code_paused", (api, { link }) => api.patch(`/v1/links/${link.id}`, { status: "paused" })],
  ["destination_not_allowed", (api, { program }) => publishNewHome(api, program)],
];

test.each(changes)("API, order page and edge agree on %s", async (reason, change) => {
  const api = await connect();
  const made = await ground(api, { destination_url: "https://old.example/fair" });
  expect(await tellings(api, made.link)).toEqual({ usable: [true, true, true, true], reasons: [null, null] });
  await change(api, made);
  expect(await tellings(api, made.link)).toEqual({
    usable: [false, false, false, false],
    reasons: [reason, reason],
  });
});

test("a code can be typed where its link leads nowhere, as a signup with it would be taken", async () => {
  const api = await connect();
  const { program, link } = await ground(api, { destination_url: "https://old.example/fair" });
  await publishNewHome(api, program);
  const order = await api.get(`/v1/codes/${link.code}`);
  expect(order.body).toMatchObject({ valid: true, reason: null, link_usable: false });
});
