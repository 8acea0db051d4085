/** The parts of the ledger, in the order in which they are read through. */
export const reconciledParts = ["accounts", "transactions", "rewards", "counters"] as const;
export type ReconciledPart = (typeof reconciledParts)[number];

/** Something that contradicts itself, by ids alone. */
export type Find = {
  what:
    | "balance_drifted"
    | "transaction_unbalanced"
    | "account_missing"
    | "reversed_too_much"
    | "redeemed_too_much"
    | "movement_missing"
    | "count_drifted";
  id: string;
};

/** How much of each part was checked, and how much was found; the first finds by name. */
export type Tally = { checked: Record<ReconciledPart, number>; finds: number; first: Find[] };
/** Where a reconciliation is. `after` is a key of the part's table, empty at its beginning. */
export type Reconciling = { part: ReconciledPart; after: string[]; tally: Tally };

/** The rest is counted. */
const mostNamed = 20;

export function beginReconciliation(): Reconciling {
  const checked = { accounts: 0, transactions: 0, rewards: 0, counters: 0 };
  return { part: "accounts", after: [], tally: { checked, finds: 0, first: [] } };
}

/** After a page of a part: the next place, or null when that was the last. */
export function continueReconciliation(
  { part, tally }: Reconciling,
  page: { checked: number; finds: readonly Find[]; next: string[] | null },
): { tally: Tally; next: Reconciling | null } {
  const added: Tally = {
    checked: { ...tally.checked, [part]: tally.checked[part] + page.checked },
    finds: tally.finds + page.finds.length,
    first: [...tally.first, ...page.finds].slice(0, mostNamed),
  };
  if (page.next !== null) return { tally: added, next: { part, after: page.next, tally: added } };
  const following = reconciledParts[reconciledParts.indexOf(part) + 1];
  return { tally: added, next: following === undefined ? null : { part: following, after: [], tally: added } };
}
