import { expect } from "vitest";
import { connect } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createParticipant, createProgram } from "#support/factories";
import type { Wallet } from "#support/seeded-rewards";

/** Somebody with a wallet, and what is done with it. */

export async function createWallet(fields: Record<string, unknown> = {}) {
  const api = await connect();
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const participant = await createParticipant(api, { kind: "customer", ...fields });
  const wallet: Wallet = { mode: api.mode, programId: program.id, participantId: participant.id };
  return { api, program, participant, wallet };
}
export type Made = Awaited<ReturnType<typeof createWallet>>;

export function withdraw({ api, program, participant }: Made, fields: Record<string, unknown> = {}): Promise<Reply> {
  const body = { operation_id: "op-1", program: program.key, unit: "USD", amount: 100, ...fields };
  return api.post(`/v1/participants/${participant.id}/withdrawals`, body);
}

export function cancel({ api, participant }: Made, operationId = "op-1"): Promise<Reply> {
  return api.post(`/v1/participants/${participant.id}/withdrawals/${operationId}/cancel`);
}

export type ShownWallet = {
  balances: { unit: string; balance: number }[];
  transactions: { data: Record<string, unknown>[] };
};

export async function readWallet({
  api,
  participant,
}: {
  api: ApiClient;
  participant: { id: string };
}): Promise<ShownWallet> {
  const { status, body, text } = await api.get<ShownWallet>(`/v1/participants/${participant.id}/wallet?limit=100`);
  expect(status, text).toBe(200);
  return body;
}

export async function balanceOf(made: Made): Promise<number | undefined> {
  return (await readWallet(made)).balances[0]?.balance;
}
