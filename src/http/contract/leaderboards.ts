import * as z from "zod";
import { boardPeriods, periodPattern } from "#domain/board-period";
import { shownBoard, shownLeaders, shownPublicBoard, shownRank } from "#http/contract/board-rows";
import { defineOperation } from "#http/contract/operation";
import { pageQuery } from "#http/contract/page";
import { kind, pathId, text } from "#http/contract/wire";

const tag = "Leaderboards";
const scope = "leaderboards:read";
const names: readonly string[] = boardPeriods;

/** Which board: each filter that is given narrows it. */
const board = {
  period: z
    .string()
    .max(20)
    .refine(
      (period) => names.includes(period) || periodPattern.test(period),
      `must be ${names.join(", ")}, or a key such as 2026, 2026-Q4, 2026-11 or 2026-W48`,
    )
    .default("this_month")
    .meta({
      description: `${names.map((name) => `\`${name}\``).join(", ")}, or one by its key: \`2026\`, \`2026-Q4\`, \`2026-11\`, \`2026-W48\`. In the program's time zone.`,
    }),
  kind: kind.optional(),
  category: text(64).min(1).optional(),
  location: text(200).min(1).optional(),
};
const params = z.strictObject({ id: pathId });
const refusals = ["not_found", "program_unpublished", "leaderboard_unavailable"] as const;

export const getLeaderboardOperation = defineOperation({
  method: "get",
  path: "/v1/programs/:id/leaderboard",
  operationId: "getLeaderboard",
  summary: "Get a board of a program",
  description: "For keys, and for every participant of the program's mode. Ids of participants are for keys alone.",
  tag,
  scope,
  participant: { by: "mode" },
  params,
  query: z.strictObject({ ...board, ...pageQuery("leaderboard") }),
  answer: shownBoard,
  refusals,
});

export const getPublicLeaderboardOperation = defineOperation({
  method: "get",
  path: "/v1/public/programs/:id/leaderboard",
  operationId: "getPublicLeaderboard",
  summary: "Get a board that everybody may see, without credentials",
  description:
    "Only of a program whose published version says so; every other one is not there. A program of the test mode goes by its id. An answer is kept for 15 seconds.",
  tag,
  scope: "public",
  forPages: true,
  rate: "public-reads",
  params,
  query: z.strictObject({ ...board, ...pageQuery("public_leaderboard") }),
  answer: shownPublicBoard,
  refusals: ["not_found", "leaderboard_unavailable"],
});

export const listLeadersOperation = defineOperation({
  method: "get",
  path: "/v1/programs/:id/leaders",
  operationId: "listLeaders",
  summary: "List the months that are over, with who led them",
  description: "As the boards stood when each month was closed; names as they may be shown today.",
  tag,
  scope,
  participant: { by: "mode" },
  params,
  query: z.strictObject({ ...pageQuery("leaders") }),
  answer: shownLeaders,
  refusals: ["not_found", "program_unpublished"],
});

export const getRankOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id/rank",
  operationId: "getRank",
  summary: "Get a participant's place on a board, and who is next to him",
  tag,
  scope,
  participant: { by: "param", name: "id" },
  params,
  query: z.strictObject({
    program: pathId,
    ...board,
    neighbors: z.coerce.number<string>().int().min(0).max(10).default(3).meta({
      description: "How many above, and how many below.",
    }),
  }),
  answer: shownRank,
  refusals,
});

export const leaderboardOperations = [
  getLeaderboardOperation,
  getPublicLeaderboardOperation,
  listLeadersOperation,
  getRankOperation,
];
