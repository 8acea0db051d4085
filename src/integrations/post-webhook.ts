import { Webhook } from "standardwebhooks";
import type { Outside, WebhookAnswer, WebhookRequest } from "#domain/outside";

type Log = (level: "warn", message: string, fields: Record<string, unknown>) => void;

const timeoutMs = 15_000;
const mostBytesKept = 1024;

/**
 * One signed message to one receiver (Standard Webhooks). Redirects are answers: the place they lead to is not asked.
 * While DNS says nothing of the name, the message goes out (docs/decisions/0009-names-of-receivers.md).
 */
export async function postWebhook(
  { url, id, atMs, body, secrets }: WebhookRequest,
  { findProblem, log }: { findProblem: Outside["findReceiverProblem"]; log: Log },
): Promise<WebhookAnswer> {
  const at = new Date(atMs);
  const headers = {
    "content-type": "application/json",
    "user-agent": "Bouquet-Webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(atMs / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
  const startedAtMs = Date.now();
  const problem = await findProblem(url);
  if (problem === "resolver_silent") log("warn", "resolver_silent", { message_id: id });
  else if (problem !== null) {
    const error = problem === "name_unknown" ? "unreachable" : "address_not_public";
    return { durationMs: Date.now() - startedAtMs, headers, status: null, error };
  }
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const start = await readStart(response);
    const retryAfterSeconds = readRetryAfter(response.headers.get("retry-after"));
    return { durationMs: Date.now() - startedAtMs, headers, status: response.status, body: start, retryAfterSeconds };
  } catch {
    const error = signal.aborted ? "timeout" : "unreachable";
    return { durationMs: Date.now() - startedAtMs, headers, status: null, error };
  }
}

/** The first kilobyte, or as much of it as came: the status has said what counts. */
async function readStart({ body }: Response): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  let bytes = new Uint8Array();
  try {
    while (bytes.length < mostBytesKept) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes = joinBytes(bytes, value);
    }
    await reader.cancel();
  } catch {
    // A body that breaks off takes nothing back of the status before it.
  }
  return new TextDecoder().decode(bytes.subarray(0, mostBytesKept));
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** Seconds, or a date (RFC 9110, 10.2.3); null for anything else. */
function readRetryAfter(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const untilMs = Date.parse(value);
  return Number.isNaN(untilMs) ? null : Math.max(0, Math.ceil((untilMs - Date.now()) / 1000));
}
