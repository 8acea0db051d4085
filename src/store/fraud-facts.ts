import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BatchResponse } from "drizzle-orm/batch";
import { dayMs } from "#domain/day";
import { erasedMailbox, erasedPrefix } from "#domain/erasure";
import type { FraudEvidence, PairEvidence } from "#domain/fraud-evidence";
import { fraudWindowMs, mostOthers } from "#domain/fraud-history";
import type { ClickVia, PastReferral } from "#domain/fraud-history";
import type { FraudListEntry } from "#domain/fraud-list";
import type { Signing } from "#domain/journey";
import type { Mode } from "#domain/mode";
import type { Participant } from "#domain/participant";
import type { Database } from "#store/database";
import { reviewStanding, selectStandings } from "#store/review-standing";

/** Of a referrer's links the newest and the default one: whoever stuffs clicks does not spread them over thousands. */
const mostLinks = 50;
/** Of a referrer's referrals in all programs, or of people with one mailbox or card, the ones that are gone through. */
const mostNear = 1000;
/** Of people with one mailbox or card the first: each more says the same. */
const mostNamesakes = 50;

/** Whom the decision may be about. */
export type FraudSubject = {
  mode: Mode;
  /**
   * A subselect of (program_id, owner_id, referral_id, at_ms, touched_at_ms): who may be the referrer where, of which
   * signup, and when it began; each program and owner once. Of a program that is not scored nothing is read.
   */
  pairs: SQL;
  /** A subselect of ids: what a person has said of these is heeded in programs that are not scored too. */
  referralIds: SQL;
  refereeId: SQL;
  /** As the event tells them; null where it does not. */
  told: { email: string | null; mailbox: string | null; paymentFingerprint: string | null };
  nowMs: number;
};

/** All that scoring needs beside the facts of the decision itself, to be read in their batch. */
export function selectFraudFacts(db: Database, { pairs, ...about }: FraudSubject) {
  const subject = { ...about, pairs: scoredAmong(pairs) };
  return [
    selectPairs(db, subject),
    selectOthers(db, subject),
    selectNamesakes(db, subject),
    selectEntries(db, subject),
    selectStandings(db, subject.referralIds),
  ] as const;
}

export type FraudFactRows = Readonly<BatchResponse<ReturnType<typeof selectFraudFacts>>>;

export type EvidenceSetting = {
  /** Those whose mailboxes an entry of an erased person may be about. */
  people: readonly (string | null | undefined)[];
  signing: Pick<Signing, "pseudonyms">;
  disposable: ReadonlySet<string>;
  nowMs: number;
};

export function asFraudEvidence(
  [pairs, others, namesakes, entries, reviews]: FraudFactRows,
  setting: EvidenceSetting,
): FraudEvidence {
  const isOfErased = entries.some(({ value }) => value.startsWith(erasedPrefix));
  const mailboxes = isOfErased ? setting.people.filter((mailbox) => typeof mailbox === "string") : [];
  const erased = new Map(
    mailboxes.flatMap((mailbox) => erasedMailbox(setting.signing, mailbox).map((name) => [name, mailbox] as const)),
  );
  return {
    pairs: pairs.map((pair) => ({
      ...pairEvidence(pair),
      others: others
        .filter((row) => row.programId === pair.programId && row.referrerId === pair.referrerId)
        .map(otherReferral),
    })),
    namesakes,
    // Safe because only this product writes these columns.
    entries: (entries as (FraudListEntry & { programId: string })[]).map((entry) => ({
      ...entry,
      value: erased.get(entry.value) ?? entry.value,
    })),
    reviews: reviews.map(reviewStanding),
    disposable: setting.disposable,
    nowMs: setting.nowMs,
  };
}

/** As `scoringOf` of the domain reads a program's document. */
function scoredAmong(pairs: SQL): SQL {
  return sql`(SELECT one.* FROM ${pairs} one WHERE EXISTS (
    SELECT 1 FROM programs g CROSS JOIN program_versions d
    WHERE g.id = one.program_id AND d.program_id = g.id AND d.version = g.current_version
      AND coalesce(d.document ->> '$.fraud.preset', 'moderate') <> 'off'))`;
}

