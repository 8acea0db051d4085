import * as z from "zod";
import { noDiscountReasons } from "#domain/invoice";
import { defineOperation } from "#http/contract/operation";
import { currency, externalId, id, kind, pathId, shownInstant, showInstantOrNull } from "#http/contract/wire";
import type { InvoiceState } from "#usecases/preview-invoice";

const tag = "Billing";

const invoiceId = z.string().regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 visible ASCII symbols");

const period = z
  .union(
    [z.strictObject({ months: z.int().min(1).max(120) }), z.strictObject({ days: z.int().min(1).max(3660) })],
    "must be months or days",
  )
  .meta({ description: "What the invoice covers; a month counts as 30 days where it is measured in days." });

const invoice = z
  .strictObject({
    id: invoiceId.meta({ description: "Yours: an invoice uses one free month, once." }),
    participant: z.union(
      [pathId, z.strictObject({ kind, external_id: externalId })],
      "must be an id, or kind and external_id",
    ),
    amount_minor: z.int().min(0).max(1_000_000_000_000),
    currency,
    period,
    program: pathId
      .optional()
      .meta({ description: "Use free months of this program only. Left out: of every program of the key's mode." }),
  })
  .transform(({ participant, amount_minor, ...rest }) => ({
    ...rest,
    participant:
      typeof participant === "string" ? participant : { kind: participant.kind, externalId: participant.external_id },
    amountMinor: amount_minor,
  }));

export const shownInvoice = z
  .strictObject({
    invoice_id: z.string(),
    participant_id: id("ptc"),
    status: z.enum(["applied", "not_applied", "voided"]),
    amount_minor: z.int(),
    currency: z.string(),
    period: z.union([z.strictObject({ months: z.int() }), z.strictObject({ days: z.int() })]),
    discount_minor: z.int(),
    due_minor: z.int().meta({ description: "The amount less the discount." }),
    reason: z.enum(noDiscountReasons).nullable().meta({ description: "Why there is no discount." }),
    free_month: z
      .strictObject({
        reward_id: id("rwd"),
        program_id: id("prg"),
        program: z.string(),
        expires_at: shownInstant.nullable(),
      })
      .nullable()
      .meta({ description: "The reward that is used, or was." }),
    transaction_id: id("txn").nullable(),
    applied_at: shownInstant.nullable(),
    voided_at: shownInstant.nullable(),
  })
  .meta({ id: "Invoice" });

export function showInvoice(state: InvoiceState): z.input<typeof shownInvoice> {
  const {
    invoice: given,
    participantId,
    status,
    discountMinor,
    reason,
    month,
    transactionId,
    atMs,
    voidedAtMs,
  } = state;
  return {
    invoice_id: given.id,
    participant_id: participantId,
    status,
    amount_minor: given.amountMinor,
    currency: given.currency,
    period: given.period,
    discount_minor: discountMinor,
    due_minor: given.amountMinor - discountMinor,
    reason,
    free_month: month && {
      reward_id: month.rewardId,
      program_id: month.programId,
      program: month.program,
      expires_at: showInstantOrNull(month.expiresAtMs),
    },
    transaction_id: transactionId,
    applied_at: showInstantOrNull(atMs),
    voided_at: showInstantOrNull(voidedAtMs),
  };
}

export const previewInvoiceOperation = defineOperation({
  method: "post",
  path: "/v1/invoices/preview",
  operationId: "previewInvoice",
  summary: "Say what a free month would take off an invoice, writing nothing",
  tag,
  scope: "wallets:write",
  body: invoice,
  answer: shownInvoice,
  refusals: ["not_found", "operation_content_differs", "invoice_voided", "participant_suspended"],
});

export const applyInvoiceOperation = defineOperation({
  method: "post",
  path: "/v1/invoices/apply",
  operationId: "applyInvoice",
  summary: "Take the participant's oldest-expiring free month off an invoice, once per invoice",
  description:
    "The discount is the amount × one month ÷ the invoice's period, all of it at most, halves up. Without a free month the answer has a discount of 0 and a reason, and the invoice may be applied later.",
  tag,
  scope: "wallets:write",
  body: invoice,
  answer: shownInvoice,
  refusals: ["not_found", "operation_content_differs", "invoice_voided", "participant_suspended", "busy"],
});

export const voidInvoiceOperation = defineOperation({
  method: "post",
  path: "/v1/invoices/:id/void",
  operationId: "voidInvoice",
  summary: "Give the free month of a voided invoice back, with the expiry it had",
  tag,
  scope: "wallets:write",
  params: z.strictObject({ id: invoiceId }),
  answer: shownInvoice,
  refusals: ["not_found", "busy"],
});

export const invoiceOperations = [previewInvoiceOperation, applyInvoiceOperation, voidInvoiceOperation];
