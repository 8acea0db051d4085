import type { WebhookAnswer, WebhookRequest } from "#domain/outside";

const timeoutMs = 15_000;

export async function postWebhook({ url, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
  const startedAtMs = Date.now();
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const text = await response.text();
    return { durationMs: Date.now() - startedAtMs, status: response.status, body: text, retryAfterSeconds: null };
  } catch {
    return { durationMs: Date.now() - startedAtMs, status: null, error: "unreachable" };
  }
}
