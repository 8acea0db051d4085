import { ok } from "#domain/result";
import { listAuditRows } from "#store/audit-log";
import { listAuditOperation, showAuditRow } from "#http/contract/audit";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";

export const auditRoutes = [
  route(listAuditOperation, async (ctx, { query: { limit, cursor, object_id: objectId } }) => {
    const rows = await listAuditRows(ctx.db, { mode: ctx.actor.mode, objectId, before: cursor, limit });
    return ok({ body: showPage("audit", rows, { limit, placeOf: (row) => row.seq, show: showAuditRow }) });
  }),
];
