import type { Context } from "#context";
import type { Holding } from "#domain/holding";
import { planInvoice } from "#domain/invoice";
import type { InvoiceOffer } from "#domain/invoice";
import { programNowMs } from "#domain/mode";
import type { Operation } from "#domain/operation";
import { refuseSuspended } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok } from "#domain/result";
import type { Result } from "#domain/result";
import { changeSetting, performOperation } from "#usecases/perform-operation";
import type { PlannedOperation } from "#usecases/perform-operation";
import { answerInvoice, offerNow, openInvoice, requestForInvoice } from "#usecases/preview-invoice";
import type { InvoiceInput, InvoiceState } from "#usecases/preview-invoice";

/**
 * Takes a free month off an invoice, once per invoice. Where there is none, nothing is kept of it: it may be applied
 * later.
 */
export async function applyInvoice(ctx: Context, invoice: InvoiceInput): Promise<Result<InvoiceState, Refusal>> {
  const request = await requestForInvoice(ctx, invoice);
  if (!request.ok) return request;
  const { participant, ...operationRequest } = request.value;
  const { id: ownerId } = participant;
  let offer: InvoiceOffer = { discountMinor: 0, month: null, reason: "no_free_month" };
  const done = await performOperation<PlannedOperation | null>(ctx, operationRequest, (facts, contentHash) => {
    // What was done before is answered before this.
    const suspended = refuseSuspended(participant);
    if (suspended !== null) return suspended;
    offer = offerNow(ctx, invoice, facts);
    if (offer.month === null) return ok(null);
    const { month, discountMinor } = offer;
    const nowMs = programNowMs(month, ctx.nowMs);
    const operation = invoiceOperation(ctx, { invoice, contentHash, ownerId, month, discountMinor, nowMs });
    return ok({ plan: planInvoice(operation, month.reward, changeSetting(ctx, nowMs)), program: month.program });
  });
  if (!done.ok) return done;
  return done.value === null ? ok(openInvoice(invoice, ownerId, offer)) : answerInvoice(done.value, invoice);
}

type InvoiceGround = {
  invoice: InvoiceInput;
  contentHash: string;
  ownerId: string;
  month: Holding;
  discountMinor: number;
  nowMs: number;
};

function invoiceOperation(
  ctx: Context,
  { invoice, contentHash, ownerId, month: { reward }, discountMinor, nowMs }: InvoiceGround,
): Operation {
  const { amountMinor, currency, period } = invoice;
  return {
    mode: ctx.actor.mode,
    kind: "invoice",
    operationId: invoice.id,
    contentHash,
    programId: reward.programId,
    participantId: ownerId,
    unit: reward.unit,
    quantity: 1,
    status: "done",
    transactionId: ctx.newId("txn"),
    detail: {
      type: "withdrawal",
      description: null,
      metadata: null,
      undoneAtMs: null,
      invoice: { amountMinor, currency, period, discountMinor, rewardId: reward.id, expiresAtMs: reward.expiresAtMs },
    },
    atMs: nowMs,
  };
}
