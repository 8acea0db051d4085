import type { Context } from "#context";
import { whyUnranked } from "#domain/board-view";
import type { UnrankedReason } from "#domain/board-view";
import type { BoardPage, BoardPlace, PageQuery, PlaceQuery } from "#domain/leaderboard";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findParticipant } from "#store/participants";
import { askBoards } from "#usecases/ask-boards";

/** Enough for an object that has to wake up. */
const limitMs = 5_000;

type At<Query> = { programId: string; query: Query };

export async function readBoard(
  ctx: Context,
  { programId, query }: At<PageQuery>,
): Promise<Result<BoardPage, Refusal>> {
  return askBoards(ctx, { programId, limitMs, ask: async (boards) => boards.page(query) });
}

/** `reason`: why he has no rank; null where he has one, and while nobody has, for the boards are being rebuilt. */
export type Rank = BoardPlace & { reason: UnrankedReason | null };

/** Where somebody stands, whoever he is. Only of somebody without a rank is the database asked: for the reason. */
export async function readRank(ctx: Context, { programId, query }: At<PlaceQuery>): Promise<Result<Rank, Refusal>> {
  const place = await askBoards(ctx, { programId, limitMs, ask: async (boards) => boards.place(query) });
  if (!place.ok) return place;
  const { own, state } = place.value;
  if (own !== null) return ok({ ...place.value, reason: null });
  const person = await findParticipant(ctx.db, ctx.actor.mode, query.participantId);
  if (person === null) return refuse({ code: "not_found", what: "participant" });
  return ok({ ...place.value, reason: state === "ready" ? whyUnranked(person, query.filter) : null });
}
