import { connect } from "#support/api";
import type { Reply } from "#support/api";
import type { Reward } from "#domain/reward";
import { createParticipant, createProgram } from "#support/factories";
import { rows } from "#support/ledger";
import { seedReward } from "#support/seeded-rewards";
import type { Wallet } from "#support/seeded-rewards";

/** Somebody with free months, and what is done with an invoice of his. */

export async function createSubscriber() {
  const api = await connect();
  const program = await createProgram(api, { preset: "supplier-network" });
  const participant = await createParticipant(api, { kind: "supplier" });
  const wallet: Wallet = { mode: api.mode, programId: program.id, participantId: participant.id };
  return { api, program, participant, wallet };
}
export type Subscriber = Awaited<ReturnType<typeof createSubscriber>>;

export function seedMonth(wallet: Wallet, fields: Partial<Reward> = {}): Promise<Reward> {
  return seedReward(wallet, { kind: "free_month", quantity: 1, ...fields });
}

export function invoiceOf({ participant }: Subscriber, fields: Record<string, unknown> = {}) {
  const invoice = { id: "inv-1", participant: participant.id, amount_minor: 4900, currency: "GBP" };
  return { ...invoice, period: { months: 1 }, ...fields };
}

export function apply(subscriber: Subscriber, fields: Record<string, unknown> = {}): Promise<Reply> {
  return subscriber.api.post("/v1/invoices/apply", invoiceOf(subscriber, fields));
}

export function preview(subscriber: Subscriber, fields: Record<string, unknown> = {}): Promise<Reply> {
  return subscriber.api.post("/v1/invoices/preview", invoiceOf(subscriber, fields));
}

export function voidIt({ api }: Subscriber, id = "inv-1"): Promise<Reply> {
  return api.post(`/v1/invoices/${id}/void`);
}

export async function monthsLeft({ wallet }: Subscriber): Promise<number | undefined> {
  const sql = "SELECT balance FROM accounts WHERE owner_id = ? AND program_id = ? AND unit = 'free_months'";
  return (await rows<{ balance: number }>(sql, wallet.participantId, wallet.programId))[0]?.balance;
}
