import * as z from "zod";
import { writeMailbox } from "#domain/mailbox";
import type { Mailbox } from "#domain/mailbox";
import type { EmailAnswer, OutgoingEmail } from "#domain/outside";

const address = "https://api.resend.com/emails";
const timeoutMs = 15_000;

const sent = z.object({ id: z.string().max(200) });
const failed = z.object({ name: z.string().max(100) });

/** One email by Resend. The same key within a day is the same email there, so that a lost answer sends nothing twice. */
export async function sendByResend(apiKey: string, from: Mailbox, email: OutgoingEmail): Promise<EmailAnswer> {
  const { idempotencyKey, to, fromName, replyTo, subject, text, html, headers } = email;
  const body = {
    from: writeMailbox({ name: fromName, email: from.email }),
    to,
    subject,
    text,
    html,
    headers,
    ...(replyTo !== null && { reply_to: replyTo }),
  };
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${apiKey}`,
        "Content-Type": "application/json",
        "Idempotency-Key": idempotencyKey,
      },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return readAnswer(response.status, readJson(await response.text()));
  } catch {
    return { isSent: false, reason: "unreachable", isFinal: false };
  }
}

/** Never the message of an error: it may name the address. */
function readAnswer(status: number, body: unknown): EmailAnswer {
  const name = failed.safeParse(body).data?.name ?? "";
  if (status >= 200 && status < 300) {
    return { isSent: true, providerId: sent.safeParse(body).data?.id ?? null };
  }
  // It was sent under this key before, when its words were others.
  if (status === 409 && name === "invalid_idempotent_request") return { isSent: true, providerId: null };
  // A key that was revoked or a domain that is not verified is ours to mend, and the email waits for it.
  const isOurs = status === 401 || status === 403;
  const isTemporary = isOurs || status === 429 || status >= 500 || name === "concurrent_idempotent_requests";
  const reason = /^[a-z_]+$/.test(name) ? name : `status_${status}`;
  return { isSent: false, reason, isFinal: !isTemporary };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
