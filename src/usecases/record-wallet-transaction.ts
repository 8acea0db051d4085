import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { decideTransaction } from "#domain/wallet-transaction";
import type { RecordableType } from "#domain/wallet-transaction";
import type { StoredOperation } from "#store/operations";
import { findParticipant } from "#store/participants";
import { findProgram } from "#store/programs";
import { performOperation } from "#usecases/perform-operation";

export type WalletTransactionInput = {
  participantId: string;
  operationId: string;
  program: string;
  type: RecordableType;
  unit: string;
  /** Below zero only for an adjustment. */
  amount: number;
  description?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
};

/** Writes what the main app itself pays into a wallet, or corrects in it, under the caller's operation id. */
export async function recordWalletTransaction(
  ctx: Context,
  input: WalletTransactionInput,
): Promise<Result<StoredOperation, Refusal>> {
  const { mode } = ctx.actor;
  const { operationId, type, unit, amount, description = null, metadata = null } = input;
  const [participant, program] = await Promise.all([
    findParticipant(ctx.db, mode, input.participantId),
    findProgram(ctx.db, mode, input.program),
  ]);
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (program === null) return refuse({ code: "not_found", what: "program" });
  if (participant.erasedAtMs !== null) return refuse({ code: "participant_erased", participant: participant.id });
  const [programId, participantId] = [program.id, participant.id];
  const content = { participantId, programId, type, unit, amount, description, metadata };
  const wallet = { ownerId: participantId, unit, programId };
  return performOperation(ctx, { kind: "transaction", operationId, content, wallet }, ({ accounts }, contentHash) => {
    const operation = {
      ...{ mode, kind: "transaction" as const, operationId, contentHash, programId, participantId, unit },
      ...{ quantity: amount, status: "done" as const, transactionId: ctx.newId("txn") },
      detail: { type, description, metadata, undoneAtMs: null, invoice: null },
      atMs: programNowMs(program, ctx.nowMs),
    };
    const plan = decideTransaction(operation, accounts[0]?.balance ?? 0);
    return plan.ok ? ok({ plan: plan.value, program: program.key }) : plan;
  });
}
