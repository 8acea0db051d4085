import { describeFault } from "#domain/fault";

type Ground = {
  assets: { fetch(url: string): Promise<Response> };
  nowMs: number;
  log: (level: "warn", message: string, fields: Record<string, unknown>) => void;
};

/** After a failure the list is asked for again once so much time has passed. */
const failedForMs = 10_000;

/**
 * Domains of throw-away mail, in lower case, deployed as an asset beside the Worker: its bundle has no room for
 * thousands of names, and a click needs none of them. Read once in an isolate's life; empty, with a warning, while it
 * cannot be read, since nobody's signup should wait for it.
 */
export function createDisposableDomains(): (ground: Ground) => Promise<ReadonlySet<string>> {
  let known: ReadonlySet<string> | null = null;
  let failedAtMs = -Infinity;
  return async ({ assets, nowMs, log }) => {
    if (known !== null) return known;
    if (Math.abs(nowMs - failedAtMs) < failedForMs) return new Set();
    try {
      const response = await assets.fetch("https://assets.local/disposable-domains.txt");
      if (!response.ok) throw new Error(`the list of disposable domains answered ${response.status}`);
      known = new Set((await response.text()).trim().split("\n"));
      return known;
    } catch (error) {
      failedAtMs = nowMs;
      log("warn", "disposable_domains_unavailable", { error: describeFault(error) });
      return new Set();
    }
  };
}