/**
 * The pairs of people, each with the referrer's own device, his doubles, and the clicks on his links around the touch:
 * of whole days, the first and the last one too, and as far as they are flushed, which is up to two hours late.
 */
function selectPairs(db: Database, { mode, pairs }: FraudSubject) {
  const day = (offsetMs: number) => sql`CAST((p.touched_at_ms + ${offsetMs}) / ${dayMs} AS INTEGER)`;
  return db
    .select({
      programId: sql<string>`pair_program`.as("pair_program"),
      referrerId: sql<string>`pair_referrer`.as("pair_referrer"),
      referrerVisitorId: sql<string | null>`pair_visitor`.as("pair_visitor"),
      isTakenBack: sql<number>`pair_taken_back`.as("pair_taken_back"),
      doubles: sql<string>`pair_doubles`.as("pair_doubles"),
      clicks: sql<string>`pair_clicks`.as("pair_clicks"),
    })
    .from(
      sql`(SELECT p.program_id AS pair_program, p.owner_id AS pair_referrer,
        (SELECT visitor_id FROM referrals WHERE referee_id = p.owner_id AND program_id = p.program_id) AS pair_visitor,
        ${isTakenBack(sql`p.referral_id`)} AS pair_taken_back,
        (SELECT json_group_array(id) FROM (${selectDoubles(mode)})) AS pair_doubles,
        (SELECT json_array(coalesce(sum(human + repeat), 0), coalesce(sum(embedded), 0)) FROM click_counts WHERE day BETWEEN ${day(-fraudWindowMs)} AND ${day(fraudWindowMs)}
          AND code IN (
            SELECT code FROM links WHERE program_id = p.program_id AND participant_id = p.owner_id AND is_default = 1
            UNION SELECT code FROM (
              SELECT code, program_id FROM links WHERE participant_id = p.owner_id ORDER BY id DESC LIMIT ${mostLinks})
            WHERE program_id = p.program_id)) AS pair_clicks
        FROM ${pairs} p)`,
    );
}

/** Whether the referrer `p` has used what a referral earned him, and has lost it after that. */
function isTakenBack(referralId: SQL): SQL {
  return sql`EXISTS (SELECT 1 FROM rewards w WHERE w.referral_id = ${referralId}
    AND w.redeemed_quantity + w.reversed_quantity > w.quantity AND w.beneficiary_id = p.owner_id)`;
}

/**
 * Of those with the mailbox of the referrer `p` or with his card, the newest: who came after him and around the signup.
 * A card may be told of whoever has not paid, and then says nothing.
 */
function selectDoubles(mode: Mode): SQL {
  const same = (column: SQL) =>
    sql`SELECT near.id FROM (SELECT id, created_at_ms FROM participants WHERE mode = ${mode} AND ${column} <> ''
        AND ${column} = (SELECT ${column} FROM participants WHERE id = p.owner_id) ORDER BY id DESC LIMIT ${mostNamesakes}) near
      WHERE near.id <> p.owner_id AND abs(near.created_at_ms - p.at_ms) < ${fraudWindowMs}
        AND near.created_at_ms > (SELECT created_at_ms FROM participants WHERE id = p.owner_id)`;
  return sql`${same(sql.raw("normalized_email"))} UNION ${same(sql.raw("payment_fingerprint"))}
    AND EXISTS (SELECT 1 FROM referrals paid WHERE paid.referee_id = near.id AND paid.converted_at_ms IS NOT NULL)`;
}

type PairRow = BatchResponse<[ReturnType<typeof selectPairs>]>[0][number];

function pairEvidence({ programId, referrerId, referrerVisitorId, ...row }: PairRow): Omit<PairEvidence, "others"> {
  // Safe because the statement has made these texts.
  const [clicks, embedded] = JSON.parse(row.clicks) as [number, number];
  const doubles = JSON.parse(row.doubles) as string[];
  const isTakenBack = row.isTakenBack === 1;
  return { programId, referrerId, referrerVisitorId, isTakenBack, doubles, clicks: { clicks, embedded } };
}

/**
 * The referrer's other referrals in the program, those that were made right before and right after: ids sort by time, and
 * a famous referrer costs no more than others. Of one in several programs they are found among his nearest thousand.
 */
