import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { AuditRow } from "#store/audit-log";

export const shownAuditRow = z
  .strictObject({
    seq: z.int(),
    at: shownInstant,
    actor: z.string().meta({ description: "`key:key_…` or `job:…`." }),
    action: z.string(),
    object_id: z.string(),
    request_id: z.string(),
    detail: z.unknown(),
  })
  .meta({ id: "AuditRow" });

export function showAuditRow(row: AuditRow): z.input<typeof shownAuditRow> {
  return {
    seq: row.seq,
    at: showInstant(row.atMs),
    actor: row.actor,
    action: row.action,
    object_id: row.objectId,
    request_id: row.requestId,
    detail: row.detail,
  };
}

export const listAuditOperation = defineOperation({
  method: "get",
  path: "/v1/audit",
  operationId: "listAudit",
  summary: "List what was changed and by whom, newest first",
  tag: "Audit",
  scope: "audit:read",
  query: z.strictObject({ ...pageQuery("audit"), object_id: pathId.optional() }),
  answer: pageOf(shownAuditRow).meta({ id: "AuditPage" }),
});

export const auditOperations = [listAuditOperation];
