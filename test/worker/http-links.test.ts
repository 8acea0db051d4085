import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { expectCatalogued } from "#support/catalogue";
import { call, connect, countRows, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownLink } from "#support/factories";

afterEach(async () => {
  await expectCatalogued();
});

async function ground(api: ApiClient) {
  const program = await createProgram(api);
  const participant = await createParticipant(api, { name: "Sarah" });
  return { program, participant };
}

describe("issuing", () => {
  test("the default link is made once and answered ever after", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const first = await api.post<ShownLink>("/v1/links", { program: program.key, participant: participant.id });
    const again = await api.post<ShownLink>("/v1/links", {
      program: program.id,
      participant: { kind: participant.kind, external_id: participant.external_id },
    });
    expect(first.status).toBe(201);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(first.body.code).toMatch(/^(LOVE|WED|DREAM|BLISS|CHARM)-[2-9A-HJ-NP-Z]{6}$/);
    expect(first.body.url).toBe(`${origin}/r/${first.body.code}`);
    expect(first.body.default).toBe(true);
  });

  test("twenty requests arriving together make one link", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const body = { program: program.id, participant: participant.id };
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post<ShownLink>("/v1/links", body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await countRows()).toMatchObject({ links: 1, codes: 1 });
  });

  test("random codes have eight symbols that people do not confuse", async () => {
    const api = await connect();
    const program = await createProgram(api, { preset: "wallet-bonus" });
    const link = await createLink(api, { program: program.id, participant: (await createParticipant(api)).id });
    expect(link.code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
  });

  test("a campaign makes a further link each time; a repeated Idempotency-Key does not", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const body = {
      program: program.id,
      participant: participant.id,
      campaign: "fair",
      channel: "qr",
      message: "See you at stand 7",
    };
    const first = await api.post<ShownLink>("/v1/links", body, { "idempotency-key": "once" });
    const replay = await api.post<ShownLink>("/v1/links", body, { "idempotency-key": "once" });
    const further = await api.post<ShownLink>("/v1/links", body);
    expect(replay.body).toEqual(first.body);
    expect(replay.headers.get("idempotent-replayed")).toBe("true");
    expect(further.body.id).not.toBe(first.body.id);
    expect(first.body).toMatchObject({
      campaign: "fair",
      channel: "qr",
      message: "See you at stand 7",
      default: false,
    });
  });

  test("a campaign has as many symbols as a journey can carry, and no more", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const body = { program: program.id, participant: participant.id };
    const link = await createLink(api, { ...body, campaign: "c".repeat(40) });
    const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";
    const clicked = await call(`/r/${link.code}`, { headers: { "user-agent": browser } });
    expect(clicked.headers.get("location")).toContain(`.${"c".repeat(40)}.`);
    const refused = await api.post("/v1/links", { ...body, campaign: "c".repeat(41) });
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ path: "campaign" }] } });
  });

  test("a program without a published version issues no link", async () => {
    const api = await connect();
    const program = await createProgram(api, { publish: false });
    const participant = await createParticipant(api);
    const refused = await api.post("/v1/links", { program: program.id, participant: participant.id });
    expect(refused).toMatchObject({ status: 409, body: { code: "program_unpublished" } });
  });

  test("a suspended participant gets no link", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    await api.patch(`/v1/participants/${participant.id}`, { status: "suspended" });
    const refused = await api.post("/v1/links", { program: program.id, participant: participant.id });
    expect(refused).toMatchObject({ status: 409, body: { code: "participant_suspended" } });
  });
});

describe("changing", () => {
  test("a new code leaves the former one as an alias, and nobody else can take it", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const link = await createLink(api, { program: program.id, participant: participant.id });
    const changed = await api.patch<ShownLink>(`/v1/links/${link.id}`, { code: "sarah" });
    expect(changed.body).toMatchObject({ code: "SARAH", former_codes: [link.code] });
    const alias = await api.get(`/v1/codes/${link.code}`);
    expect(alias.body).toMatchObject({ valid: true, link_id: link.id });
    const back = await api.patch<ShownLink>(`/v1/links/${link.id}`, { code: link.code });
    expect(back.body).toMatchObject({ code: link.code, former_codes: ["SARAH"] });
  });

  test("a pause, a resumption and an end are each told to the edge", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const link = await createLink(api, { program: program.id, participant: participant.id });
    const before = (await countRows())["edge_changes"] ?? 0;
    for (const status of ["paused", "active", "expired"] as const) {
      expect((await api.patch<ShownLink>(`/v1/links/${link.id}`, { status })).body.status).toBe(status);
    }
    const { results } = await env.DB.prepare("SELECT scope FROM edge_changes ORDER BY seq LIMIT 3 OFFSET ?")
      .bind(before)
      .all();
    expect(results).toEqual([{ scope: link.id }, { scope: link.id }, { scope: link.id }]);
    const same = await countRows();
    await api.patch(`/v1/links/${link.id}`, { status: "expired" });
    expect(await countRows()).toEqual(same);
  });

  test.each([
    "https://evil.example/",
    "https://app.example.com.evil.example/",
    "//app.example.com",
    "javascript:alert(1)",
    "https://app.example.com@evil.example/",
  ])("a destination off the allow-list is refused: %s", async (destination) => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const link = await createLink(api, { program: program.id, participant: participant.id });
    const patched = await api.patch(`/v1/links/${link.id}`, { destination_url: destination });
    const issued = await api.post("/v1/links", {
      program: program.id,
      participant: participant.id,
      campaign: "x",
      destination_url: destination,
    });
    expect(patched).toMatchObject({
      status: 422,
      body: { code: "destination_not_allowed", allowed_hosts: ["app.example.com"] },
    });
    expect(issued).toMatchObject({ status: 422, body: { code: "destination_not_allowed" } });
  });
});

test("a link shows its flushed clicks by channel", async () => {
  const api = await connect();
  const { program, participant } = await ground(api);
  const link = await createLink(api, { program: program.id, participant: participant.id });
  const insert =
    "INSERT INTO click_counts (code, day, channel, shard, human, repeat, bot, preview, prefetch) VALUES (?, ?, ?, ?, 2, 1, 0, 0, 0)";
  await env.DB.batch([
    env.DB.prepare(insert).bind(link.code, 1, "qr", "0-of-2"),
    env.DB.prepare(insert).bind(link.code, 2, "link", "1-of-2"),
  ]);
  const shown = await api.get(`/v1/links/${link.id}`);
  expect(shown.body["clicks"]).toMatchObject({
    human: 4,
    repeat: 2,
    by_channel: { qr: { human: 2 }, link: { human: 2 } },
  });
});
