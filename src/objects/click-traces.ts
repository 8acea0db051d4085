import type { ClickTrace, TraceQuery } from "#domain/click-trace";
import { unpackClicks } from "#domain/click-log";
import { dayOf } from "#domain/day";
import { findReceipt, findSeqRange, listGroupsMentioning } from "#objects/click-log-rows";

/** A group arrives within so many others of its clicks, retries included: more are not looked through for one touch. */
const mostGroups = 256;
/** Isolates' clocks differ a little, so that receipts are not quite in order. */
const outOfOrder = 16;

/** The clicks that left these touches. Groups are in order of receipt, so a few steps lead to the first that can have one. */
export function findTraces(sql: SqlStorage, { visitorId, touches }: TraceQuery): ClickTrace[] {
  return touches.flatMap(({ code, atMs }) => {
    const day = dayOf(atMs);
    const range = findSeqRange(sql, day);
    if (range === null) return [];
    const since = seqSince(sql, day, { ...range, atMs });
    const { first, last } = range;
    // A sandbox's clock says nothing of when a click was received: there the newest are looked through.
    const fromSeq = Math.max(first, since > last ? last - mostGroups + 1 : since - outOfOrder);
    for (const group of listGroupsMentioning(sql, `"${visitorId}"`, {
      day,
      fromSeq,
      beforeSeq: fromSeq + mostGroups,
    })) {
      const click = unpackClicks(group.clicks).find(
        (one) => one.code === code && one.visitorId === visitorId && one.atMs === atMs,
      );
      if (click !== undefined) return [{ code, atMs, via: click.via, addressHash: click.addressHash }];
    }
    return [];
  });
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
