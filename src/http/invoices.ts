import { ok } from "#domain/result";
import { applyInvoice } from "#usecases/apply-invoice";
import { previewInvoice, settledInvoice } from "#usecases/preview-invoice";
import { voidInvoice } from "#usecases/void-invoice";
import * as contract from "#http/contract/invoices";
import { route } from "#http/mount";

const { showInvoice } = contract;

export const invoiceRoutes = [
  route(contract.previewInvoiceOperation, async (ctx, { body }) => {
    const previewed = await previewInvoice(ctx, body);
    return previewed.ok ? ok({ body: showInvoice(previewed.value) }) : previewed;
  }),

  route(contract.applyInvoiceOperation, async (ctx, { body }) => {
    const applied = await applyInvoice(ctx, body);
    return applied.ok ? ok({ body: showInvoice(applied.value) }) : applied;
  }),

  route(contract.voidInvoiceOperation, async (ctx, { params }) => {
    const voided = await voidInvoice(ctx, params.id);
    return voided.ok ? ok({ body: showInvoice(settledInvoice(voided.value)) }) : voided;
  }),
];
