import { eq, inArray, sql } from "drizzle-orm";
import type { ReleaseEvidence } from "#domain/judge-release";
import type { Mode } from "#domain/mode";
import type { Referral } from "#domain/referral";
import { participants } from "#schema/participants";
import { referrals } from "#schema/referrals";
import type { Database } from "#store/database";
import { asFraudEvidence, selectFraudFacts } from "#store/fraud-facts";
import type { EvidenceSetting } from "#store/fraud-facts";
import { asRewardFacts, selectRewardFacts } from "#store/reward-facts";
import type { StoredRewardFacts } from "#store/reward-facts";

/** `evidence`: null for a reward that no referral has earned. */
export type StoredReleaseFacts = StoredRewardFacts & { evidence: ReleaseEvidence | null };

/** A reward with all that its release is decided on, in one round trip. */
export async function loadReleaseFacts(
  db: Database,
  rewardId: string,
  setting: Omit<EvidenceSetting, "people"> & { mode: Mode },
): Promise<StoredReleaseFacts | null> {
  // What is not pending cannot be released, and then nothing is read of its referral.
  const referralId = sql`(SELECT referral_id FROM rewards WHERE id = ${rewardId} AND state = 'pending')`;
  const pairs = sql`(SELECT program_id, referrer_id AS owner_id, id AS referral_id, signed_up_at_ms AS at_ms,
      coalesce(link_clicked_at_ms, signed_up_at_ms) AS touched_at_ms
    FROM referrals WHERE id = ${referralId})`;
  const ends = sql`(SELECT referee_id FROM referrals WHERE id = ${referralId}
    UNION SELECT referrer_id FROM referrals WHERE id = ${referralId})`;
  const [[referral], people, [approval], pairRows, others, namesakes, entries, reviews, ...rows] = await db.batch([
    db.select().from(referrals).where(eq(referrals.id, referralId)),
    db.select().from(participants).where(inArray(participants.id, ends)),
    db
      .select({ approvals: sql<number>`approvals`.as("approvals") })
      .from(
        sql`(SELECT count(*) AS approvals FROM reward_transitions WHERE reward_id = ${rewardId} AND reason = 'approved')`,
      ),
    ...selectFraudFacts(db, {
      mode: setting.mode,
      pairs,
      referralIds: referralId,
      refereeId: sql`(SELECT referee_id FROM referrals WHERE id = ${referralId})`,
      told: { email: null, mailbox: null, paymentFingerprint: null },
      nowMs: setting.nowMs,
    }),
    ...selectRewardFacts(db, rewardId),
  ]);
  const facts = asRewardFacts(rows);
  if (facts === null) return null;
  const referrer = people.find(({ id }) => id === referral?.referrerId);
  const referee = people.find(({ id }) => id === referral?.refereeId);
  if (referral === undefined || referrer === undefined || referee === undefined) return { ...facts, evidence: null };
  const mailboxes = people.map(({ normalizedEmail }) => normalizedEmail);
  const fraud = asFraudEvidence([pairRows, others, namesakes, entries, reviews], { people: mailboxes, ...setting });
  // Safe because only this product writes these columns, from the types they are read as.
  const bond = referral as Referral;
  return { ...facts, evidence: { fraud, referral: bond, referrer, referee, isApproved: approval?.approvals !== 0 } };
}
