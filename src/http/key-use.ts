import type { Context } from "#context";
import { hourMs } from "#domain/day";
import { commitKeyUse } from "#store/api-keys";

const maxRemembered = 1_000;

export type NoteUse = (ctx: Context) => void;

/**
 * Notes the hour in which a key was used, after the answer: one write for each key, hour and isolate. What gets lost on
 * the way is lost, since an hour says less than the next one does.
 */
export function createKeyUses(): NoteUse {
  const noted = new Map<string, number>();
  return ({ actor, db, nowMs, afterwards }) => {
    if (actor.type !== "key") return;
    const usedAtMs = nowMs - (nowMs % hourMs);
    if (noted.get(actor.id) === usedAtMs) return;
    noted.delete(actor.id);
    if (noted.size >= maxRemembered) noted.delete(noted.keys().next().value ?? "");
    noted.set(actor.id, usedAtMs);
    afterwards(async () => commitKeyUse(db, actor.id, usedAtMs));
  };
}
