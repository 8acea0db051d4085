import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openRedirects, redirectParameters } from "#corpora/open-redirects";
import { connect, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { openIsolate, seedLink } from "#support/edge";
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

const home = { url: "https://app.example/join", allowed_hosts: ["app.example"] };

test("no address of the open-redirect corpus is saved with a program or a link", async () => {
  const api = await connect();
  const program = await createProgram(api, { overrides: { destination: home } });
  const participant = await createParticipant(api);
  const people = { program: program.id, participant: participant.id };
  const link = await createLink(api, people);
  for (const url of openRedirects) {
    const programs = await Promise.all(
      [{ destination: { ...home, url } }, { fallback_url: url }].map((overrides) =>
        api.post("/v1/programs/validate", {
          preset: "supplier-network",
          overrides: { destination: home, ...overrides },
        }),
      ),
    );
    for (const { text } of programs) expect(text, url).not.toContain('"valid":true');
    const made = await api.post("/v1/links", { ...people, campaign: "fair", destination_url: url });
    expect([400, 422], `${JSON.stringify(url)}: ${made.text}`).toContain(made.status);
    expect([400, 422], url).toContain((await api.patch(`/v1/links/${link.id}`, { destination_url: url })).status);
  }
  expect((await api.get<ShownLink>(`/v1/links/${link.id}`)).body.destination_url).toBe(home.url);
});

test("no address of the corpus is followed, were it ever saved", async () => {
  const isolate = openIsolate();
  for (const [i, url] of openRedirects.entries()) {
    const seed = { document: { destination: home }, expiresAtMs: i % 2 === 0 ? 1 : Date.UTC(2027, 1) };
    await seedLink({ ...seed, code: `LINK-${100 + i}`, destinationUrl: url });
    await seedLink({
      ...seed,
      code: `BACK-${100 + i}`,
      expiresAtMs: 1,
      document: { ...seed.document, fallback_url: url },
    });
    for (const code of [`LINK-${100 + i}`, `BACK-${100 + i}`]) {
      for (const path of [`/r/${code}`, `/join/${code}`]) {
        const answer = await isolate.visit(path);
        expect([answer.status, answer.headers.get("Location")], `${path} ${url}`).toEqual([410, null]);
      }
    }
  }
});

test("nothing that is added to one of our addresses leads off the allow-list", async () => {
  await seedLink({ code: "STAYS222", document: { destination: home }, destinationUrl: home.url });
  await seedLink({
    code: "STAYSOUT",
    document: { destination: home, fallback_url: "https://app.example/gone" },
    expiresAtMs: 1,
  });
  const isolate = openIsolate();
  const paths = openRedirects.flatMap((url) => {
    const text = encodeURIComponent(url.toWellFormed());
    const query = redirectParameters.map((name) => `${name}=${text}`).join("&");
    const raw = `?c=${url}&ref=${url}`.replaceAll(/[\r\n\t#]/g, "");
    const ours = ["r/STAYS222", "r/STAYSOUT", "join/STAYS222", "join/STAYSOUT", "unsubscribe/x"];
    const added = ours.flatMap((path) => [`/${path}?${query}`, `/${path}/${text}`, `/${path}${raw}`]);
    return [...added, `/r/${text}`, `/join/${text}`, `/unsubscribe/${text}`];
  });
  // Clicks that arrive together are logged together.
  await Promise.all(paths.map(async (path) => expectAtHome(path, await isolate.visit(path))));
});

async function expectAtHome(path: string, answer: Response): Promise<void> {
  const location = answer.headers.get("Location");
  if (location !== null) expect(new URL(location).origin, path).toBe("https://app.example");
  else expect([200, 404, 410], path).toContain(answer.status);
  if (answer.status !== 200) return;
  const leads = [...(await answer.text()).matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, to]) => to);
  expect(leads, path).toEqual(["data:,", expect.stringMatching(/^\/r\/STAYS222(\?c=[a-z]+)?$/)]);
}
