import { dayOf } from "#domain/day";
import type { Click } from "#domain/click";
import { unpackClicks } from "#domain/click-log";
import { listGroupsWith } from "#objects/click-log-rows";
import type { GroupRow } from "#objects/click-log-rows";

/** Clicks of `fromMs` ≤ time < `toMs`; `cursor` is that of the page before. */
export type ClickQuery = { fromMs: number; toMs: number; limit: number; cursor?: string };
/** A page may be short, even empty, and still have a cursor. Null: there is nothing after it. */
export type ClickPage = { clicks: Click[]; cursor: string | null };

/** A page stops here even when it is not full: a rare code among many clicks must not hold the object up. */
const groupsPerPage = 2000;

/** One page of a code's clicks. The cursor names the group and the click in it that come next. */
export function findClicks(sql: SqlStorage, code: string, query: ClickQuery): ClickPage {
  const [fromDay = 0, fromSeq = 0, skip = 0] = (query.cursor ?? `${dayOf(query.fromMs)}.0.0`).split(".").map(Number);
  const range = { fromDay, fromSeq, toDay: dayOf(query.toMs - 1), limit: groupsPerPage };
  const clicks: Click[] = [];
  let scanned = 0;
  let last: GroupRow | null = null;
  for (const group of listGroupsWith(sql, code, range)) {
    const already = group.day === fromDay && group.seq === fromSeq ? skip : 0;
    for (const [index, click] of unpackClicks(group.clicks).entries()) {
      if (index < already || click.code !== code || click.atMs < query.fromMs || click.atMs >= query.toMs) continue;
      if (clicks.length === query.limit) return { clicks, cursor: `${group.day}.${group.seq}.${index}` };
      clicks.push(click);
    }
    scanned += 1;
    last = group;
  }
  return { clicks, cursor: last !== null && scanned === groupsPerPage ? `${last.day}.${last.seq + 1}.0` : null };
}
