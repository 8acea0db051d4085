import { expect, test } from "vitest";
import { beginReconciliation, continueReconciliation, reconciledParts } from "#domain/reconciliation";
import type { Find, Reconciling } from "#domain/reconciliation";

test("every part is read to its end, one after the other, and what was found is added up", () => {
  const read: string[] = [];
  let place: Reconciling | null = beginReconciliation();
  let tally = place.tally;
  while (place !== null) {
    const isFirstPage: boolean = place.after.length === 0;
    read.push(`${place.part} ${place.after.join()}`);
    const find: Find = { what: "balance_drifted", id: place.part };
    const page = { checked: 10, finds: isFirstPage ? [find] : [], next: isFirstPage ? ["key"] : null };
    ({ tally, next: place } = continueReconciliation(place, page));
  }
  expect(read).toEqual(reconciledParts.flatMap((part) => [`${part} `, `${part} key`]));
  expect(tally).toMatchObject({ checked: { accounts: 20, counters: 20, totals: 20 }, finds: 6 });
});

test("twenty finds are named, and all are counted", () => {
  const finds = Array.from({ length: 30 }, (_, n): Find => ({ what: "count_drifted", id: String(n) }));
  const { tally } = continueReconciliation(beginReconciliation(), { checked: 30, finds, next: null });
  expect(tally.finds).toBe(30);
  expect(tally.first).toEqual(finds.slice(0, 20));
});
