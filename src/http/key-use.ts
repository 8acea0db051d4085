import type { Context } from "#context";
import { hourMs } from "#domain/day";
import { commitKeyUse } from "#store/api-keys";

const maxRemembered = 1_000;

export type KeyUses = {
  /** What the database has of a key, by whoever reads it anyway. */
  learn: (key: { id: string; lastUsedAtMs: number | null }) => void;
  /**
   * Notes the hour in which a key was used, after the answer: one write at most for each key, hour and isolate, and none
   * where another isolate has written it. What gets lost on the way is lost, since an hour says less than the next one.
   */
  note: (ctx: Context) => void;
};

export function createKeyUses(): KeyUses {
  const noted = new Map<string, number>();
  const remember = (id: string, atMs: number) => {
    noted.delete(id);
    if (noted.size >= maxRemembered) noted.delete(noted.keys().next().value ?? "");
    noted.set(id, atMs);
  };
  return {
    learn: ({ id, lastUsedAtMs }) => remember(id, Math.max(lastUsedAtMs ?? 0, noted.get(id) ?? 0)),
    note({ actor, db, nowMs, afterwards }) {
      if (actor.type !== "key") return;
      const usedAtMs = nowMs - (nowMs % hourMs);
      if ((noted.get(actor.id) ?? 0) >= usedAtMs) return;
      remember(actor.id, usedAtMs);
      afterwards(async () => commitKeyUse(db, actor.id, usedAtMs));
    },
  };
}
