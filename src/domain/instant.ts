/** ISO 8601 in UTC, as messages have times, without a platform type: `2026-05-16T10:00:00.000Z`. */
export function isoText(atMs: number): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: "UTC", dateStyle: "short", timeStyle: "medium" });
  const milliseconds = String(((atMs % 1000) + 1000) % 1000).padStart(3, "0");
  return `${format.format(atMs).replace(" ", "T")}.${milliseconds}Z`;
}
