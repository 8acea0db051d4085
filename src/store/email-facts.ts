import { and, eq, sql } from "drizzle-orm";
import { ruleOf } from "#domain/decide-emails";
import type { EmailTemplate } from "#domain/email-template";
import type { EmailFacts } from "#domain/email-values";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";
import { accounts } from "#schema/ledger";
import { links } from "#schema/links";
import { emails, outbox } from "#schema/messages";
import { participants } from "#schema/participants";
import { programs, programVersions } from "#schema/programs";
import { rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import type { EmailRow } from "#store/emails";
import type { StoredParticipant } from "#store/participants";
import { asReward } from "#store/reward-facts";

/** An email with all that it says something of. */
export type LoadedEmail = {
  email: EmailRow & { template: EmailTemplate };
  /** Whom it is about; null when nobody, or when that person was erased. */
  participant: StoredParticipant | null;
  facts: EmailFacts;
  /** What is in the account that its reward belongs to. */
  balance: number;
};

/** In one round trip, as it all stands now; null when there is no such email. */
export async function loadEmail(db: Database, id: string): Promise<LoadedEmail | null> {
  const programId = sql`(SELECT program_id FROM emails WHERE id = ${id})`;
  const rewardId = sql`(SELECT payload ->> '$.reward_id' FROM outbox WHERE id = (SELECT message_id FROM emails WHERE id = ${id}))`;
  // The team is told of whoever the reward is for.
  const participantId = sql`coalesce((SELECT participant_id FROM emails WHERE id = ${id}), (SELECT beneficiary_id FROM rewards WHERE id = ${rewardId}))`;
  const [[email], [message], [program], versions, [found], [link], [reward], [account]] = await db.batch([
    db.select().from(emails).where(eq(emails.id, id)),
    db
      .select()
      .from(outbox)
      .where(sql`id = (SELECT message_id FROM emails WHERE id = ${id})`),
    db.select().from(programs).where(eq(programs.id, programId)),
    db.select().from(programVersions)
      .where(sql`program_versions.program_id = ${programId} AND program_versions.version IN (
      SELECT current_version FROM programs WHERE id = ${programId}
      UNION SELECT version FROM rewards WHERE id = ${rewardId})`),
    db.select().from(participants).where(eq(participants.id, participantId)),
    db
      .select({ code: links.code })
      .from(links)
      .where(and(eq(links.programId, programId), eq(links.participantId, participantId), eq(links.isDefault, 1))),
    db.select().from(rewards).where(eq(rewards.id, rewardId)),
    db
      .select({ balance: accounts.balance })
      .from(accounts)
      .where(
        sql`(owner_id, program_id, unit) = (SELECT beneficiary_id, program_id, unit FROM rewards WHERE id = ${rewardId})`,
      ),
  ]);
  if (email === undefined) return null;
  const documentOf = (version: number | null | undefined) => {
    const row = versions.find((one) => one.version === version);
    // Safe because versions are copies of drafts, which are written from parsed documents only.
    return row === undefined ? null : (row.document as ProgramDocument);
  };
  const current = documentOf(program?.currentVersion);
  const participant = found === undefined || found.erasedAtMs !== null ? null : found;
  const promise: Reward | null = reward === undefined ? null : asReward(reward);
  return {
    // Safe because rows are written from plans only.
    email: { ...email, template: email.template as EmailTemplate },
    participant,
    balance: account?.balance ?? 0,
    facts: {
      payload: message?.payload ?? {},
      type: message?.type ?? null,
      program: current === null ? null : { name: current.name, document: current },
      participant,
      code: link?.code ?? null,
      reward: promise,
      rule: promise === null ? null : ruleOf(promise, { current, promised: documentOf(reward?.version) }),
      given: {},
    },
  };
}
