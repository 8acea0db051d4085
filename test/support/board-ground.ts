import { env } from "cloudflare:workers";
import type { z } from "zod";
import type { BoardCard, BoardPerson, PaidReferral } from "#domain/leaderboard";
import type { shownBoard, shownRank } from "#http/contract/board-rows";
import { clientOf } from "#support/api";
import type { ApiClient } from "#support/api";
import { createParticipant, createProgram } from "#support/factories";

export type Board = z.output<typeof shownBoard>;
export type Rank = z.output<typeof shownRank>;

/** Newer than anything that a test's own requests tell the object. */
const version = 1_000_000;
export const timeZone = "Europe/London";

export type BoardMember = { id: string; paidAtMs: readonly number[] } & Partial<Omit<BoardPerson, "id" | "card">> & {
    card?: Partial<BoardCard>;
  };

/** The program's boards, made of these people alone. */
export async function fillBoards(programId: string, people: readonly BoardMember[], nowMs = Date.now()): Promise<void> {
  const boards = env.LEADERBOARD.getByName(programId);
  const moment = { nowMs, timeZone };
  const { epoch } = await boards.begin(moment);
  await tellBoards(programId, people, nowMs);
  while ((await boards.rank({ ...moment, epoch })) !== "ready");
}

/** What changed since, as of later changes of the database. */
export async function tellBoards(
  programId: string,
  people: readonly BoardMember[],
  nowMs = Date.now(),
  later = 0,
): Promise<void> {
  const update = { version: version + later, nowMs, timeZone };
  const referrals = people.flatMap(({ id, paidAtMs }) =>
    paidAtMs.map((atMs, i): PaidReferral => ({ referralId: `ref_${id}_${i}`, referrerId: id, atMs })),
  );
  await env.LEADERBOARD.getByName(programId).update({ ...update, people: people.map(aPerson), referrals });
}

function aPerson({ id, paidAtMs, card, ...rest }: BoardMember): BoardPerson {
  const conversions = paidAtMs.length;
  return {
    id,
    kind: "supplier",
    category: null,
    location: null,
    isListed: true,
    ...rest,
    card: {
      name: id,
      avatarUrl: null,
      referrals: 2 * conversions,
      conversions,
      monthsEarned: 0,
      valueEarned: {},
      badges: [],
      tier: null,
      nextMilestone: null,
      ...card,
    },
  };
}

/** Ann of Leeds has three, Bea two and Cleo two a little later, Dan is a customer with one, Eve has none. */
export async function createBoard(by: ApiClient, leaderboard?: object) {
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
      card: { name: null },
    },
    { id: eve, paidAtMs: [], ...card("Eve") },
  ]);
  return { program, path: `/v1/programs/${program.id}/leaderboard`, ann, bea, cleo, dan, eve, nowMs };
}

/** A client with a participant's token. */
export async function asParticipant(by: ApiClient, id: string): Promise<ApiClient> {
  const { body } = await by.post<{ token: string }>(`/v1/participants/${id}/tokens`);
  return clientOf({ id, secret: body.token, mode: by.mode });
}

export const ranksOf = ({ data }: Pick<Board, "data">) => data.map(({ rank, name }) => `${rank} ${name}`);
