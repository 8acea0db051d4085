import type { Context } from "#context";
import { actorName } from "#domain/actor";
import type { NewAuditRow } from "#store/audit-log";
import { canonicalJson } from "#store/digest";

/** The audit row of a change: who, what, when, under which request. Details hold ids, never personal data. */
export function describeChange(
  ctx: Context,
  action: string,
  objectId: string,
  detail?: Record<string, unknown>,
): NewAuditRow {
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

/** Only what differs is written, so that two changes of different fields don't undo each other. */
export function changedFields<T extends object>(before: T, fields: Partial<T>): Partial<T> {
  const known = new Map<string, unknown>(Object.entries(before));
  const differs = ([name, value]: [string, unknown]) =>
    canonicalJson(known.get(name) ?? null) !== canonicalJson(value ?? null);
  // Safe because these are some of the fields that were given.
  return Object.fromEntries(Object.entries(fields).filter(differs)) as Partial<T>;
}

/** Names of changed fields as the API calls them: `avatarUrl` is avatar_url, `expiresAtMs` is expires_at. */
export function nameFields(changed: object): string[] {
  const names = Object.keys(changed).filter((name) => name !== "normalizedEmail");
  return names
    .map((name) => name.replace(/AtMs$/, "At").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    .sort();
}