function selectOthers(db: Database, { pairs }: FraudSubject) {
  const near = (after: SQL, order: SQL) =>
    sql`SELECT id FROM (
      SELECT id, program_id FROM referrals WHERE referrer_id = p.owner_id AND ${after} ORDER BY id ${order} LIMIT ${mostNear})
      WHERE program_id = p.program_id LIMIT ${mostOthers}`;
  return db
    .select({
      programId: sql<string>`o_program`.as("o_program"),
      referrerId: sql<string>`o_referrer`.as("o_referrer"),
      signedUpAtMs: sql<number>`o_signed_up`.as("o_signed_up"),
      clickedAtMs: sql<number | null>`o_clicked`.as("o_clicked"),
      paidAtMs: sql<number | null>`o_paid`.as("o_paid"),
      via: sql<ClickVia | null>`o_via`.as("o_via"),
      visitorId: sql<string | null>`o_visitor`.as("o_visitor"),
      addressHash: sql<string | null>`o_address`.as("o_address"),
      isTakenBack: sql<number>`o_taken_back`.as("o_taken_back"),
      refereeId: sql<string>`o_referee`.as("o_referee"),
      mode: sql<Mode>`o_mode`.as("o_mode"),
      kind: sql<string>`o_kind`.as("o_kind"),
      externalId: sql<string>`o_external_id`.as("o_external_id"),
      name: sql<string | null>`o_name`.as("o_name"),
      email: sql<string | null>`o_email`.as("o_email"),
      normalizedEmail: sql<string | null>`o_mailbox`.as("o_mailbox"),
      organization: sql<string | null>`o_organization`.as("o_organization"),
      category: sql<string | null>`o_category`.as("o_category"),
      location: sql<string | null>`o_location`.as("o_location"),
      status: sql<Participant["status"]>`o_status`.as("o_status"),
      paymentFingerprint: sql<string | null>`o_card`.as("o_card"),
      registeredAtMs: sql<number | null>`o_registered`.as("o_registered"),
    })
    .from(
      sql`(SELECT p.program_id AS o_program, p.owner_id AS o_referrer, r.signed_up_at_ms AS o_signed_up,
        r.link_clicked_at_ms AS o_clicked, r.converted_at_ms AS o_paid, r.via AS o_via, r.visitor_id AS o_visitor,
        r.address_hash AS o_address, ${isTakenBack(sql`r.id`)} AS o_taken_back,
        q.id AS o_referee, q.mode AS o_mode, q.kind AS o_kind, q.external_id AS o_external_id, q.name AS o_name,
        q.email AS o_email, q.normalized_email AS o_mailbox, q.organization AS o_organization,
        q.category AS o_category, q.location AS o_location, q.status AS o_status,
        q.payment_fingerprint AS o_card, q.registered_at_ms AS o_registered
        FROM ${pairs} p CROSS JOIN referrals r CROSS JOIN participants q
        WHERE r.id IN (
            SELECT id FROM (${near(sql`id < coalesce(p.referral_id, '~')`, sql`DESC`)})
            UNION ALL SELECT id FROM (${near(sql`id > p.referral_id`, sql`ASC`)}))
          AND q.id = r.referee_id)`,
    );
}

type OtherRow = BatchResponse<[ReturnType<typeof selectOthers>]>[0][number];

function otherReferral(row: OtherRow): PastReferral {
  const { signedUpAtMs, clickedAtMs, paidAtMs, via, visitorId, addressHash, refereeId, mode, kind, externalId } = row;
  const { name, email, normalizedEmail, organization, category, location, status } = row;
  const { paymentFingerprint, registeredAtMs } = row;
  const referee = { id: refereeId, mode, kind, externalId, name, email, normalizedEmail, organization, category };
  return {
    ...{ signedUpAtMs, clickedAtMs, paidAtMs, via, visitorId, addressHash },
    referee: { ...referee, location, status, paymentFingerprint, registeredAtMs },
    isTakenBack: row.isTakenBack === 1,
  };
}

