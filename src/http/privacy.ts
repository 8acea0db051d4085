import { ok } from "#domain/result";
import { eraseParticipant } from "#usecases/erase-participant";
import { exportParticipant } from "#usecases/export-participant";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/privacy";
import { route } from "#http/mount";

export const privacyRoutes = [
  route(contract.eraseParticipantOperation, async (ctx, { params, body }) => {
    const erased = await eraseParticipant(ctx, { id: params.id, reason: body.reason });
    return erased.ok ? ok({ body: contract.showErased(erased.value) }) : erased;
  }),

  route(contract.exportParticipantOperation, async (ctx, { params, query: { limit, cursor } }) => {
    const from = contract.readExportPlace(cursor);
    const found = await exportParticipant(ctx, { id: params.id, from, limit });
    if (!found.ok) return found;
    const placeOf = ({ section, place }: (typeof found.value)[number]) => `${section}/${place}`;
    return ok({ body: showPage("export", found.value, { limit, placeOf, show: contract.showExported }) });
  }),
];
