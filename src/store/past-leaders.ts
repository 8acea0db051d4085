import { sql } from "drizzle-orm";
import type { BoardName } from "#domain/leaderboard";
import type { Database } from "#store/database";

export type PastLeader = {
  /** Empty: of the whole program. */
  category: string;
  rank: number;
  participantId: string;
  conversions: number;
  firstConversionAtMs: number;
  name: string | null;
  avatarUrl: string | null;
  /** As he has chosen; null where he has not. */
  boardName: BoardName | null;
  /** Whether he may still be shown: he is not erased, and has not left the boards since. */
  isListed: boolean;
};
export type ClosedMonth = { month: string; closedAtMs: number; leaders: PastLeader[] };

type Row = { month: string; closedAtMs: number; leaders: string };
type RowLeader = Omit<PastLeader, "isListed"> & { isListed: number };

/** Closed months, newest first, one more than `limit` where there are more; the leaders of each by category and rank. */
export async function listClosedMonths(
  db: Database,
  filter: { programId: string; before: string | undefined; limit: number },
): Promise<ClosedMonth[]> {
  const { programId, before = "~", limit } = filter;
  const rows = await db.all<Row>(sql`
    SELECT m.month AS month, m.closed_at_ms AS closedAtMs,
      (SELECT json_group_array(json_object('category', l.category, 'rank', l.rank, 'participantId', l.participant_id,
          'conversions', l.conversions, 'firstConversionAtMs', l.first_conversion_at_ms, 'name', p.name,
          'avatarUrl', p.avatar_url, 'boardName', p.board_name,
          'isListed', p.id IS NOT NULL AND p.erased_at_ms IS NULL AND p.board_opt_out = 0)
        ORDER BY l.category, l.rank)
       FROM month_leaders l LEFT JOIN participants p ON p.id = l.participant_id
       WHERE l.program_id = m.program_id AND l.month = m.month) AS leaders
    FROM closed_months m WHERE m.program_id = ${programId} AND m.month < ${before}
    ORDER BY m.month DESC LIMIT ${limit + 1}`);
  return rows.map(({ leaders, ...month }) => ({ ...month, leaders: readLeaders(leaders) }));
}

function readLeaders(json: string): PastLeader[] {
  // Safe because the statement above writes it.
  return (JSON.parse(json) as RowLeader[]).map((leader) => ({ ...leader, isListed: leader.isListed === 1 }));
}
