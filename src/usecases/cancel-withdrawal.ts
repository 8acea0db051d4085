import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredOperation } from "#store/operations";
import { undoOperation } from "#usecases/undo-operation";

/** Puts a withdrawal back into the wallet, say when the bank refused it. It stays canceled. */
export async function cancelWithdrawal(
  ctx: Context,
  { participantId, operationId }: { participantId: string; operationId: string },
): Promise<Result<StoredOperation, Refusal>> {
  return undoOperation(
    ctx,
    { kind: "withdrawal", operationId },
    {
      reason: "withdrawal_canceled",
      // Another's looks missing.
      isIt: ({ operation }) => operation.participantId === participantId,
    },
  );
}
