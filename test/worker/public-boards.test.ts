import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import { dayMs } from "#domain/day";
import type { Mode } from "#domain/mode";
import { createBoardPrograms } from "#http/board-programs";
import type { shownLeaders } from "#http/contract/board-rows";
import { openContext } from "#open-context";
import { listClosedMonths } from "#store/closed-months";
import { call, connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { asParticipant, createBoard, ranksOf, tellBoards } from "#support/board-ground";
import type { Board } from "#support/board-ground";
import { createParticipant, createProgram } from "#support/factories";
import { explainPlan, statementsOf } from "#support/listened-database";

type Leaders = z.output<typeof shownLeaders>;

let api: ApiClient;
beforeEach(async () => {
  api = await connect();
});

describe("a public board", () => {
  const publicPath = (id: string) => `/v1/public/programs/${id}/leaderboard`;

  test("is there where the published version says so, and like a missing one elsewhere", async () => {
    const { program } = await createBoard(api, { public: true });
    const shown = await call<Board>(publicPath(program.id));
    expect(ranksOf(shown.body)).toEqual(["1 Ann", "2 Bea", "3 Cleo", "4 null"]);
    expect(shown.text).not.toContain("ptc_");
    expect(shown.headers.get("cache-control")).toBe("no-store");

    const closed = await createProgram(api, { overrides: { leaderboard: { public: false } } });
    const silent = await createProgram(api);
    const draft = await createProgram(api, { overrides: { leaderboard: { public: true } }, publish: false });
    const missing = await call<object>(publicPath("prg_missing"));
    expect(missing.status).toBe(404);
    for (const id of [closed.id, silent.id, draft.id, program.key, silent.key]) {
      const answer = await call<object>(publicPath(id));
      expect([answer.status, { ...answer.body, request_id: "" }]).toEqual([404, { ...missing.body, request_id: "" }]);
    }
    const document = { ...program.draft, leaderboard: { public: false } };
    await api.put(`/v1/programs/${program.id}/draft`, { document });
    expect((await call(publicPath(program.id))).status).toBe(200);
    await api.post(`/v1/programs/${program.id}/publish`);
    expect((await call(publicPath(program.id))).status).toBe(404);
  });

  test("of a live program is kept for a moment, however it is asked for, and a second read does not reach the object", async () => {
    const live = await connect({ mode: "live" });
    const { program, bea, nowMs } = await createBoard(live, { public: true });
    const first = await call<Board>(`${publicPath(program.key)}?limit=10&category=venue`);
    expect(first.headers.get("cache-control")).toBe("public, max-age=15");
    expect(ranksOf(first.body)).toEqual(["1 Ann", "2 Bea"]);
    const more = Array.from({ length: 5 }, () => nowMs);
    await tellBoards(program.id, [{ id: bea, paidAtMs: more, category: "venue", card: { name: "Bea" } }]);
    const { period } = first.body;
    const again = await call<Board>(`${publicPath(program.id)}?category=venue&period=${period}&limit=10`);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("cache-control")).toBe("public, max-age=15");
    const other = await call<Board>(`${publicPath(program.id)}?category=venue&limit=11`);
    expect(ranksOf(other.body)).toEqual(["1 Bea", "2 Ann"]);
    const unready = await createProgram(live, { overrides: { leaderboard: { public: true } } });
    expect((await call(publicPath(unready.id))).headers.get("cache-control")).toBe("no-store");
  });

  test("may be read by every page, is counted by address, and takes what other boards take", async () => {
    const { program } = await createBoard(api, { public: true });
    const path = publicPath(program.id);
    const headers = { "cf-connecting-ip": "203.0.113.7" };
    const shown = await call<Board>(`${path}?limit=2`, { headers });
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "ratelimit-policy": '"public-reads";q=600;w=60',
    });
    const next = await call<Board>(`${path}?limit=2&cursor=${shown.body.next_cursor}`);
    expect(ranksOf(next.body)).toEqual(["3 Cleo", "4 null"]);
    expect(next.headers.get("ratelimit")).toBeNull();
    const head = await call(path, { method: "HEAD" });
    expect([head.status, head.text]).toEqual([200, ""]);
    const asking = { origin: "https://shop.example.com", "access-control-request-method": "GET" };
    const asked = await call(path, { method: "OPTIONS", headers: asking });
    expect([asked.status, asked.headers.get("access-control-allow-methods")]).toEqual([204, "GET"]);
    const guesses = ["leaderboard", "public_leaderboard"].map((list) => btoa(`${list}:[3,1790000000000,"ptc_x"]`));
    const cursors = guesses.map((guess) => `cursor=${guess.replaceAll("=", "")}`);
    for (const query of ["limit=101", "period=soon", "who=1", "cursor=x", ...cursors])
      expect((await call(`${path}?${query}`)).status).toBe(400);
  });
});

