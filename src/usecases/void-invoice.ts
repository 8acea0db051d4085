import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredOperation } from "#store/operations";
import { undoOperation } from "#usecases/undo-operation";

/** Gives the free month of a voided invoice back, with the expiry it had. The invoice stays voided. */
export async function voidInvoice(ctx: Context, invoiceId: string): Promise<Result<StoredOperation, Refusal>> {
  return undoOperation(
    ctx,
    { kind: "invoice", operationId: invoiceId },
    { reason: "invoice_voided", isIt: () => true },
  );
}
