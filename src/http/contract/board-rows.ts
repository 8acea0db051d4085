import * as z from "zod";
import type { Actor } from "#domain/actor";
import { noIdentity, showIdentity } from "#domain/board-name";
import { unrankedReasons } from "#domain/board-view";
import type { BoardName, BoardPage, BoardRow } from "#domain/leaderboard";
import { trendOf } from "#domain/leaderboard";
import { conversionRateBps } from "#domain/participant-totals";
import { pageOf, showPage, showStretch } from "#http/contract/page";
import { id, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { LedMonth, PastLeader } from "#store/closed-months";
import type { Rank } from "#usecases/read-board";

const name = z.string().nullable().meta({ description: "As he lets it be shown; null where he does not." });
const avatar = z.string().nullable();
const participantId = id("ptc").nullable().meta({ description: "For keys alone." });

const entry = {
  rank: z.int(),
  previous_rank: z.int().nullable().meta({ description: "At the end of yesterday; null where there was none." }),
  change: z.int().nullable().meta({ description: "Ranks risen since yesterday, negative for fallen; null for new." }),
  trend: z.enum(["rising", "falling", "stable"]),
  name,
  avatar_url: avatar,
  conversions: z.int().meta({ description: "Paid conversions in the period." }),
  first_conversion_at: shownInstant.meta({ description: "In the period: the earlier comes first among equals." }),
  referrals: z.int().meta({ description: "Referrals sent, of all time." }),
  conversion_rate_bps: z.int().nullable().meta({
    description: "Of those, how many have paid, in hundredths of a per cent, of all time; null before the first.",
  }),
  months_earned: z.int(),
  value_earned: z.record(z.string(), z.int()).meta({ description: "By currency, in minor units." }),
  badges: z.array(
    z.strictObject({ label: z.string(), name: z.string(), icon: z.string().nullable(), color: z.string().nullable() }),
  ),
  tier: z.strictObject({ key: z.string(), title: z.string() }).nullable(),
  next_milestone: z
    .strictObject({ rule: z.string(), title: z.string(), needed: z.int(), progress: z.int() })
    .nullable(),
};

const shownPublicEntry = z.strictObject(entry).meta({ id: "PublicLeaderboardEntry" });
const shownEntry = z
  .strictObject({
    ...entry,
    participant_id: participantId,
    is_you: z.boolean().meta({ description: "For a participant: whether this is himself." }),
  })
  .meta({ id: "LeaderboardEntry" });

/** What every answer about a board says of it. */
const stated = {
  program_id: id("prg"),
  period: z.string().meta({ description: "The key of the period; `all_time` for that." }),
  state: z.enum(["ready", "rebuilding"]).meta({
    description: "`rebuilding`: nobody has a rank until the boards have been read from the database again.",
  }),
  last_updated: shownInstant
    .nullable()
    .meta({ description: "As of when the boards were last told what the database says." }),
  totals: z.strictObject({
    participants: z.int().meta({ description: "Who have a rank." }),
    conversions: z.int(),
  }),
};

export const shownBoard = z.strictObject({ ...stated, ...pageOf(shownEntry).shape }).meta({ id: "Leaderboard" });
export const shownPublicBoard = z
  .strictObject({ ...stated, ...pageOf(shownPublicEntry).shape })
  .meta({ id: "PublicLeaderboard" });

/** A board that was asked for: of which program, and of which period by its key. */
type Shown = { programId: string; period: string };

export function showBoard(actor: Actor, page: BoardPage, of: Shown): z.input<typeof shownBoard> {
  const show = (row: BoardRow) => showEntry(actor, row);
  return { ...showState(page, of), ...showStretch("leaderboard", rowsFor(actor, page), show) };
}

export function showPublicBoard(page: BoardPage, of: Shown): z.input<typeof shownPublicBoard> {
  return { ...showState(page, of), ...showStretch("public_leaderboard", rowsFor(null, page), showPublicEntry) };
}

function showState({ state, updatedAtMs, totals }: Omit<BoardPage, "rows" | "next">, of: Shown) {
  return {
    program_id: of.programId,
    period: of.period === "all" ? "all_time" : of.period,
    state: state === "ready" ? ("ready" as const) : ("rebuilding" as const),
    last_updated: showInstantOrNull(updatedAtMs),
    totals,
  };
}

/** The object's place has an id in it, so that whoever may not see ids goes on by rank. */
function rowsFor(actor: Actor | null, { rows, next }: BoardPage) {
  return { rows, next: actor?.type === "key" || next === null ? next : (rows.at(-1)?.rank ?? null) };
}

function showEntry(actor: Actor, row: BoardRow): z.input<typeof shownEntry> {
  const { participantId } = row;
  return {
    ...showPublicEntry(row),
    participant_id: actor.type === "key" ? participantId : null,
    is_you: actor.type === "participant" && actor.id === participantId,
  };
}

function showPublicEntry(row: BoardRow): z.input<typeof shownPublicEntry> {
  const { rank, previousRank, conversions, firstConversionAtMs, card } = row;
  return {
    rank,
    previous_rank: previousRank,
    change: previousRank === null ? null : previousRank - rank,
    trend: trendOf(row),
    name: card.name,
    avatar_url: card.avatarUrl,
    conversions,
    first_conversion_at: showInstant(firstConversionAtMs),
    referrals: card.referrals,
    conversion_rate_bps: conversionRateBps(card),
    months_earned: card.monthsEarned,
    value_earned: card.valueEarned,
    badges: card.badges,
    tier: card.tier,
    next_milestone: card.nextMilestone,
  };
}

export const shownRank = z
  .strictObject({
    ...stated,
    participant_id: id("ptc"),
    rank: z.int().nullable(),
    reason: z
      .enum(unrankedReasons)
      .nullable()
      .meta({ description: "Why there is no rank; null where there is one, and while the boards are being rebuilt." }),
    own: shownEntry.nullable(),
    above: z.array(shownEntry).meta({ description: "Those next above, the best of them first." }),
    below: z.array(shownEntry),
    behind: z.int().nullable().meta({
      description: "Conversions between him and whoever is next above; null for the first.",
    }),
  })
  .meta({ id: "Rank" });

export function showRank(actor: Actor, found: Rank, of: Shown & { participantId: string }): z.input<typeof shownRank> {
  const { own, above, below, behind, reason } = found;
  const show = (row: BoardRow) => showEntry(actor, row);
  return {
    ...showState(found, of),
    participant_id: of.participantId,
    rank: own?.rank ?? null,
    reason,
    own: own && show(own),
    above: above.map(show),
    below: below.map(show),
    behind,
  };
}

const shownLeader = z
  .strictObject({
    rank: z.int(),
    participant_id: participantId,
    is_you: z.boolean(),
    name,
    avatar_url: avatar,
    conversions: z.int(),
    first_conversion_at: shownInstant,
  })
  .meta({ id: "MonthLeader" });

export const shownLeaders = pageOf(
  z
    .strictObject({
      month: z.string().meta({ example: "2026-10" }),
      closed_at: shownInstant,
      overall: z.array(shownLeader),
      categories: z.array(z.strictObject({ category: z.string(), leaders: z.array(shownLeader) })),
    })
    .meta({ id: "MonthLeaders" }),
).meta({ id: "MonthLeadersPage" });

export function showMonths(
  months: LedMonth[],
  { actor, names, limit }: { actor: Actor; names: BoardName; limit: number },
) {
  const show = (leader: PastLeader) => showLeader(actor, leader, names);
  const showMonth = ({ month, closedAtMs, leaders }: LedMonth) => {
    const boards = Map.groupBy(leaders, ({ category }) => category);
    const overall = boards.get("") ?? [];
    boards.delete("");
    const categories = [...boards].map(([category, found]) => ({ category, leaders: found.map(show) }));
    return { month, closed_at: showInstant(closedAtMs), overall: overall.map(show), categories };
  };
  return showPage("leaders", months, { limit, placeOf: ({ month }) => month, show: showMonth });
}

function showLeader(actor: Actor, leader: PastLeader, names: BoardName): z.input<typeof shownLeader> {
  const { rank, participantId, conversions, isListed, boardName } = leader;
  const shown = isListed ? showIdentity(leader, boardName ?? names) : noIdentity;
  return {
    rank,
    participant_id: actor.type === "key" ? participantId : null,
    is_you: actor.type === "participant" && actor.id === participantId,
    name: shown.name,
    avatar_url: shown.avatarUrl,
    conversions,
    first_conversion_at: showInstant(leader.firstConversionAtMs),
  };
}
