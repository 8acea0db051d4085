/** How long each kind of data is kept, in days. docs/privacy.md has the same table, which a test compares. */
export const keptDays = {
  list_entries: 1,
  job_runs: 30,
  edge_changes: 31,
  webhook_deliveries: 90,
  webhook_attempts: 90,
  referral_traces: 90,
  outbox: 365,
  emails: 365,
  provider_bodies: 365,
  assessments: 730,
} as const;

/** Raw clicks, where CLICK_RETENTION_DAYS says nothing else: as long as the longest cookie. Their counts stay. */
export const standardClickDays = 400;

/** Null for what is no number of days that anybody can have meant. */
export function parseClickDays(text: string | undefined): number | null {
  if (text === undefined || text === "") return standardClickDays;
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? days : null;
}
