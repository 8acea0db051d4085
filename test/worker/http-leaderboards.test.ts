import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import { dayMs } from "#domain/day";
import type { Mode } from "#domain/mode";
import { createApi } from "#http/api";
import { createBoardPrograms } from "#http/board-programs";
import type { shownBoard, shownLeaders, shownRank } from "#http/contract/board-rows";
import { clickLogsOf, openContext } from "#open-context";
import { call, clientOf, connect, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { fillBoards, tellBoards } from "#support/board-ground";
import { createParticipant, createProgram } from "#support/factories";
import { countOperations } from "#support/operation-counter";

type Board = z.output<typeof shownBoard>;
type Rank = z.output<typeof shownRank>;
type Leaders = z.output<typeof shownLeaders>;

let api: ApiClient;
beforeEach(async () => {
  api = await connect();
});

const ranksOf = ({ data }: Pick<Board, "data">) => data.map(({ rank, name }) => `${rank} ${name}`);

async function asParticipant(id: string, by = api): Promise<ApiClient> {
  const { body } = await by.post<{ token: string }>(`/v1/participants/${id}/tokens`);
  return clientOf({ id, secret: body.token, mode: by.mode });
}

/** Ann of Leeds has three, Bea two and Cleo two a little later, Dan is a customer with one, Eve has none. */
async function createBoard(by = api, leaderboard?: object) {
  const program = await createProgram(by, leaderboard && { overrides: { leaderboard } });
  const nowMs = Date.now();
  const names = ["Ann", "Bea", "Cleo", "Dan", "Eve"];
  const made = await Promise.all(
    names.map(async (name) => createParticipant(by, { kind: name === "Dan" ? "customer" : "supplier", name })),
  );
  const [ann = "", bea = "", cleo = "", dan = "", eve = ""] = made.map(({ id }) => id);
  const card = (name: string) => ({ card: { name, avatarUrl: `https://img.example.com/${name}` } });
  await fillBoards(program.id, [
    { id: ann, paidAtMs: [nowMs, nowMs, nowMs], category: "venue", location: "Leeds", ...card("Ann") },
    { id: bea, paidAtMs: [nowMs - 2, nowMs], category: "venue", ...card("Bea") },
    { id: cleo, paidAtMs: [nowMs - 1, nowMs], location: "Leeds", ...card("Cleo") },
    {
      id: dan,
      paidAtMs: [nowMs - 3],
      kind: "customer",
      card: { name: null, avatarUrl: "https://img.example.com/dan" },
    },
    { id: eve, paidAtMs: [], ...card("Eve") },
  ]);
  return { program, path: `/v1/programs/${program.id}/leaderboard`, ann, bea, cleo, dan, eve, nowMs };
}

describe("a board", () => {
  test("has whom its filters name, in order, with what their cards say and totals of their own", async () => {
    const { program, path, ann, cleo, dan, nowMs } = await createBoard();
    const { body: all, status } = await api.get<Board>(path);
    expect(status).toBe(200);
    expect(ranksOf(all)).toEqual(["1 Ann", "2 Bea", "3 Cleo", "4 null"]);
    expect(all).toMatchObject({
      program_id: program.id,
      state: "ready",
      totals: { participants: 4, conversions: 8 },
      next_cursor: null,
    });
    expect(all.period).toMatch(/^\d{4}-\d\d$/);
    expect(Date.parse(all.last_updated ?? "")).toBeGreaterThanOrEqual(nowMs);
    expect(all.data[0]).toMatchObject({
      participant_id: ann,
      is_you: false,
      previous_rank: 1,
      change: 0,
      trend: "stable",
      conversions: 3,
      referrals: 6,
      conversion_rate_bps: 5000,
      avatar_url: "https://img.example.com/Ann",
    });
    expect(all.data[3]).toMatchObject({ participant_id: dan, avatar_url: null });

    const filtered = async (query: string) => ranksOf((await api.get<Board>(`${path}?${query}`)).body);
    expect(await filtered("category=venue")).toEqual(["1 Ann", "2 Bea"]);
    expect(await filtered("location=Leeds")).toEqual(["1 Ann", "2 Cleo"]);
    expect(await filtered("location=Leeds&category=venue&kind=supplier")).toEqual(["1 Ann"]);
    expect(await filtered("kind=customer")).toEqual(["1 null"]);
    expect(await filtered("category=florist")).toEqual([]);

    await tellBoards(program.id, [{ id: cleo, paidAtMs: [nowMs - 1, nowMs, nowMs, nowMs], card: { name: "Cleo" } }]);
    const { body: moved } = await api.get<Board>(`${path}?period=all_time`);
    expect(moved.period).toBe("all_time");
    const moves = moved.data.map(({ name, change, trend }) => [name, change, trend]);
    expect(moves.slice(0, 3)).toEqual([
      ["Cleo", 2, "rising"],
      ["Ann", -1, "falling"],
      ["Bea", -1, "falling"],
    ]);
  });

  test("of a period that is over stays, one to come is empty, and one that is none is refused", async () => {
    const { program, path, nowMs } = await createBoard();
    const fayMs = Date.parse("2024-11-10T00:00:00Z");
    await tellBoards(program.id, [{ id: "ptc_fay", paidAtMs: [fayMs], card: { name: "Fay" } }]);
    for (const period of ["2024", "2024-Q4", "2024-11", "2024-W45"]) {
      const { body } = await api.get<Board>(`${path}?period=${period}`);
      expect([body.period, ...ranksOf(body)]).toEqual([period, "1 Fay"]);
    }
    const { body: future } = await api.get<Board>(`${path}?period=${new Date(nowMs).getUTCFullYear() + 2}`);
    expect(future).toMatchObject({ data: [], state: "ready", totals: { participants: 0, conversions: 0 } });
    for (const period of ["all", "today", "2024-13", "2024-Q5", "2024-W54", "24", ""]) {
      const { status, body } = await api.get(`${path}?period=${period}`);
      expect([period, status, body["issues"]]).toMatchObject([period, 400, [{ path: "period" }]]);
    }
    expect((await api.get(`${path}?kind=No%20Kind`)).status).toBe(400);
  });

  test("is paged through once, also where all are equals, by whoever may see ids and whoever may not", async () => {
    const program = await createProgram(api);
    const me = await createParticipant(api);
    const atMs = Date.now();
    const ids = Array.from({ length: 7 }, (_, i) => `ptc_${i}`);
    await fillBoards(
      program.id,
      [...ids, me.id].map((id) => ({ id, paidAtMs: [atMs] })),
    );
    for (const reader of [api, await asParticipant(me.id)]) {
      const seen: string[] = [];
      for (let query = "?limit=3"; query !== "";) {
        const { body } = await reader.get<Board>(`/v1/programs/${program.key}/leaderboard${query}`);
        seen.push(...ranksOf(body));
        query = body.next_cursor === null ? "" : `?limit=3&cursor=${body.next_cursor}`;
        const told = atob((body.next_cursor ?? "").replaceAll("-", "+").replaceAll("_", "/"));
        expect(told.includes("ptc_")).toBe(reader === api && query !== "");
      }
      expect(seen).toEqual([...ids, me.id].toSorted().map((id, i) => `${i + 1} ${id}`));
    }
  });

  test("shows a participant himself, nobody's id, and no program of the other mode or that is a draft", async () => {
    const { path, bea } = await createBoard();
    const mine = await asParticipant(bea);
    const { body } = await mine.get<Board>(path);
    expect(body.data.map(({ is_you, participant_id }) => [is_you, participant_id])).toEqual([
      [false, null],
      [true, null],
      [false, null],
      [false, null],
    ]);
    const live = await connect({ mode: "live" });
    const foreign = await createBoard(live);
    const draft = await createProgram(api, { publish: false });
    for (const id of [foreign.program.id, foreign.program.key, draft.id])
      for (const part of ["leaderboard", "leaders"])
        expect((await mine.get(`/v1/programs/${id}/${part}`)).status).toBe(404);
    expect((await api.get(`/v1/programs/${draft.id}/leaderboard`)).body).toMatchObject({ code: "program_unpublished" });
    expect((await live.get<Board>(foreign.path)).body.totals.participants).toBe(4);
  });

  test("says that it is being rebuilt, and a silent object is a problem that passes", async () => {
    const program = await createProgram(api, { overrides: { leaderboard: { public: true } } });
    const { id } = await createParticipant(api);
    const path = `/v1/programs/${program.id}/leaderboard`;
    expect((await api.get(path)).body).toMatchObject({ state: "rebuilding", data: [], last_updated: null });
    const { body } = await api.get<Rank>(`/v1/participants/${id}/rank?program=${program.id}`);
    expect(body).toMatchObject({ state: "rebuilding", rank: null, reason: null, above: [], below: [] });

    const silent = createApi({
      openContext: (bindings, door) => {
        const ctx = openContext(bindings, door);
        const boards = () => {
          throw new Error("overloaded");
        };
        return { ...ctx, platform: { ...ctx.platform, boards } };
      },
      clickLogsOf,
    });
    const authorization = `Bearer ${api.secret}`;
    for (const asked of [path, `/v1/public${path.slice(3)}`, `/v1/participants/${id}/rank?program=${program.id}`]) {
      const request = new Request(origin + asked, { headers: { authorization } });
      const answer = await silent.fetch(request, env, createExecutionContext());
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await answer.json()).toMatchObject({ code: "leaderboard_unavailable" });
    }
  });

  test("of a live program that the isolate knows is read without the database", async () => {
    const live = await connect({ mode: "live" });
    const { program, path, ann } = await createBoard(live, { public: true });
    const isolate = createApi({ openContext, clickLogsOf });
    const { env: counted, take } = countOperations(env);
    const authorization = `Bearer ${live.secret}`;
    for (const asked of [
      path,
      `/v1/public${path.slice(3)}?limit=2`,
      `/v1/participants/${ann}/rank?program=${program.id}`,
    ]) {
      const read = async () => {
        const ctx = createExecutionContext();
        const answer = await isolate.fetch(new Request(origin + asked, { headers: { authorization } }), counted, ctx);
        await waitOnExecutionContext(ctx);
        expect(answer.status, await answer.text()).toBe(200);
      };
      await read();
      take();
      await read();
      expect(take()).toMatchObject({ d1Trips: 0 });
    }
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

describe("a rank", () => {
  test("is anybody's: with those around him, how far the next is, or why there is none", async () => {
    const { program, ann, bea, cleo, dan, eve, path } = await createBoard();
    const rankOf = async (id: string, query = "", by = api) =>
      (await by.get<Rank>(`/v1/participants/${id}/rank?program=${program.key}${query}`)).body;
    const idsOf = (rows: Rank["above"]) => rows.map(({ participant_id }) => participant_id);

    const third = await rankOf(cleo, "&neighbors=1");
    expect(third).toMatchObject({ rank: 3, reason: null, behind: 0, own: { rank: 3, participant_id: cleo } });
    expect(third.totals).toEqual({ participants: 4, conversions: 8 });
    expect([idsOf(third.above), idsOf(third.below)]).toEqual([[bea], [dan]]);
    expect(await rankOf(ann)).toMatchObject({ rank: 1, behind: null, above: [] });
    expect(idsOf((await rankOf(dan)).above)).toEqual([ann, bea, cleo]);
    const alone = await rankOf(cleo, "&location=Leeds&neighbors=0");
    expect(alone).toMatchObject({ rank: 2, behind: 1, above: [], below: [] });

    const own = await rankOf(bea, "", await asParticipant(bea));
    expect(own).toMatchObject({ participant_id: bea, rank: 2, behind: 1, own: { is_you: true, participant_id: null } });

    expect(await rankOf(eve)).toMatchObject({ rank: null, own: null, reason: "no_conversions", behind: null });
    expect(await rankOf(cleo, "&category=venue")).toMatchObject({ rank: null, reason: "other_board" });
    await api.patch(`/v1/participants/${eve}`, { board_opt_out: true });
    expect(await rankOf(eve)).toMatchObject({ rank: null, reason: "opted_out" });
    await api.patch(`/v1/participants/${eve}`, { status: "inactive" });
    expect(await rankOf(eve)).toMatchObject({ rank: null, reason: "inactive" });
    await tellBoards(program.id, [{ id: bea, paidAtMs: [], isListed: false }], Date.now(), 1);
    expect((await api.get<Board>(path)).body.data.map(({ rank, participant_id }) => [rank, participant_id])).toEqual([
      [1, ann],
      [2, cleo],
      [3, dan],
    ]);
  });

  test("is nobody's whom the mode does not know, and of no program of the other one", async () => {
    const { program, ann } = await createBoard();
    const live = await connect({ mode: "live" });
    const stranger = await createParticipant(live);
    const foreign = await createProgram(live);
    const statusOf = async (id: string, query: string) =>
      (await api.get(`/v1/participants/${id}/rank?${query}`)).status;
    expect(await statusOf(stranger.id, `program=${program.id}`)).toBe(404);
    expect(await statusOf("ptc_missing", `program=${program.id}`)).toBe(404);
    expect(await statusOf(ann, `program=${foreign.id}`)).toBe(404);
    for (const query of ["", `program=${program.id}&neighbors=11`, `program=${program.id}&period=soon`])
      expect(await statusOf(ann, query)).toBe(400);
  });
});

test("a participant says himself how he is shown, and so does a key; nobody else does", async () => {
  const [ann, bea] = [await createParticipant(api, { profile: { note: "VIP" } }), await createParticipant(api)];
  expect(ann).toMatchObject({ board_name: null, board_opt_out: false });
  const mine = await asParticipant(ann.id);
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
    for (const query of ["limit=101", "period=soon", "who=1", "cursor=x"])
      expect((await call(`${path}?${query}`)).status).toBe(400);
  });
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
    ]);
    expect(newest?.overall[0]).toMatchObject({ participant_id: people[0]?.id, conversions: 9, is_you: false });
    expect(newest?.categories).toMatchObject([{ category: "venue", leaders: [{ rank: 1, name: "Bea Fox" }] }]);
    expect(oldest).toEqual({ month: "2026-08", closed_at: "2026-10-05T00:00:00.000Z", overall: [], categories: [] });

    const mine = await asParticipant(people[0]?.id ?? "");
    const first = await mine.get<Leaders>(`${path}?limit=1`);
    expect(first.body.data[0]?.overall[0]).toMatchObject({ is_you: true, participant_id: null });
    expect(first.text).not.toContain("ptc_");
    const second = await mine.get<Leaders>(`${path}?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ month: "2026-09" }]);
  });
});
