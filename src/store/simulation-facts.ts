import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { ReportedEvent } from "#domain/event";
import type { Link } from "#domain/link";
import type { Participant } from "#domain/participant";
import type { Program } from "#domain/program";
import { manualRule } from "#domain/reward";
import type { RewardState } from "#domain/reward";
import type { SummedReward } from "#domain/simulation";
import { conversions, events } from "#schema/events";
import { codes, links } from "#schema/links";
import { participants } from "#schema/participants";
import { referrals } from "#schema/referrals";
import { rewards } from "#schema/rewards";
import type { Database } from "#store/database";

/** From the first instant until before the second. */
export type Period = { fromMs: number; untilMs: number };

export type PastEvent = {
  event: ReportedEvent;
  verified: boolean;
  actor: string;
  refereeId: string | null;
  /** By the program's clock, where it was decided for the program. */
  decidedAtMs: number | null;
  receivedAtMs: number;
};

/** What happened in the period, in commit order, and how much it is; no more than `limit` of it. */
export async function loadPastEvents(
  db: Database,
  program: Program,
  { period, limit }: { period: Period; limit: number },
): Promise<{ total: number; past: PastEvent[] }> {
  const happened = happenedIn(program, period);
  const [[count], rows] = await db.batch([
    db
      .select({ total: sql<number>`count(*)` })
      .from(events)
      .where(happened),
    db
      .select({
        payload: events.payload,
        verified: events.verified,
        actor: events.actor,
        refereeId: events.refereeId,
        occurredAtMs: events.occurredAtMs,
        receivedAtMs: events.receivedAtMs,
        decidedAtMs: sql<number | null>`${decidedAt(program)}`.as("program_decided_at_ms"),
      })
      .from(events)
      .where(happened)
      .orderBy(asc(events.seq))
      .limit(limit),
  ]);
  const past = rows.map(({ payload, occurredAtMs, ...row }) => {
    // Safe because events are stored as they were read at the door.
    return { ...row, event: { ...(payload as ReportedEvent), occurredAtMs } };
  });
  return { total: count?.total ?? 0, past };
}

/**
 * Left out are people whose referral began earlier, since their signup is not replayed, and the ends of stays,
 * which the replay finds itself.
 */
function happenedIn(program: Program, { fromMs, untilMs }: Period): SQL | undefined {
  const atMs = sql`coalesce(${decidedAt(program)}, ${events.receivedAtMs})`;
  return and(
    eq(events.mode, program.mode),
    sql`${events.status} IN ('applied', 'parked') AND ${events.type} <> 'stay_ended'`,
    sql`(${events.programId} IS NULL OR ${events.programId} = ${program.id})`,
    sql`${atMs} >= ${fromMs} AND ${atMs} < ${untilMs}`,
    sql`(${events.refereeId} IS NULL OR NOT EXISTS (
      SELECT 1 FROM referrals WHERE referrals.referee_id = ${events.refereeId}
        AND referrals.program_id = ${program.id} AND referrals.created_at_ms < ${fromMs}))`,
  );
}

function decidedAt({ id }: Program): SQL {
  return sql`(SELECT decided_at_ms FROM explanations WHERE explanations.referee_id = ${events.refereeId}
    AND explanations.program_id = ${id} AND explanations.event_seq = ${events.seq})`;
}

/** People and links as they are now: the named ones, and the owners of the codes. */
export async function loadPeople(
  db: Database,
  named: { codes: readonly string[]; people: readonly string[] },
): Promise<{ participants: Participant[]; links: Map<string, Link> }> {
  const codeList = sql`(SELECT value FROM json_each(${JSON.stringify(named.codes)}))`;
  const linkIds = sql`(SELECT link_id FROM codes WHERE code IN ${codeList})`;
  const people = sql`(
    SELECT value FROM json_each(${JSON.stringify(named.people)})
    UNION SELECT participant_id FROM links WHERE id IN ${linkIds})`;
  const [codeRows, linkRows, participantRows] = await db.batch([
    db.select().from(codes).where(inArray(codes.code, codeList)),
    db.select().from(links).where(inArray(links.id, linkIds)),
    db.select().from(participants).where(inArray(participants.id, people)),
  ]);
  const byId = new Map(linkRows.map((link) => [link.id, link]));
  const found = codeRows.flatMap(({ code, linkId }): [string, Link][] => {
    const link = byId.get(linkId);
    return link === undefined ? [] : [[code, link]];
  });
  return { participants: participantRows, links: new Map(found) };
}

export type Outcome = { rewards: SummedReward[]; referrals: number; conversions: number };

/** What came of the period: the referrals that began in it and what they brought within it. */
export async function loadOutcome(db: Database, { id }: Program, { fromMs, untilMs }: Period): Promise<Outcome> {
  const within = sql`program_id = ${id} AND created_at_ms >= ${fromMs} AND created_at_ms < ${untilMs}`;
  const begun = sql`(SELECT id FROM referrals WHERE ${within})`;
  const [rewardRows, [referralCount], [conversionCount]] = await db.batch([
    db
      .select({
        ruleKey: rewards.ruleKey,
        unit: rewards.unit,
        quantity: rewards.quantity,
        reversedQuantity: rewards.reversedQuantity,
        redeemedQuantity: rewards.redeemedQuantity,
        worthMinor: rewards.worthMinor,
        worthCurrency: rewards.worthCurrency,
        state: rewards.state,
        denial: sql<string | null>`(SELECT reason FROM reward_transitions
          WHERE reward_id = rewards.id AND to_state = 'denied' LIMIT 1)`.as("denial"),
      })
      .from(rewards)
      .where(sql`${within} AND rule_key <> ${manualRule} AND referral_id IN ${begun}`),
    db
      .select({ total: sql<number>`count(*)` })
      .from(referrals)
      .where(within),
    db
      .select({ total: sql<number>`count(*)` })
      .from(conversions)
      .where(sql`${within} AND referral_id IN ${begun}`),
  ]);
  return {
    // Safe because only this product writes the state.
    rewards: rewardRows.map((row) => ({ ...row, state: row.state as RewardState })),
    referrals: referralCount?.total ?? 0,
    conversions: conversionCount?.total ?? 0,
  };
}
