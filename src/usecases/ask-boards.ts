import type { Context } from "#context";
import { withDeadline } from "#deadline";
import { describeFault } from "#domain/fault";
import type { Boards } from "#domain/leaderboard";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";

const backAfterSeconds = 5;

type Asked<T> = { programId: string; limitMs: number; ask: (boards: Boards) => Promise<T> };

/** Boards that are silent for longer than so long, or that throw, are unavailable. */
export async function askBoards<T>(
  { platform, log }: Context,
  { programId, limitMs, ask }: Asked<T>,
): Promise<Result<T, Refusal>> {
  try {
    return ok(await withDeadline(ask(platform.boards(programId)), limitMs, "the leaderboard"));
  } catch (error) {
    log("error", "leaderboard_silent", { program_id: programId, error: describeFault(error) });
    return refuse({ code: "leaderboard_unavailable", retryAfterSeconds: backAfterSeconds });
  }
}
