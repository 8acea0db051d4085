import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { ReportedEvent } from "#domain/event";
import type { ReadableEvent } from "#domain/event-facts";

/** `eventIds`: under which the event may be known. */
type PairSetting = {
  readable: ReadableEvent;
  refereeId: SQL;
  linkIds: SQL;
  nowMs: number;
  eventIds: readonly string[];
};

/**
 * Who may be the referrer in which program: whoever is, whoever support makes it, or an owner of the evidence. When a
 * referral began stands in it; one that this event may make began with the owner's first touch, or, by a typed code or
 * without a touch, with the signup. A touch that the program's window leaves out is known as such by the decision alone:
 * then the clicks of its days are counted, until the next event has the referral. Nobody where the event can neither
 * promise nor release anything, or has its answer: then scoring is not asked, and none of what it goes by is read.
 */
export function pairsOf(event: ReportedEvent, of: PairSetting): SQL {
  const { type, referrerId } = event;
  const standing = sql`SELECT program_id, referrer_id AS owner_id, id AS referral_id, signed_up_at_ms AS at_ms,
      coalesce(link_clicked_at_ms, signed_up_at_ms) AS touched_at_ms FROM referrals WHERE referee_id = ${of.refereeId}
      AND ${type === "referral_reassigned" ? sql`true` : sql`(${mayPromise(type)} OR ${mayRelease})`}`;
  const moved = sql`SELECT program_id, ${referrerId ?? null}, id, signed_up_at_ms, coalesce(link_clicked_at_ms, signed_up_at_ms)
      FROM referrals WHERE referee_id = ${of.refereeId}`;
  const all = [
    standing,
    ...(referrerId === undefined ? [] : [moved]),
    ...(type === "signup" ? [pairsByEvidence(event, of)] : []),
  ];
  return sql`(SELECT * FROM (${sql.join(all, sql` UNION `)}) WHERE NOT EXISTS (
    SELECT 1 FROM events WHERE mode = ${of.readable.mode} AND answer IS NOT NULL
      AND event_id IN (SELECT value FROM json_each(${JSON.stringify(of.eventIds)}))))`;
}

/** Owners of the evidence, where there is no referral yet. */
function pairsByEvidence({ occurredAtMs }: ReportedEvent, of: PairSetting): SQL {
  const { typedCode, touches } = of.readable.evidence;
  const began = (touches ?? []).filter(({ code }) => code !== typedCode).map(({ code, atMs }) => [code, atMs]);
  const touched = sql`(SELECT min(value ->> 1) FROM json_each(${JSON.stringify(began)})
    WHERE value ->> 0 IN (SELECT code FROM codes WHERE link_id = links.id))`;
  const clock = sql`coalesce((SELECT clock_ms FROM programs WHERE id = links.program_id), ${of.nowMs})`;
  const at = sql`min(${occurredAtMs ?? Number.MAX_SAFE_INTEGER}, ${clock})`;
  return sql`SELECT program_id, participant_id, NULL, ${at}, coalesce(min(${touched}), ${at})
      FROM links WHERE id IN ${of.linkIds} AND NOT EXISTS (
        SELECT 1 FROM referrals WHERE referee_id = ${of.refereeId} AND program_id = links.program_id)
      GROUP BY program_id, participant_id`;
}

/** A rule that the referral was promised listens to it, or counts referrals: whoever has paid may count from then on. */
function mayPromise(type: ReportedEvent["type"]): SQL {
  const isPaid = type === "payment" ? sql`true` : sql`referrals.converted_at_ms IS NOT NULL`;
  return sql`EXISTS (
    SELECT 1 FROM program_versions d CROSS JOIN json_each(d.document, '$.rules') rule
    WHERE d.program_id = referrals.program_id AND d.version = referrals.version
      AND (rule.value ->> '$.on.event' = ${type} OR (${isPaid} AND rule.value ->> '$.on.count' IS NOT NULL)))`;
}

/** Something is kept by time or a dispute alone. */
const mayRelease = sql`EXISTS (
  SELECT 1 FROM rewards kept WHERE kept.referral_id = referrals.id AND kept.state = 'pending' AND kept.needs_review = 0)`;
