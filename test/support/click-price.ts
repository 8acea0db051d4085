/** Operations of many clicks, as the platform bills them. */
export type BilledOperations = {
  clicks: number;
  kvReads: number;
  kvWrites: number;
  d1RowsRead: number;
  d1RowsWritten: number;
  objectRequests: number;
  objectRowsWritten: number;
};

/** List prices in dollars per million, beyond what plans include. */
const prices = {
  request: 0.3,
  cpuMs: 0.02,
  kvRead: 0.5,
  kvWrite: 5,
  rowRead: 0.001,
  rowWritten: 1,
  objectRequest: 0.15,
};
/** Far more than is measured (docs/bench.md), and still a hundredth of the price. */
const cpuMsPerClick = 0.5;

/** Dollars for a million clicks that cost as much as these did. */
export function priceOfMillionClicks(operations: BilledOperations): Record<string, number> & { total: number } {
  const perClick = (count: number) => count / operations.clicks;
  const parts = {
    requests: prices.request,
    cpu: prices.cpuMs * cpuMsPerClick,
    kv_reads: prices.kvRead * perClick(operations.kvReads),
    kv_writes: prices.kvWrite * perClick(operations.kvWrites),
    object_requests: prices.objectRequest * perClick(operations.objectRequests),
    object_rows: prices.rowWritten * perClick(operations.objectRowsWritten),
    database_rows: prices.rowWritten * perClick(operations.d1RowsWritten),
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
