import { ok, refuse } from "#domain/result";
import { findFulfilment, listFulfilmentCalls, listFulfilments } from "#store/fulfilments";
import { retryFulfilment } from "#usecases/retry-fulfilment";
import * as contract from "#http/contract/fulfilments";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";
import { findProgramId } from "#http/program-filter";

const { showCall, showFulfilment } = contract;

export const fulfilmentRoutes = [
  route(contract.listFulfilmentsOperation, async (ctx, { query }) => {
    const { limit, cursor, program, participant_id: participantId, status } = query;
    const programId = await findProgramId(ctx, program);
    const filter = { mode: ctx.actor.mode, status, programId, participantId, before: cursor, limit };
    const rows = await listFulfilments(ctx.db, filter);
    const paging = { limit, placeOf: (row: (typeof rows)[number]) => row.fulfilment.rewardId, show: showFulfilment };
    return ok({ body: showPage("fulfilments", rows, paging) });
  }),

  route(contract.getFulfilmentOperation, async (ctx, { params: { reward_id: rewardId } }) => {
    const stored = await findFulfilment(ctx.db, ctx.actor.mode, rewardId);
    if (stored === null) return refuse({ code: "not_found", what: "fulfilment" });
    const calls = await listFulfilmentCalls(ctx.db, rewardId);
    return ok({ body: { ...showFulfilment(stored), calls: calls.map(showCall) } });
  }),

  route(contract.retryFulfilmentOperation, async (ctx, { params }) => {
    const retried = await retryFulfilment(ctx, params.reward_id);
    return retried.ok ? ok({ body: showFulfilment(retried.value) }) : retried;
  }),
];
