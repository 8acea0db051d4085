import type { Operation } from "#domain/operation";
import { nowMs } from "#support/domain-factories";

/** A withdrawal of Ann's that was done, unless told otherwise. */
export function anOperation(fields: Partial<Operation> = {}): Operation {
  return {
    mode: "live",
    kind: "withdrawal",
    operationId: "op-1",
    contentHash: "hash",
    programId: "prg_1",
    participantId: "ptc_ann",
    unit: "GBP",
    quantity: 100,
    status: "done",
    transactionId: "txn_op",
    detail: { type: "withdrawal", description: null, metadata: null, undoneAtMs: null, invoice: null },
    atMs: nowMs,
    ...fields,
  };
}
