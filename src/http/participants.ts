import { ok, refuse } from "#domain/result";
import { findParticipant, listParticipants } from "#store/participants";
import { changeParticipant } from "#usecases/change-participant";
import { upsertParticipant } from "#usecases/upsert-participant";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/participants";
import { route } from "#http/mount";
import { hiddenFromParticipants, seenBy } from "#http/participant-view";

const { showParticipant } = contract;

export const participantRoutes = [
  route(contract.upsertParticipantOperation, async (ctx, { params, body }) => {
    const upserted = await upsertParticipant(ctx, { kind: params.kind, externalId: params.external_id, fields: body });
    if (!upserted.ok) return upserted;
    const { participant, created } = upserted.value;
    return ok({ status: created ? (201 as const) : (200 as const), body: showParticipant(participant) });
  }),

  route(contract.listParticipantsOperation, async (ctx, { query }) => {
    const { limit, cursor, kind, external_id: externalId, status } = query;
    const rows = await listParticipants(ctx.db, {
      mode: ctx.actor.mode,
      kind,
      externalId,
      status,
      before: cursor,
      limit,
    });
    return ok({ body: showPage("participants", rows, { limit, placeOf: (row) => row.id, show: showParticipant }) });
  }),

  route(contract.getParticipantOperation, async (ctx, { params }) => {
    const participant = await findParticipant(ctx.db, ctx.actor.mode, params.id);
    if (participant === null) return refuse({ code: "not_found", what: "participant" });
    return ok({ body: seenBy(ctx.actor, showParticipant(participant), hiddenFromParticipants.participant) });
  }),

  route(contract.changeParticipantOperation, async (ctx, { params, body }) => {
    const changed = await changeParticipant(ctx, { id: params.id, fields: body });
    return changed.ok ? ok({ body: showParticipant(changed.value) }) : changed;
  }),

  route(contract.changeBoardPreferencesOperation, async (ctx, { params, body }) => {
    const changed = await changeParticipant(ctx, { id: params.id, fields: body });
    if (!changed.ok) return changed;
    return ok({ body: seenBy(ctx.actor, showParticipant(changed.value), hiddenFromParticipants.participant) });
  }),
];