describe("what an isolate remembers of a program", () => {
  const reader = (mode: Mode, programs = createBoardPrograms()) => {
    const startMs = Date.now();
    const actor = { type: "job", name: "test", mode } as const;
    return async (id: string, afterMs: number) =>
      programs(openContext(env, { actor, nowMs: startMs + afterMs, requestId: "req_1" }), id);
  };

  test("is believed for ten seconds where it is live, and of what is not there nothing is", async () => {
    const live = await connect({ mode: "live" });
    const at = reader("live");
    expect(await at("later", 0)).toBeNull();
    const program = await createProgram(live, { key: "later" });
    expect(await at("later", 0)).toMatchObject({ id: program.id, isPublic: false, names: "full" });
    const leaderboard = { public: true, names: "hidden" };
    await live.put("/v1/programs/later/draft", { document: { ...program.draft, leaderboard } });
    await live.post("/v1/programs/later/publish");
    expect(await at("later", 9_999)).toMatchObject({ isPublic: false });
    expect(await at("later", 10_000)).toMatchObject({ isPublic: true, names: "hidden" });
  });

  test("is nothing where it is a test program, whose clock may jump", async () => {
    const { id } = await createProgram(api);
    const at = reader("test");
    expect(await at(id, 0)).toMatchObject({ clockMs: null });
    const set = await api.post(`/v1/programs/${id}/clock`, { advance_ms: dayMs });
    expect(set.status, set.text).toBe(200);
    expect((await at(id, 0))?.clockMs).toBeGreaterThan(Date.now());
  });

  test("is bounded: the first is forgotten for the one that is too many", async () => {
    const live = await connect({ mode: "live" });
    const at = reader("live", createBoardPrograms(2));
    const [a, b, c] = [await createProgram(live), await createProgram(live), await createProgram(live)];
    for (const { id } of [a, b, c]) await at(id, 0);
    await env.DB.prepare("UPDATE programs SET current_version = NULL").run();
    const known = [await at(b.id, 0), await at(c.id, 0), await at(a.id, 0)].map((program) => program?.timeZone);
    expect(known).toEqual(["Europe/London", "Europe/London", null]);
  });
});

test("a participant says himself how he is shown, and so does a key; nobody else does", async () => {
  const [ann, bea] = [await createParticipant(api, { profile: { note: "VIP" } }), await createParticipant(api)];
  expect(ann).toMatchObject({ board_name: null, board_opt_out: false });
  const mine = await asParticipant(api, ann.id);
  const path = `/v1/participants/${ann.id}/board-preferences`;
  const chosen = await mine.patch(path, { board_name: "initials", board_opt_out: true });
  expect(chosen).toMatchObject({
    status: 200,
    body: { id: ann.id, board_name: "initials", board_opt_out: true, profile: null },
  });
  expect((await api.get(`/v1/participants/${ann.id}`)).body).toMatchObject({
    board_name: "initials",
    board_opt_out: true,
  });
  const { body: audit } = await api.get<{ data: { actor: string; detail: object }[] }>(`/v1/audit?object_id=${ann.id}`);
  expect(audit.data[0]).toMatchObject({
    actor: `participant:${ann.id}`,
    action: "participant.changed",
    detail: { fields: ["board_name", "board_opt_out"] },
  });
  expect(
    (await mine.patch(`/v1/participants/${bea.id}/board-preferences`, { board_name: null, board_opt_out: true }))
      .status,
  ).toBe(404);
  expect((await mine.patch(`/v1/participants/${ann.id}`, { board_name: "full" })).status).toBe(401);
  for (const body of [
    { board_name: "loud", board_opt_out: true },
    { board: "full" },
    { board_name: "full", board_opt_out: 1 },
  ])
    expect((await mine.patch(path, body)).status).toBe(400);
  await api.put(`/v1/participants/${ann.kind}/${ann.external_id}`, { board_name: null });
  expect((await mine.get(`/v1/participants/${ann.id}`)).body).toMatchObject({ board_name: null, board_opt_out: true });
  const exported = await api.get<{ data: { item: object }[] }>(`/v1/participants/${ann.id}/export`);
  expect(exported.body.data[0]).toMatchObject({ item: { board_name: null, board_opt_out: true } });
});

