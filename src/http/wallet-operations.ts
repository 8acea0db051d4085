import { ok, refuse } from "#domain/result";
import { listWithdrawals } from "#store/operations";
import { findParticipant } from "#store/participants";
import { cancelWithdrawal } from "#usecases/cancel-withdrawal";
import { makeWithdrawal } from "#usecases/make-withdrawal";
import { recordWalletTransaction } from "#usecases/record-wallet-transaction";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/wallet-operations";
import { route } from "#http/mount";

const { placeOfWithdrawal, readWithdrawalPlace, showTransaction, showWithdrawal } = contract;

export const walletOperationRoutes = [
  route(contract.makeWithdrawalOperation, async (ctx, { params, body }) => {
    const made = await makeWithdrawal(ctx, { ...body, participantId: params.id });
    return made.ok ? ok({ body: showWithdrawal(made.value) }) : made;
  }),

  route(contract.listWithdrawalsOperation, async (ctx, { params, query: { limit, cursor } }) => {
    const { mode } = ctx.actor;
    const participant = await findParticipant(ctx.db, mode, params.id);
    if (participant === null) return refuse({ code: "not_found", what: "participant" });
    const before = readWithdrawalPlace(cursor);
    const rows = await listWithdrawals(ctx.db, { mode, participantId: participant.id, before, limit });
    return ok({ body: showPage("withdrawals", rows, { limit, placeOf: placeOfWithdrawal, show: showWithdrawal }) });
  }),

  route(contract.cancelWithdrawalOperation, async (ctx, { params }) => {
    const canceled = await cancelWithdrawal(ctx, { participantId: params.id, operationId: params.operation_id });
    return canceled.ok ? ok({ body: showWithdrawal(canceled.value) }) : canceled;
  }),

  route(contract.recordWalletTransactionOperation, async (ctx, { params, body }) => {
    const recorded = await recordWalletTransaction(ctx, { ...body, participantId: params.id });
    return recorded.ok ? ok({ body: showTransaction(recorded.value) }) : recorded;
  }),
];
