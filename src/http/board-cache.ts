import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok } from "#domain/result";
import type { Result } from "#domain/result";
import { securityHeaders } from "#domain/security-headers";

const kept = { "cache-control": securityHeaders.sharedData["Cache-Control"] };

type Question = Record<string, string | number | undefined>;

/** One address for one board, however it was asked for. */
export function boardAddress(origin: string, programId: string, question: Question): string {
  const url = new URL(`/v1/public/programs/${programId}/leaderboard`, origin);
  const given = Object.entries(question).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of given) if (value !== undefined) url.searchParams.set(name, String(value));
  return url.href;
}

/**
 * What everybody is told, from the cache of the data centre for some seconds, so that a busy page does not reach the
 * object with each of its views. Only boards that are ready are kept.
 */
export async function keptNearby<Board extends { state: string }>(
  { afterwards }: Context,
  address: string,
  read: () => Promise<Result<Board, Refusal>>,
): Promise<Result<Board, Refusal>> {
  const known = await caches.default.match(address);
  if (known !== undefined) return ok(await known.json<Board>());
  const board = await read();
  if (!board.ok || board.value.state !== "ready") return board;
  const answer = Response.json(board.value, { headers: kept });
  afterwards(async () => caches.default.put(address, answer));
  return board;
}
