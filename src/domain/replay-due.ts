import type { Reward } from "#domain/reward";

/** What time alone brings about: the end of a referral's stay, of a reward's hold or of its days. */
export type Due = { dueAtMs: number; what: "stay" | "release" | "expiry"; id: string };

const order: Record<Due["what"], number> = { stay: 0, release: 1, expiry: 2 };

/**
 * Adds to what is due, the earliest first; at one moment a stay before a hold before an expiry, and then in the order
 * in which they came. What no longer holds when its time comes is found out then.
 */
export function queueDue(queue: Due[], due: Due): void {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = queue[middle];
    if (other !== undefined && compare(other, due) <= 0) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, due);
}

/** What a reward waits for that nobody but time will bring. */
export function dueOf({ id, state, needsReview, disputed, releaseAtMs, expiresAtMs }: Reward): Due | null {
  if (state === "pending") return needsReview || disputed ? null : { dueAtMs: releaseAtMs ?? 0, what: "release", id };
  return state === "available" && expiresAtMs !== null ? { dueAtMs: expiresAtMs, what: "expiry", id } : null;
}

function compare(a: Due, b: Due): number {
  return a.dueAtMs - b.dueAtMs || order[a.what] - order[b.what];
}
