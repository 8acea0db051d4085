/** The parts of the ledger and of what is counted beside it, in the order in which they are read through. */
export const reconciledParts = ["accounts", "transactions", "rewards", "counters", "referrals", "totals"] as const;
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
    | "count_drifted"
    | "totals_missing"
    | "totals_drifted";
  id: string;
};

/** How much of each part was checked, and how much was found; the first finds by name. */
export type Tally = { checked: Record<ReconciledPart, number>; finds: number; first: Find[] };
/** Where a reconciliation is. `after` is a key of the part's table, empty at its beginning. */
export type Reconciling = { part: ReconciledPart; after: string[]; tally: Tally };

/** The rest is counted. */
const mostNamed = 20;

const nothing = { accounts: 0, transactions: 0, rewards: 0, counters: 0, referrals: 0, totals: 0 };

export function beginReconciliation(): Reconciling {
  return { part: "accounts", after: [], tally: { checked: nothing, finds: 0, first: [] } };
}

/** After a page of a part: the next place, or null when that was the last. */
export function continueReconciliation(
  { part, tally }: Reconciling,
  page: { checked: number; finds: readonly Find[]; next: string[] | null },
): { tally: Tally; next: Reconciling | null } {
  // One that was begun before a part was added goes on with it.
  const checked = { ...nothing, ...tally.checked };
  const added: Tally = {
    checked: { ...checked, [part]: checked[part] + page.checked },
    finds: tally.finds + page.finds.length,
    first: [...tally.first, ...page.finds].slice(0, mostNamed),
  };
  if (page.next !== null) return { tally: added, next: { part, after: page.next, tally: added } };
  const following = reconciledParts[reconciledParts.indexOf(part) + 1];
  return { tally: added, next: following === undefined ? null : { part: following, after: [], tally: added } };
}
