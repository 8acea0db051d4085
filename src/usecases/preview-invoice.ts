import type { Context } from "#context";
import type { Holding } from "#domain/holding";
import { offerForInvoice } from "#domain/invoice";
import type { InvoiceOffer, NoDiscountReason, Period } from "#domain/invoice";
import type { Operation } from "#domain/operation";
import { refuseSuspended } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { canonicalJson, sha256Hex } from "#store/digest";
import type { StoredOperation } from "#store/operations";
import { findProgram } from "#store/programs";
import { loadWalletFacts } from "#store/wallet-facts";
import type { WalletFacts } from "#store/wallet-facts";
import { identifyParticipant } from "#usecases/identify-participant";
import type { ParticipantName } from "#usecases/identify-participant";
import type { OperationRequest } from "#usecases/perform-operation";

export type InvoiceInput = {
  id: string;
  participant: ParticipantName;
  amountMinor: number;
  currency: string;
  period: Period;
  /** Only months of this one; of all in the mode when left out. */
  program?: string | undefined;
};

/** An invoice as it is, as it was applied, or as it would be. */
export type InvoiceState = {
  invoice: InvoiceInput;
  participantId: string;
  status: "applied" | "not_applied" | "voided";
  discountMinor: number;
  reason: NoDiscountReason | null;
  month: UsedMonth | null;
  transactionId: string | null;
  atMs: number | null;
  voidedAtMs: number | null;
};
type UsedMonth = { rewardId: string; programId: string; program: string; expiresAtMs: number | null };

/** What applying the invoice would answer now; writes nothing. */
export async function previewInvoice(ctx: Context, invoice: InvoiceInput): Promise<Result<InvoiceState, Refusal>> {
  const request = await requestForInvoice(ctx, invoice);
  if (!request.ok) return request;
  const { kind, operationId, content, wallet, participant } = request.value;
  const facts = await loadWalletFacts(ctx.db, { mode: ctx.actor.mode, kind, operationId }, wallet);
  if (facts.known !== null) {
    const isSame = facts.known.operation.contentHash === sha256Hex(canonicalJson(content));
    return isSame ? answerInvoice(facts.known, invoice) : refuse({ code: "operation_content_differs", operationId });
  }
  return refuseSuspended(participant) ?? ok(openInvoice(invoice, wallet.ownerId, offerNow(ctx, invoice, facts)));
}

export type InvoiceRequest = OperationRequest & { participant: Participant };

/** The invoice as an operation on its participant's free months. */
export async function requestForInvoice(
  ctx: Context,
  { id, participant: name, amountMinor, currency, period, program: programName }: InvoiceInput,
): Promise<Result<InvoiceRequest, Refusal>> {
  const [participant, program] = await Promise.all([
    identifyParticipant(ctx, name),
    programName === undefined ? null : findProgram(ctx.db, ctx.actor.mode, programName),
  ]);
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (programName !== undefined && program === null) return refuse({ code: "not_found", what: "program" });
  const programId = program?.id ?? null;
  return ok({
    kind: "invoice",
    operationId: id,
    content: { participantId: participant.id, programId, amountMinor, currency, period },
    wallet: { ownerId: participant.id, unit: "free_months", programId },
    participant,
  });
}

export function offerNow(ctx: Context, invoice: InvoiceInput, facts: WalletFacts): InvoiceOffer {
  return offerForInvoice(invoice, facts, ctx.nowMs);
}

/** One that nothing was done with. */
export function openInvoice(
  invoice: InvoiceInput,
  participantId: string,
  { discountMinor, month, reason }: InvoiceOffer,
): InvoiceState {
  const open = { status: "not_applied" as const, transactionId: null, atMs: null, voidedAtMs: null };
  return { ...open, invoice, participantId, discountMinor, reason, month: month === null ? null : usedMonth(month) };
}

/** One that a month was used for; a voided one takes none again. */
export function answerInvoice(stored: StoredOperation, invoice: InvoiceInput): Result<InvoiceState, Refusal> {
  if (stored.operation.status === "undone") return refuse({ code: "invoice_voided", invoiceId: invoice.id });
  return ok(settledInvoice(stored));
}

export function settledInvoice({ operation, program }: StoredOperation): InvoiceState {
  const { operationId, participantId, programId, status, transactionId, atMs, detail } = operation;
  const { amountMinor, currency, period, discountMinor, rewardId, expiresAtMs } = invoiceUse(operation);
  return {
    invoice: { id: operationId, participant: participantId, amountMinor, currency, period },
    participantId,
    status: status === "done" ? "applied" : "voided",
    discountMinor: status === "done" ? discountMinor : 0,
    reason: null,
    month: { rewardId, programId, program, expiresAtMs },
    transactionId,
    atMs,
    voidedAtMs: detail.undoneAtMs,
  };
}

function invoiceUse({ detail, operationId }: Operation) {
  if (detail.invoice === null) throw new Error(`operation ${operationId} is no invoice`);
  return detail.invoice;
}

function usedMonth({ reward, program }: Holding): UsedMonth {
  return { rewardId: reward.id, programId: reward.programId, program, expiresAtMs: reward.expiresAtMs };
}
