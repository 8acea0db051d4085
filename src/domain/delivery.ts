import { waitAfter } from "#domain/backoff";
import { dayMs, hourMs, minuteMs, secondMs } from "#domain/day";
import type { WebhookAnswer } from "#domain/outside";

const retriesMs = [
  ...[5 * secondMs, 5 * minuteMs, 30 * minuteMs],
  ...[2 * hourMs, 5 * hourMs, 10 * hourMs, 14 * hourMs, 20 * hourMs, 24 * hourMs],
];
/** How long each attempt waits for the one before it to have failed: about three days in all. */
export const ladderMs: readonly number[] = [0, ...retriesMs];
/** Receivers that were away together are not asked again together. */
const mostJitter = 0.1;
/** However late a receiver asks to be asked again. */
const longestRetryAfterMs = 24 * hourMs;
/** An endpoint that has answered no attempt for so long is taken to be given up. */
export const failingLimitMs = 5 * dayMs;

/** Redelivered at once; the rest of a longer range is asked for again. */
export const mostRedelivered = 1000;

/**
 * What came of an attempt. Two errors are ours: no secret is left to sign with, and the receiver took it while what
 * follows from that could not be written down; it is sent again then, under the same id.
 */
export type AttemptOutcome =
  | WebhookAnswer
  | {
      durationMs: number;
      headers: Record<string, string>;
      status: null;
      error: "signing_key_retired" | "not_settled";
    };

export type DeliveryAttempt = {
  /** Those of the ladder before this one. */
  attempts: number;
  /** A ping is tried once: whoever asked for it is waiting for the answer. */
  isPing: boolean;
  /** Since when every attempt at the endpoint failed. */
  failingSinceMs: number | null;
  outcome: AttemptOutcome;
  nowMs: number;
  /** From 0 to 1, the same for the same attempt. */
  share: number;
};

export type DeliveryDecision = {
  delivery: { status: "due" | "done" | "dead"; attempts: number; dueAtMs: number; finishedAtMs: number | null };
  endpoint: { failingSinceMs: number | null; disable: "gone" | "failing" | null };
};

/** Where a delivery and its endpoint stand after an attempt. Any 2xx is a success; a redirect is none. */
export function decideAttempt(attempt: DeliveryAttempt): DeliveryDecision {
  const { nowMs, outcome } = attempt;
  const attempts = attempt.attempts + 1;
  const over = { attempts, dueAtMs: nowMs, finishedAtMs: nowMs };
  if (isSuccess(outcome)) {
    return { delivery: { status: "done", ...over }, endpoint: { failingSinceMs: null, disable: null } };
  }
  const endpoint = judgeEndpoint(attempt);
  const waitMs = attempt.isPing || endpoint.disable !== null ? null : waitBeforeNext(attempts, attempt);
  if (waitMs === null) return { delivery: { status: "dead", ...over }, endpoint };
  return { delivery: { status: "due", attempts, dueAtMs: nowMs + waitMs, finishedAtMs: null }, endpoint };
}

/** Any 2xx. */
export function isSuccess({ status }: AttemptOutcome): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Whether anything came back from the receiver. */
export function isAnswered(outcome: AttemptOutcome): boolean {
  return outcome.status !== null || outcome.error === "not_settled";
}

/** A receiver that took it has not failed, whatever failed here afterwards. */
function judgeEndpoint({ outcome, failingSinceMs, nowMs }: DeliveryAttempt): DeliveryDecision["endpoint"] {
  if (outcome.status === null && outcome.error === "not_settled") return { failingSinceMs: null, disable: null };
  const sinceMs = failingSinceMs ?? nowMs;
  return { failingSinceMs: sinceMs, disable: reasonToDisable(outcome, nowMs - sinceMs) };
}

function reasonToDisable({ status }: AttemptOutcome, failingForMs: number): "gone" | "failing" | null {
  if (status === 410) return "gone";
  return failingForMs >= failingLimitMs ? "failing" : null;
}

/** Null after the last attempt. */
function waitBeforeNext(attempts: number, { outcome, share }: DeliveryAttempt): number | null {
  const stepMs = waitAfter(retriesMs, attempts);
  if (stepMs === null) return null;
  const ladderWaitMs = Math.floor(stepMs * (1 + mostJitter * share));
  return Math.max(ladderWaitMs, Math.min(askedWaitMs(outcome), longestRetryAfterMs));
}

function askedWaitMs(outcome: AttemptOutcome): number {
  if (outcome.status !== 429 && outcome.status !== 503) return 0;
  return (outcome.retryAfterSeconds ?? 0) * secondMs;
}

/** The body of a message on the wire, the same on every attempt. `at`: ISO 8601, when it was written. */
export function webhookBody({ type, at, payload }: { type: string; at: string; payload: unknown }): string {
  return JSON.stringify({ type, timestamp: at, data: payload });
}
