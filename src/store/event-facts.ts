import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { counterId, everMs } from "#domain/counter";
import type { EventAnswer, ReportedEvent } from "#domain/event";
import type { EventFacts, KnownEvent, ProgramFacts, ReadableEvent } from "#domain/event-facts";
import type { Mode } from "#domain/mode";
import { isAboutPayment } from "#domain/payment";
import type { StoredEvent } from "#domain/payment";
import { normalizeEmail } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import type { Qualification } from "#domain/qualification";
import type { Referral } from "#domain/referral";
import { conversions, events } from "#schema/events";
import { codes, links } from "#schema/links";
import { participants } from "#schema/participants";
import { programVersions, programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { counters, qualifications, rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { pairsOf } from "#store/event-pairs";
import { asFraudEvidence, selectFraudFacts } from "#store/fraud-facts";
import type { EvidenceSetting } from "#store/fraud-facts";
import { asReward } from "#store/reward-facts";

/** What scoring goes by beside the database. Real time: list entries end by it. */
export type ScoringSetting = Omit<EvidenceSetting, "people">;

/** `erasedIds`: under which the event may be known if its person was erased. */
export type FactsSetting = {
  readable: ReadableEvent;
  nowMs: number;
  erasedIds: readonly string[];
  scoring: ScoringSetting;
};

/** Everything that a decision about this event may depend on, in one round trip. */
export async function loadEventFacts(
  db: Database,
  event: ReportedEvent,
  { readable, nowMs, erasedIds, scoring }: FactsSetting,
): Promise<EventFacts> {
  const [known, referee, history, programRows, versionRows, referralRows, conversionRows, rewardRows, ...others] =
    await db.batch(selectFacts(db, event, { readable, nowMs, erasedIds, scoring }));
  const [codeRows, linkRows, owners, below, counterRows, qualificationRows, countRewardRows, ...fraudRows] = others;
  const linksById = new Map(linkRows.map((link) => [link.id, link]));
  return {
    known: knownEvent(event, known),
    referee: referee[0] ?? null,
    history: history.filter((row) => row.eventId !== event.id).map(storedEvent),
    programs: programRows.map((program) => withVersions(program, versionRows)),
    // Safe because only this product writes these columns, from the types they are read as.
    referrals: referralRows as Referral[],
    conversions: conversionRows,
    rewards: rewardRows.map(asReward),
    counters: new Map(counterRows.map((row) => [counterId(row.programId, row), row.used])),
    qualifications: qualificationRows as Qualification[],
    countRewards: countRewardRows.map(asReward),
    links: new Map(
      codeRows.flatMap(({ code, linkId }) => {
        const link = linksById.get(linkId);
        return link === undefined ? [] : [[code, link]];
      }),
    ),
    owners: new Map(owners.map((owner) => [owner.id, owner])),
    ownersBelowReferee: new Set(below.map((row) => `${row.programId}/${row.ownerId}`)),
    traced: null,
    fraud: asFraudEvidence(fraudRows, {
      people: [mailboxOf(event), referee[0]?.normalizedEmail, ...owners.map((owner) => owner.normalizedEmail)],
      ...scoring,
    }),
  };
}

/** By its own id, or by the one that it was given when its person was erased; while that goes on, its refusal says so. */
function knownEvent({ id }: ReportedEvent, known: (typeof events.$inferSelect)[]): KnownEvent | null {
  const found = known.find(({ eventId }) => eventId === id) ?? known[0];
  if (found === undefined) return null;
  const { seq, contentHash, eventId, refusal } = found;
  const isErased = eventId !== id || refusal === "participant_erased";
  // Safe because answers are written from plans only.
  return { seq, contentHash, answer: found.answer as EventAnswer | null, isErased };
}

function mailboxOf({ referee }: ReportedEvent): string | null {
  return referee?.email === undefined ? null : normalizeEmail(referee.email);
}

/** No joins: drizzle gives wrong columns for them in a batch. Every select finds its rows by subselects. */
function selectFacts(db: Database, event: ReportedEvent, { readable, nowMs, erasedIds, scoring }: FactsSetting) {
  const { mode } = readable;
  const refereeId = refereeIdOf(event, mode);
  const codeList = sql`(SELECT value FROM json_each(${JSON.stringify(readable.codes)}))`;
  const linkIds = sql`(SELECT link_id FROM codes WHERE code IN ${codeList})`;
  const referralIds = db.select({ id: referrals.id }).from(referrals).where(eq(referrals.refereeId, refereeId));
  const concerned = concernedPrograms(event, readable, refereeId, linkIds);
  const programIds = sql`(${db.select({ id: programs.id }).from(programs).where(concerned)})`;
  const ownerIds = ownersOf({ linkIds, refereeId, referrerId: event.referrerId });
  return [
    db
      .select()
      .from(events)
      .where(and(eq(events.mode, mode), inArray(events.eventId, [event.id, ...erasedIds]))),
    db.select().from(participants).where(eq(participants.id, refereeId)),
    db
      .select()
      .from(events)
      .where(historyOf(event, mode, refereeId))
      .orderBy(asc(events.seq)),
    db.select().from(programs).where(concerned),
    db
      .select()
      .from(programVersions)
      .where(versionsAskedFor(event, refereeId, programIds)),
    db.select().from(referrals).where(eq(referrals.refereeId, refereeId)),
    db.select().from(conversions).where(inArray(conversions.referralId, referralIds)),
    db.select().from(rewards).where(inArray(rewards.referralId, referralIds)),
    db.select().from(codes).where(inArray(codes.code, codeList)),
    db.select().from(links).where(inArray(links.id, linkIds)),
    db.select().from(participants).where(inArray(participants.id, ownerIds)),
    db
      .select({
        programId: sql<string>`program_id`.as("below_program"),
        ownerId: sql<string>`owner_id`.as("below_owner"),
      })
      .from(ownersBelow({ refereeId, linkIds, programIds, referrerId: event.referrerId })),
    db.select().from(counters).where(openCounters(event, { refereeId, ownerIds, programIds, nowMs })),
    db.select().from(qualifications).where(inArray(qualifications.referralId, referralIds)),
    db.select().from(rewards).where(countRewardsOf(ownerIds, programIds)),
    ...selectFraudFacts(db, {
      mode,
      refereeId,
      pairs: pairsOf(event, { readable, refereeId, linkIds, nowMs, eventIds: [event.id, ...erasedIds] }),
      referralIds: sql`(${referralIds})`,
      told: {
        email: event.referee?.email ?? null,
        mailbox: mailboxOf(event),
        paymentFingerprint: event.paymentFingerprint ?? null,
      },
      nowMs: scoring.nowMs,
    }),
  ] as const;
}

/**
 * The referee by the main app's id, or, where only the payment is named, whoever made it. The main app goes on calling
 * somebody who was erased as it always has: what comes back of his payment is his.
 */
function refereeIdOf(event: ReportedEvent, mode: Mode): SQL {
  const { referee, paymentRef } = event;
  const payer = sql`SELECT referee_id FROM payments WHERE mode = ${mode} AND payment_ref = ${paymentRef ?? null}`;
  if (referee === undefined) return sql`(${payer})`;
  const named = sql`SELECT id FROM participants WHERE mode = ${mode} AND kind = ${referee.kind} AND external_id = ${referee.externalId}`;
  if (paymentRef === undefined || !isAboutPayment(event)) return sql`(${named})`;
  return sql`(SELECT coalesce((SELECT id FROM participants WHERE id = (${payer}) AND erased_at_ms IS NOT NULL), (${named})))`;
}

/** What waits to be decided has not happened yet: it has no referee, and its report may still be refused. */
function historyOf({ paymentRef }: ReportedEvent, mode: Mode, refereeId: SQL): SQL | undefined {
  const ofReferee = eq(events.refereeId, refereeId);
  const concerning =
    paymentRef === undefined ? ofReferee : or(ofReferee, and(eq(events.mode, mode), eq(events.paymentRef, paymentRef)));
  return and(concerning, inArray(events.status, ["parked", "applied"]));
}

/** The named program; else those with a referral of the referee or with a code or journey in the evidence. */
function concernedPrograms(
  event: ReportedEvent,
  readable: ReadableEvent,
  refereeId: SQL,
  linkIds: SQL,
): SQL | undefined {
  const { mode, journeyProgramId } = readable;
  if (event.program !== undefined) {
    return and(eq(programs.mode, mode), or(eq(programs.id, event.program), eq(programs.key, event.program)));
  }
  const evident = sql`${programs.id} IN (
    SELECT program_id FROM referrals WHERE referee_id = ${refereeId}
    UNION SELECT program_id FROM links WHERE id IN ${linkIds}
    UNION SELECT ${journeyProgramId})`;
  return and(eq(programs.mode, mode), evident);
}

/**
 * In force now, at a referral's signup, or when this event happened (the first, if that was before it).
 * The outer column is spelled out: drizzle would leave the table off, and the inner one would be meant.
 */
function versionsAskedFor({ occurredAtMs }: ReportedEvent, refereeId: SQL, programIds: SQL): SQL {
  return sql`program_versions.program_id IN ${programIds} AND program_versions.version IN (
    SELECT current_version FROM programs WHERE id = program_versions.program_id
    UNION SELECT version FROM referrals WHERE referee_id = ${refereeId} AND program_id = program_versions.program_id
    UNION SELECT 1
    UNION SELECT max(version) FROM program_versions own
      WHERE own.program_id = program_versions.program_id AND own.published_at_ms <= ${occurredAtMs ?? Number.MAX_SAFE_INTEGER})`;
}

function ownersOf(of: { linkIds: SQL; refereeId: SQL; referrerId: string | undefined }): SQL {
  return sql`(
    SELECT participant_id FROM links WHERE id IN ${of.linkIds}
    UNION SELECT referrer_id FROM referrals WHERE referee_id = ${of.refereeId}
    UNION SELECT ${of.referrerId ?? null})`;
}

/** Owners of the codes whose chain of referrers leads up to the referee: crediting them would close a circle. */
function ownersBelow(of: { refereeId: SQL; linkIds: SQL; programIds: SQL; referrerId: string | undefined }): SQL {
  return sql`(
    WITH RECURSIVE above (program_id, owner_id, id) AS (
      SELECT program_id, participant_id, participant_id FROM links WHERE id IN ${of.linkIds}
      UNION SELECT id, ${of.referrerId ?? null}, ${of.referrerId ?? null} FROM programs WHERE id IN ${of.programIds}
      UNION
      SELECT above.program_id, above.owner_id, r.referrer_id
      FROM above JOIN referrals r ON r.referee_id = above.id AND r.program_id = above.program_id
    )
    SELECT program_id, owner_id FROM above WHERE id = ${of.refereeId} AND owner_id <> id)`;
}

/**
 * What is counted of the programs, the owners and the referee in windows that were open when this happened, or
 * when what waits for the referee to bind did.
 */
function openCounters(
  { occurredAtMs }: ReportedEvent,
  of: { refereeId: SQL; ownerIds: SQL; programIds: SQL; nowMs: number },
): SQL {
  const sinceMs = sql`min(
    ${occurredAtMs ?? of.nowMs}, ${of.nowMs},
    coalesce((SELECT min(clock_ms) FROM programs WHERE id IN ${of.programIds}), ${of.nowMs}),
    coalesce((SELECT min(occurred_at_ms) FROM events WHERE referee_id = ${of.refereeId}), ${of.nowMs}))`;
  // One list, so that each scope is looked up by the key and a program's other counters are not read.
  const scopes = sql`(SELECT '' UNION SELECT ${of.refereeId} UNION SELECT id FROM participants WHERE id IN ${of.ownerIds})`;
  return sql`program_id IN ${of.programIds} AND scope IN ${scopes} AND ends_at_ms > ${sinceMs}`;
}

/**
 * Those at the counts at which the owners stand, which a loss would take back, and at the next ones; and the first,
 * which comes next under a criterion that was never counted.
 */
function countRewardsOf(ownerIds: SQL, programIds: SQL): SQL {
  return sql`${rewards.id} IN (
    SELECT r.id FROM rewards r
    WHERE r.program_id IN ${programIds} AND r.beneficiary_id IN ${ownerIds} AND r.ordinal IS NOT NULL AND r.ordinal = 1
    UNION SELECT r.id FROM counters c CROSS JOIN rewards r
    WHERE c.program_id IN ${programIds} AND c.scope IN ${ownerIds} AND c.ends_at_ms = ${everMs} AND c.name LIKE 'count:%'
      AND r.beneficiary_id = c.scope AND r.ordinal IS NOT NULL AND r.ordinal IN (c.used, c.used + 1)
      AND r.program_id = c.program_id)`;
}

function storedEvent(row: typeof events.$inferSelect): StoredEvent {
  const { seq, refereeId, programId, occurredAtMs, verified } = row;
  return { seq, event: row.payload as ReportedEvent, refereeId, programId, occurredAtMs, verified };
}

function withVersions(
  program: typeof programs.$inferSelect,
  versions: (typeof programVersions.$inferSelect)[],
): ProgramFacts {
  const { id, mode, key, status, currentVersion, clockMs } = program;
  const own = versions.filter(({ programId }) => programId === id);
  return {
    id,
    mode,
    key,
    status,
    currentVersion,
    clockMs,
    versions: own.map(({ version, document, publishedAtMs }) => ({
      version,
      document: document as ProgramDocument,
      publishedAtMs,
    })),
  };
}
