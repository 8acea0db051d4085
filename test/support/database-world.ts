import { env } from "cloudflare:workers";
import type { Context } from "#context";
import type { ReportedEvent } from "#domain/event";
import type { Message } from "#domain/plan";
import type { ProgramFraud } from "#domain/program-fraud";
import type { Referral } from "#domain/referral";
import type { Reward, RewardTransition } from "#domain/reward";
import { conversions, events, explanations, payments } from "#schema/events";
import { accounts, entries, transactions } from "#schema/ledger";
import { links } from "#schema/links";
import { outbox } from "#schema/messages";
import { participants } from "#schema/participants";
import { referrals, touches } from "#schema/referrals";
import { rewards, rewardTransitions } from "#schema/rewards";
import { emptyStores } from "#support/empty-stores";
import { clickToken, createReferrer, engineContext, publishProgram } from "#support/engine";
import type { EventSet } from "#support/event-sets";
import { receiptMs } from "#support/event-stories";
import type { ModelDelivery } from "#support/reference-history";
import type { StoredTables } from "#support/stored-tables";
import { openDatabase } from "#store/database";
import { recordEvent } from "#usecases/record-event";

export type DatabaseWorld = { send: (delivery: ModelDelivery, index: number) => Promise<unknown> };

/** The set's program and people in an empty database. */
export async function openDatabaseWorld(
  { document, participants: people }: EventSet,
  // Scoring goes by commit order, which most of these sets permute.
  fraud: ProgramFraud = { preset: "off" },
): Promise<DatabaseWorld> {
  await emptyStores();
  const ctx = engineContext({ nowMs: receiptMs });
  const { programId } = await publishProgram(ctx, { ...document, fraud });
  await Promise.all(
    people.map(({ externalId, kind, email, organization, status, code, linkCreatedAtMs }) => {
      const fields = { externalId, kind, organization, status, ...(email !== null && { email }) };
      const link = { code, createdAtMs: linkCreatedAtMs, expiresAtMs: receiptMs };
      return createReferrer(ctx, programId, externalId, { ...fields, link });
    }),
  );
  return { send: (delivery, index) => send(ctx, programId, delivery, index) };
}

/** A minute after the one before; what the provider reports comes with a key that may verify. */
async function send(
  base: Context,
  programId: string,
  { event, touches: clicks, verified }: ModelDelivery,
  index: number,
) {
  const ctx = { ...base, nowMs: receiptMs + index * 60_000 };
  const reported: ReportedEvent = { ...event };
  if (event.program !== undefined) reported.program = programId;
  if (clicks.length > 0) reported.click = clickToken(programId, clicks);
  const result = await recordEvent(ctx, reported, { verified });
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

export async function loadTables(): Promise<StoredTables> {
  const db = openDatabase(env.DB);
  const [people, linkRows, eventRows, paymentRows, bonds, touchRows, conversionRows, rewardRows] = await db.batch([
    db.select().from(participants),
    db.select().from(links),
    db.select().from(events).orderBy(events.seq),
    db.select().from(payments),
    db.select().from(referrals),
    db.select().from(touches),
    db.select().from(conversions),
    db.select().from(rewards),
  ]);
  const [transitions, transactionRows, entryRows, accountRows, messages, explained] = await db.batch([
    db.select().from(rewardTransitions),
    db.select().from(transactions),
    db.select().from(entries),
    db.select().from(accounts),
    db.select().from(outbox),
    db.select().from(explanations),
  ]);
  // Safe because only this product writes these columns, from the types they are read as.
  return {
    participants: people,
    links: linkRows,
    events: eventRows as StoredTables["events"],
    payments: paymentRows,
    referrals: bonds as Referral[],
    touches: touchRows as StoredTables["touches"],
    conversions: conversionRows,
    rewards: rewardRows as Reward[],
    transitions: transitions as RewardTransition[],
    transactions: transactionRows,
    entries: entryRows,
    accounts: accountRows,
    outbox: messages as unknown as Message[],
    explanations: explained as StoredTables["explanations"],
  };
}
