import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import { refuseSuspended } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { decideWithdrawal } from "#domain/withdrawal";
import { findParticipant } from "#store/participants";
import { findProgram } from "#store/programs";
import type { StoredOperation } from "#store/operations";
import { changeSetting, performOperation } from "#usecases/perform-operation";

export type WithdrawalInput = {
  participantId: string;
  operationId: string;
  program: string;
  unit: string;
  amount: number;
  description?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
};

/** Takes value out of a wallet under the caller's operation id: once, and never more than is there. */
export async function makeWithdrawal(ctx: Context, input: WithdrawalInput): Promise<Result<StoredOperation, Refusal>> {
  const { mode } = ctx.actor;
  const { operationId, unit, amount, description = null, metadata = null } = input;
  const [participant, program] = await Promise.all([
    findParticipant(ctx.db, mode, input.participantId),
    findProgram(ctx.db, mode, input.program),
  ]);
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (program === null) return refuse({ code: "not_found", what: "program" });
  const [programId, participantId, nowMs] = [program.id, participant.id, programNowMs(program, ctx.nowMs)];
  const content = { participantId, programId, unit, amount, description, metadata };
  const wallet = { ownerId: participantId, unit, programId };
  return performOperation(
    ctx,
    { kind: "withdrawal", operationId, content, wallet },
    ({ holdings, accounts }, contentHash) => {
      // What was done before is answered before this.
      const suspended = refuseSuspended(participant);
      if (suspended !== null) return suspended;
      const operation = {
        ...{ mode, kind: "withdrawal" as const, operationId, contentHash, programId, participantId, unit },
        ...{ quantity: amount, status: "done" as const, transactionId: ctx.newId("txn"), atMs: nowMs },
        detail: { type: "withdrawal" as const, description, metadata, undoneAtMs: null, invoice: null },
      };
      const account = { balance: accounts[0]?.balance ?? 0, holdings };
      const plan = decideWithdrawal(operation, account, changeSetting(ctx, nowMs));
      return plan.ok ? ok({ plan: plan.value, program: program.key }) : plan;
    },
  );
}
