import { ok } from "#domain/result";
import { listAuditRows, searchAuditRows } from "#store/audit-log";
import { verifyAuditLog } from "#usecases/verify-audit-log";
import { listAuditOperation, showAuditRow, showVerification, verifyAuditOperation } from "#http/contract/audit";
import { showPage, showStretch } from "#http/contract/page";
import { route } from "#http/mount";

export const auditRoutes = [
  route(listAuditOperation, async (ctx, { query }) => {
    const { limit, cursor, object_id: objectId, actor, action, from: fromMs, until: untilMs } = query;
    const place = { mode: ctx.actor.mode, objectId, before: cursor, limit };
    if ([actor, action, fromMs, untilMs].every((asked) => asked === undefined)) {
      const rows = await listAuditRows(ctx.db, place);
      return ok({ body: showPage("audit", rows, { limit, placeOf: (row) => row.seq, show: showAuditRow }) });
    }
    const page = await searchAuditRows(ctx.db, { ...place, actor, action, fromMs, untilMs });
    return ok({ body: showStretch("audit", page, showAuditRow) });
  }),

  route(verifyAuditOperation, async (ctx, { body }) => {
    return ok({ body: showVerification(await verifyAuditLog(ctx, body.afterSeq)) });
  }),
];
