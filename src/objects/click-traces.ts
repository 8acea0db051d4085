import type { ClickMoment, ClickTrace, TraceQuery } from "#domain/click-trace";
import { packClicks, unpackClicks } from "#domain/click-log";
import { dayOf } from "#domain/day";
import { findReceipt, findSeqRange, listGroupsMentioning, rewriteGroup } from "#objects/click-log-rows";
import type { GroupRow } from "#objects/click-log-rows";

/** A group arrives within so many others of its clicks, retries included: more are not looked through for one touch. */
const mostGroups = 256;
/** Isolates' clocks differ a little, so that receipts are not quite in order. */
const outOfOrder = 16;

/** The clicks that left these touches. */
export function findTraces(sql: SqlStorage, { visitorId, touches }: TraceQuery): ClickTrace[] {
  return touches.flatMap(({ code, atMs }) => {
    for (const group of groupsNear(sql, atMs, `"${visitorId}"`)) {
      const click = unpackClicks(group.clicks).find(
        (one) => one.code === code && one.visitorId === visitorId && one.atMs === atMs,
      );
      if (click !== undefined) return [{ code, atMs, via: click.via, addressHash: click.addressHash }];
    }
    return [];
  });
}

/** Who has the touches of somebody who was erased could find his browser by their times: these clicks have none any more. */
export function forgetVisitors(sql: SqlStorage, moments: readonly ClickMoment[]): void {
  for (const { code, atMs } of moments) {
    for (const group of [...groupsNear(sql, atMs, `["${code}",${atMs},`)]) {
      const clicks = unpackClicks(group.clicks).map((click) =>
        click.code === code && click.atMs === atMs ? { ...click, visitorId: null, addressHash: null } : click,
      );
      rewriteGroup(sql, { ...group, clicks: packClicks(clicks) });
    }
  }
}

/** Groups that mention a text, of those that a click of that time can be in: they are in order of receipt, so a few steps lead to the first. */
function groupsNear(sql: SqlStorage, atMs: number, text: string): Iterable<GroupRow> {
  const day = dayOf(atMs);
  const range = findSeqRange(sql, day);
  if (range === null) return [];
  const { first, last } = range;
  const since = seqSince(sql, day, { ...range, atMs });
  // A sandbox's clock says nothing of when a click was received: there the newest are looked through.
  const fromSeq = Math.max(first, since > last ? last - mostGroups + 1 : since - outOfOrder);
  return listGroupsMentioning(sql, text, { day, fromSeq, beforeSeq: fromSeq + mostGroups });
}

/** The first group that was received at a time or after it; one more than the last where there is none. */
function seqSince(
  sql: SqlStorage,
  day: number,
  { first, last, atMs }: { first: number; last: number; atMs: number },
): number {
  let [low, high] = [first, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((findReceipt(sql, day, middle) ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
