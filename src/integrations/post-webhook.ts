import { Webhook } from "standardwebhooks";
import type { WebhookAnswer, WebhookRequest } from "#domain/outside";
import { findAddressProblem } from "#domain/public-address";

const timeoutMs = 15_000;
const mostBytesKept = 1024;

/** One signed message to one receiver (Standard Webhooks). Redirects are answers: the place they lead to is not asked. */
export async function postWebhook({ url, id, atMs, body, secrets }: WebhookRequest): Promise<WebhookAnswer> {
  const at = new Date(atMs);
  const headers = {
    "content-type": "application/json",
    "user-agent": "Bouquet-Webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(atMs / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
  if (findAddressProblem(url) !== null) return { durationMs: 0, headers, status: null, error: "address_not_public" };
  const startedAtMs = Date.now();
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