describe("past months", () => {
  test("have their leaders, overall and by category, with names as they may be shown today", async () => {
    const program = await createProgram(api, { overrides: { leaderboard: { public: false, names: "initials" } } });
    const avatar_url = "https://img.example.com/a";
    const people = await Promise.all([
      createParticipant(api, { name: "Ann Lee", avatar_url }),
      createParticipant(api, { name: "Bea Fox", avatar_url, board_name: "full" }),
      createParticipant(api, { name: "Cleo Day", avatar_url, board_opt_out: true }),
      createParticipant(api, { name: "Dan Roe", avatar_url }),
      createParticipant(api, { name: "Eve Poe", avatar_url, status: "suspended" }),
    ]);
    await api.post(`/v1/participants/${people[3]?.id}/erase`, { reason: "asked_for" });
    const atMs = Date.parse("2026-10-05T00:00:00Z");
    const month = env.DB.prepare("INSERT INTO closed_months (program_id, month, closed_at_ms) VALUES (?, ?, ?)");
    const leader = env.DB.prepare(
      "INSERT INTO month_leaders (program_id, month, category, rank, participant_id, conversions, first_conversion_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    await env.DB.batch([
      ...["2026-08", "2026-09", "2026-10"].map((name, i) => month.bind(program.id, name, atMs + i * dayMs)),
      ...people.map(({ id }, i) => leader.bind(program.id, "2026-10", "", i + 1, id, 9 - i, atMs)),
      leader.bind(program.id, "2026-10", "venue", 1, people[1]?.id, 8, atMs),
      leader.bind(program.id, "2026-09", "", 1, people[0]?.id, 1, atMs),
    ]);
    const path = `/v1/programs/${program.id}/leaders`;
    const { body } = await api.get<Leaders>(path);
    expect(body.data.map(({ month: name }) => name)).toEqual(["2026-10", "2026-09", "2026-08"]);
    const [newest, , oldest] = body.data;
    expect(newest?.overall.map(({ rank, name, avatar_url: face }) => [rank, name, face])).toEqual([
      [1, "A. L.", null],
      [2, "Bea Fox", avatar_url],
      [3, null, null],
      [4, null, null],
      [5, null, null],
    ]);
    expect(newest?.overall[0]).toMatchObject({ participant_id: people[0]?.id, conversions: 9, is_you: false });
    expect(newest?.categories).toMatchObject([{ category: "venue", leaders: [{ rank: 1, name: "Bea Fox" }] }]);
    expect(oldest).toEqual({ month: "2026-08", closed_at: "2026-10-05T00:00:00.000Z", overall: [], categories: [] });

    const read = { programId: program.id, before: "2026-11", limit: 12 };
    const [statement] = await statementsOf(async (db) => listClosedMonths(db, read));
    const plan = statement === undefined ? [] : await explainPlan(statement);
    expect(plan.filter((step) => /^SCAN|TEMP B-TREE FOR ORDER/.test(step))).toEqual([]);

    const mine = await asParticipant(api, people[0]?.id ?? "");
    const first = await mine.get<Leaders>(`${path}?limit=1`);
    expect(first.body.data[0]?.overall[0]).toMatchObject({ is_you: true, participant_id: null });
    expect(first.text).not.toContain("ptc_");
    const second = await mine.get<Leaders>(`${path}?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ month: "2026-09" }]);
  });
});
