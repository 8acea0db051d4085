import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { endsTooEarly, instant, isInOrder, pathId, shownInstant, showInstant, whole } from "#http/contract/wire";
import type { AuditRow } from "#store/audit-log";
import type { Verification } from "#usecases/verify-audit-log";

const tag = "Audit";

export const shownAuditRow = z
  .strictObject({
    seq: z.int(),
    at: shownInstant,
    actor: z.string().meta({ description: "`key:key_…`, `participant:ptc_…`, `provider:…`, `job:…` or `command:…`." }),
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
  description:
    "By actor, action or time the log is looked through a stretch at a time: a page may be short, even empty, and have a `next_cursor` all the same.",
  tag,
  scope: "audit:read",
  query: z
    .strictObject({
      ...pageQuery("audit"),
      object_id: pathId.optional(),
      actor: pathId.optional(),
      action: z
        .string()
        .regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/, "must be like reward.granted")
        .optional(),
      from: instant.optional(),
      until: instant.optional().meta({ description: "Before this time." }),
    })
    .refine(isInOrder, endsTooEarly),
  answer: pageOf(shownAuditRow).meta({ id: "AuditPage" }),
});

export const shownChainProblem = z
  .strictObject({
    code: z.enum(["row_changed", "row_missing", "row_inserted", "seal_changed", "link_broken", "head_missing"]),
    seq: z
      .int()
      .meta({ description: "The row; of `seal_changed`, `link_broken` and `head_missing` the last row of the seal." }),
  })
  .meta({ id: "AuditProblem" });

export const verifyAuditOperation = defineOperation({
  method: "post",
  path: "/v1/audit/verify",
  operationId: "verifyAudit",
  summary: "Verify the hash chain over the audit log of both modes",
  description:
    "One request verifies about 30,000 rows; go on with `next_after_seq` until it is null. Compare `head` with one that was noted outside of the deployment.",
  tag,
  scope: "audit:read",
  body: z
    .strictObject({ after_seq: whole(0, Number.MAX_SAFE_INTEGER).optional() })
    .transform(({ after_seq }) => ({ afterSeq: after_seq ?? 0 })),
  answer: z
    .strictObject({
      verified_rows: z.int(),
      seals: z.int(),
      head: z.strictObject({ seq: z.int(), hash: z.string() }).meta({
        description: "How far all is well: the last row of the newest good seal, and the seal's hash.",
      }),
      problem: shownChainProblem.nullable(),
      next_after_seq: z.int().nullable(),
    })
    .meta({ id: "AuditVerification" }),
});

export function showVerification(verification: Verification) {
  const { rows, seals, head, problem, isComplete } = verification;
  return { verified_rows: rows, seals, head, problem, next_after_seq: isComplete ? null : head.seq };
}

export const auditOperations = [listAuditOperation, verifyAuditOperation];
