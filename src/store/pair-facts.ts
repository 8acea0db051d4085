import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Meeting, PairEvent } from "#domain/explain-pair";
import type { Mode } from "#domain/mode";
import { events, explanations } from "#schema/events";
import { links } from "#schema/links";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import type { Database } from "#store/database";
import { readDecisions, selectDecisions } from "#store/explanations";
import type { StoredParticipant } from "#store/participants";

/** A participant by id, or by the main app's own. */
export type Named = string | { kind: string; externalId: string };

/** An answer is read by a person. */
const mostPrograms = 20;
const mostEvents = 100;

export type NamedPair = { referrer: StoredParticipant | null; referee: StoredParticipant | null };

/** Two people, in one round trip; null for whoever this mode does not know. */
export async function findPair(db: Database, mode: Mode, of: { referrer: Named; referee: Named }): Promise<NamedPair> {
  const [referrer, referee] = await db.batch([select(of.referrer), select(of.referee)]);
  return { referrer: referrer[0] ?? null, referee: referee[0] ?? null };

  function select(named: Named) {
    const isNamed =
      typeof named === "string"
        ? eq(participants.id, named)
        : and(eq(participants.externalId, named.externalId), eq(participants.kind, named.kind));
    return db
      .select()
      .from(participants)
      .where(and(eq(participants.mode, mode), isNamed));
  }
}

export type PairFacts = {
  /** The programs in which the two could have met, newest first, each with what happened there. */
  meetings: (Meeting & { clockMs: number | null; stage: string | null })[];
  /** Whether there is more than this. */
  isCut: boolean;
  events: PairEvent[];
};

type Asked = { mode: Mode; programId: string | undefined; referrerId: string | null; refereeId: string | null };

/**
 * What is known of two people, in one round trip: in the named program, else wherever the referrer has a link or
 * either of them was referred or came up in a decision.
 */
export async function loadPairFacts(db: Database, asked: Asked): Promise<PairFacts> {
  const { referrerId, refereeId } = asked;
  const inPrograms = sql`(SELECT id FROM programs WHERE ${concerned(asked)} ORDER BY id DESC LIMIT ${mostPrograms})`;
  const [programRows, referralRows, linkRows, decisions, eventRows, signups] = await db.batch([
    db
      .select()
      .from(programs)
      .where(concerned(asked))
      .orderBy(desc(programs.id))
      .limit(mostPrograms + 1),
    db
      .select()
      .from(referrals)
      .where(and(inArray(referrals.refereeId, [referrerId ?? "", refereeId ?? ""]), sql`program_id IN ${inPrograms}`)),
    db
      .selectDistinct({ programId: links.programId })
      .from(links)
      .where(and(eq(links.participantId, referrerId ?? ""), sql`+program_id IN ${inPrograms}`)),
    selectDecisions(db, refereeId ?? "", inArray(explanations.programId, inPrograms)),
    selectEvents(db, refereeId).orderBy(desc(events.seq)).limit(mostEvents),
    selectEvents(db, refereeId, eq(events.type, "signup")).orderBy(desc(events.seq)).limit(mostEvents),
  ]);
  const linked = new Set(linkRows.map(({ programId }) => programId));
  const meetings = programRows.slice(0, mostPrograms).map((program) => {
    const own = referralRows.filter(({ programId }) => programId === program.id);
    const referral = own.find((row) => row.refereeId === refereeId) ?? null;
    return {
      program,
      clockMs: program.clockMs,
      hasLink: linked.has(program.id),
      referral,
      stage: referral?.stage ?? null,
      reverse: own.find((row) => row.refereeId === referrerId) ?? null,
      clauses: readDecisions(decisions.filter(({ programId }) => programId === program.id)).clauses,
    };
  });
  const isCut = programRows.length > mostPrograms || readDecisions(decisions).isCut;
  // Safe because events are written with known types only.
  return { meetings, isCut, events: [...eventRows, ...signups] as PairEvent[] };
}

function concerned({ mode, programId, referrerId, refereeId }: Asked): SQL | undefined {
  const ofMode = eq(programs.mode, mode);
  if (programId !== undefined) return and(ofMode, eq(programs.id, programId));
  return and(
    ofMode,
    sql`programs.id IN (
      SELECT program_id FROM links WHERE participant_id = ${referrerId}
      UNION SELECT program_id FROM referrals WHERE referee_id IN (${referrerId}, ${refereeId})
      UNION SELECT program_id FROM explanations WHERE referee_id = ${refereeId})`,
  );
}

function selectEvents(db: Database, refereeId: string | null, also?: SQL) {
  const { type, programId, occurredAtMs } = events;
  return db
    .select({ type, programId, occurredAtMs })
    .from(events)
    .where(and(eq(events.refereeId, refereeId ?? ""), also));
}
