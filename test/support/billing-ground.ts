import { expect } from "vitest";
import type { ApiClient } from "#support/api";
import { createProgram } from "#support/factories";
import { seedReward } from "#support/seeded-rewards";

/** An invoice that used a free month, a withdrawal, and enough for another of each. */
export async function createBilling(api: ApiClient, program: { id: string }, participant: { id: string }) {
  const months = await createProgram(api, { preset: "supplier-network" });
  const wallet = { mode: api.mode, participantId: participant.id };
  await seedReward({ ...wallet, programId: months.id }, { kind: "free_month", quantity: 1 });
  await seedReward({ ...wallet, programId: months.id }, { kind: "free_month", quantity: 1 });
  const invoice = { participant: participant.id, amount_minor: 4900, currency: "GBP", period: { months: 1 } };
  const withdrawal = { program: program.id, unit: "USD", amount: 100 };
  const done = [
    await api.post("/v1/invoices/apply", { ...invoice, id: "invoice-1" }),
    await api.post(`/v1/participants/${participant.id}/withdrawals`, { ...withdrawal, operation_id: "payout-1" }),
  ];
  for (const { status, text } of done) expect(status, text).toBe(200);
  return { invoice: { ...invoice, id: "invoice-2" }, withdrawal: { ...withdrawal, operation_id: "payout-2" } };
}
