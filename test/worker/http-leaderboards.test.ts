import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createApi } from "#http/api";
import { clickLogsOf, openContext } from "#open-context";
import { connect, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { asParticipant, createBoard, fillBoards, ranksOf, tellBoards } from "#support/board-ground";
import type { Board, Rank } from "#support/board-ground";
import { createParticipant, createProgram } from "#support/factories";
import { loseBoards } from "#support/fed-boards";
import { countOperations } from "#support/operation-counter";

let api: ApiClient;
beforeEach(async () => {
  api = await connect();
});

describe("a board", () => {
  test("has whom its filters name, in order, with what their cards say and totals of their own", async () => {
    const { program, path, ann, cleo, dan, nowMs } = await createBoard(api);
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
    const { program, path, nowMs } = await createBoard(api);
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
    for (const reader of [api, await asParticipant(api, me.id)]) {
      const seen: string[] = [];
      for (let query = "?limit=3"; query !== "";) {
        const { body } = await reader.get<Board>(`/v1/programs/${program.key}/leaderboard${query}`);
        seen.push(...ranksOf(body));
        query = body.next_cursor === null ? "" : `?limit=3&cursor=${body.next_cursor}`;
        const told = atob((body.next_cursor ?? "").replaceAll("-", "+").replaceAll("_", "/"));
        expect(told.includes("ptc_")).toBe(reader === api && query !== "");
      }
      // Who may go on from an id that he guesses finds out by halves whose it is.
      const guess = btoa(`leaderboard:[1,${atMs},"ptc_3"]`).replaceAll("=", "");
      const { status } = await reader.get(`/v1/programs/${program.key}/leaderboard?cursor=${guess}`);
      expect(status).toBe(reader === api ? 200 : 400);
      expect(seen).toEqual([...ids, me.id].toSorted().map((id, i) => `${i + 1} ${id}`));
    }
  });

  test("shows a participant himself, nobody's id, and no program of the other mode or that is a draft", async () => {
    const { path, bea } = await createBoard(api);
    const mine = await asParticipant(api, bea);
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
    // It was told everything, of which there is nothing yet, when the program was published.
    await vi.waitFor(async () => expect((await api.get(path)).body).toMatchObject({ state: "ready", data: [] }));
    await loseBoards(program.id);
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

describe("a rank", () => {
  test("is anybody's: with those around him, how far the next is, or why there is none", async () => {
    const { program, ann, bea, cleo, dan, eve, path } = await createBoard(api);
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

    const own = await rankOf(bea, "", await asParticipant(api, bea));
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
    const { program, ann } = await createBoard(api);
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
