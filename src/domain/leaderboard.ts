/** How a board shows somebody's name. `hidden`: he has his rank, and nobody reads whose it is. */
export const boardNames = ["full", "initials", "hidden"] as const;
export type BoardName = (typeof boardNames)[number];

/** Who stands on a board: all of a program's referrers, or those of a kind, a category, a location, or several of these. */
export type BoardFilter = { kind?: string | undefined; category?: string | undefined; location?: string | undefined };

/** One board of a program. `period` is a period's key (`domain/board-period.ts`): `all`, `2026`, `2026-Q4`, `2026-11`, `2026-W48`. */
export type BoardKey = { period: string; filter: BoardFilter };

/** A referrer as boards know him, read from the database as of `version`. */
export type BoardPerson = {
  id: string;
  kind: string;
  category: string | null;
  location: string | null;
  /** False: on no board, because he wants it, is not active, or was erased. */
  isListed: boolean;
  card: BoardCard;
};

/** What a row shows beside the rank; of all time, whatever the board's period is. */
export type BoardCard = {
  /** As it is to be shown; null where it is hidden or not known. */
  name: string | null;
  avatarUrl: string | null;
  /** Referrals sent: people who signed up. */
  referrals: number;
  /** Paid conversions of all time, for the rate. */
  conversions: number;
  /** In `free_months`. */
  monthsEarned: number;
  /** What was earned, by currency, in minor units: money, and what months and days are worth. */
  valueEarned: Record<string, number>;
  badges: BoardBadge[];
  tier: { key: string; title: string } | null;
  nextMilestone: { rule: string; title: string; needed: number; progress: number } | null;
};
export type BoardBadge = { label: string; name: string; icon: string | null; color: string | null };

/** A referral as boards know it. `atMs`: its first payment; null while it is no paid conversion, or no longer one. */
export type PaidReferral = { referralId: string; referrerId: string; atMs: number | null };

/**
 * What the database says, as of its change number `version` (the newest row of the audit log in the same read): an object
 * that knows newer keeps what it knows. So updates may come twice, late and out of order.
 */
export type BoardUpdate = {
  version: number;
  nowMs: number;
  timeZone: string;
  people: BoardPerson[];
  referrals: PaidReferral[];
  /** Of a recalculation of all: these are everybody or everything in a range of ids, so what is not among them is gone. */
  range?: BoardRange | undefined;
};

/** After `after`, up to and with `upTo` (null: to the end), by id. `epoch`: as `begin` told it. */
export type BoardRange = { of: "people" | "referrals"; after: string; upTo: string | null; epoch: string };

/** `epoch` names the life of the object's state: a recalculation whose object was lost meanwhile has to begin anew. */
export type BoardBegun = { state: BoardState; epoch: string };

/** `drift`: how many people and referrals the object had otherwise. An object that is `empty` takes nothing in. */
export type BoardUpdated = { drift: number; state: BoardState };

/**
 * `empty`: it knows nothing, because it is new or was lost. `filling`: it is being read from the database. `scoring`: it
 * has been, and is being summed up; `ranking`: and put in order. Only a `ready` one answers with ranks.
 */
export type BoardState = "empty" | "filling" | "scoring" | "ranking" | "ready";

/** A row of a board. `previousRank`: at the end of yesterday; null where he had none. */
export type BoardRow = {
  participantId: string;
  rank: number;
  previousRank: number | null;
  conversions: number;
  firstConversionAtMs: number;
  card: BoardCard;
};

export type BoardTotals = { participants: number; conversions: number };

/** `updatedAtMs`: as of when the boards were last told what the database says. `next`: where the next page begins; null on the last. */
export type BoardPage = {
  state: BoardState;
  updatedAtMs: number | null;
  totals: BoardTotals;
  rows: BoardRow[];
  next: string | null;
};

/** Where somebody stands. `own` is null for whoever has no rank: he has no conversion, or stands on no board. */
export type BoardPlace = {
  state: BoardState;
  updatedAtMs: number | null;
  totals: BoardTotals;
  own: BoardRow | null;
  above: BoardRow[];
  below: BoardRow[];
  /** How many conversions there are between him and whoever is next above; null for the first. */
  behind: number | null;
};

/** Instants are the program's. */
export type BoardMoment = { nowMs: number; timeZone: string };
/** `after`: as `BoardPage` told it in `next`, or the rank that the page before ended with. */
export type PageQuery = BoardKey & BoardMoment & { after: string | null; limit: number };
export type PlaceQuery = BoardKey & BoardMoment & { participantId: string; neighbours: number };
/** Several boards at once; `neighbours` are not asked for. */
export type RanksQuery = BoardMoment & { participantId: string; boards: BoardKey[] };
export type BoardRank = { rank: number | null; previousRank: number | null; conversions: number; of: number };

/** Who led a month: the first `most` of the whole program and of each category that has somebody. */
export type LeadersQuery = BoardMoment & { month: string; most: number };
export type MonthLeader = {
  /** Empty: of the whole program. */
  category: string;
  rank: number;
  participantId: string;
  conversions: number;
  firstConversionAtMs: number;
};

/** A program's boards, wherever they are kept. What throws does not answer. To another time zone than theirs they are `empty`. */
export type Boards = {
  update: (update: BoardUpdate) => Promise<BoardUpdated>;
  /** Begins a recalculation: an object that is empty, or was made for another time zone, is to be filled. */
  begin: (moment: BoardMoment) => Promise<BoardBegun>;
  /**
   * Ends a recalculation, after the last page of its epoch: sums up or puts in order a portion of what was read, and answers the state
   * then. Asked again until it is `ready`; `empty`: the object was lost, begin anew.
   */
  rank: (input: BoardMoment & { epoch: string }) => Promise<BoardState>;
  state: (moment: BoardMoment) => Promise<BoardState>;
  page: (query: PageQuery) => Promise<BoardPage>;
  place: (query: PlaceQuery) => Promise<BoardPlace>;
  ranks: (query: RanksQuery) => Promise<{ state: BoardState; ranks: BoardRank[] }>;
  /** Null where it is not ready: nobody knows who led. */
  leaders: (query: LeadersQuery) => Promise<MonthLeader[] | null>;
};

/** How somebody moved since yesterday. Whoever had no rank then has risen. */
export function trendOf({
  rank,
  previousRank,
}: Pick<BoardRow, "rank" | "previousRank">): "rising" | "falling" | "stable" {
  if (previousRank === null || rank < previousRank) return "rising";
  return rank > previousRank ? "falling" : "stable";
}