function selectNamesakes(db: Database, { mode, pairs, refereeId, told }: FraudSubject) {
  const same = (column: SQL, value: string | null) =>
    sql`SELECT id FROM (
      SELECT id FROM (SELECT id, created_at_ms FROM participants WHERE mode = ${mode} AND ${column} IS NOT NULL
        AND ${column} IN (SELECT ${value} UNION SELECT ${column} FROM participants WHERE id = ${refereeId})
        AND EXISTS (SELECT 1 FROM ${pairs}) LIMIT ${mostNear})
      ORDER BY created_at_ms, id LIMIT ${mostNamesakes})`;
  return db
    .select({
      id: sql<string>`n_id`.as("n_id"),
      createdAtMs: sql<number>`n_created`.as("n_created"),
      normalizedEmail: sql<string | null>`n_mailbox`.as("n_mailbox"),
      paymentFingerprint: sql<string | null>`n_card`.as("n_card"),
    })
    .from(
      sql`(SELECT n.id AS n_id, n.created_at_ms AS n_created, n.normalized_email AS n_mailbox,
        n.payment_fingerprint AS n_card FROM participants n WHERE n.id IN (
          ${same(sql.raw("normalized_email"), told.mailbox)}
          UNION ${same(sql.raw("payment_fingerprint"), told.paymentFingerprint)}
          UNION SELECT id FROM participants WHERE id = ${refereeId} AND EXISTS (SELECT 1 FROM ${pairs})))`,
    );
}

/**
 * Entries that can apply: those that name one of the two people, his mailbox, or his domain or one above it, found by
 * what they say; and all of the kinds that only reading can match, which `maxReadEntries` bounds, with the mailboxes of
 * erased people, of which there are no more than the lists take in all.
 */
function selectEntries(db: Database, { mode, pairs, refereeId, told, nowMs }: FraudSubject) {
  const columns = sql.raw(
    "e.id AS e_id, e.program_id AS e_program, e.effect AS e_effect, e.kind AS e_kind,\
    e.value AS e_value, e.expires_at_ms AS e_expires",
  );
  const applies = sql`e.mode = ${mode} AND (e.expires_at_ms IS NULL OR e.expires_at_ms > ${nowMs})
    AND e.program_id IN (SELECT '' UNION SELECT program_id FROM pairs) AND EXISTS (SELECT 1 FROM pairs)`;
  const read = (which: SQL) =>
    sql`SELECT * FROM (SELECT ${columns} FROM fraud_list_entries e WHERE ${applies} AND ${which})`;
  return db
    .select({
      id: sql<string>`e_id`.as("e_id"),
      programId: sql<string>`e_program`.as("e_program"),
      effect: sql<string>`e_effect`.as("e_effect"),
      kind: sql<string>`e_kind`.as("e_kind"),
      value: sql<string>`e_value`.as("e_value"),
      expiresAtMs: sql<number | null>`e_expires`.as("e_expires"),
    })
    .from(
      sql`(WITH RECURSIVE pairs AS MATERIALIZED (SELECT * FROM ${pairs}),
        people (id, email, mailbox) AS MATERIALIZED (
          SELECT id, email, normalized_email FROM participants
          WHERE id IN (SELECT ${refereeId} UNION SELECT owner_id FROM pairs)
          UNION ALL SELECT '', ${told.email}, ${told.mailbox}),
        domains (name) AS (
          SELECT lower(substr(trim(email), instr(trim(email), '@') + 1)) FROM people WHERE email IS NOT NULL
          UNION SELECT substr(mailbox, instr(mailbox, '@') + 1) FROM people WHERE mailbox IS NOT NULL
          UNION SELECT substr(name, instr(name, '.') + 1) FROM domains WHERE instr(name, '.') > 0),
        said (kind, value) AS (
          SELECT 'participant', id FROM people
          UNION ALL SELECT 'email', mailbox FROM people
          UNION ALL SELECT 'domain', name FROM domains)
        SELECT ${columns} FROM said CROSS JOIN fraud_list_entries e
          WHERE e.kind = said.kind AND e.value = said.value AND ${applies}
        UNION ${read(sql.raw("e.kind = 'pattern'"))}
        UNION ${read(sql.raw("e.kind = 'address'"))}
        UNION ${read(sql.raw("e.kind = 'email' AND e.value >= 'erased:' AND e.value < 'erased;'"))})`,
    );
}
