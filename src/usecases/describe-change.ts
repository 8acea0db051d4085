import type { Context } from "#context";
import { actorName } from "#domain/actor";
import type { NewAuditRow } from "#store/audit-log";

/** The audit row of a change: who, what, when, under which request. Details hold ids, never personal data. */
export function describeChange(ctx: Context, action: string, objectId: string, detail?: Record<string, unknown>): NewAuditRow {
  return {
    mode: ctx.actor.mode,
    atMs: ctx.nowMs,
    actor: actorName(ctx.actor),
    action,
    objectId,
    requestId: ctx.requestId,
    detail: detail ?? null,
  };
}
