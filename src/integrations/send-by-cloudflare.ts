import * as z from "zod";
import type { Mailbox } from "#domain/mailbox";
import type { EmailAnswer, OutgoingEmail } from "#domain/outside";

/** What may be better later, by itself or once the domain is set up; the other codes say that this email will never go. */
const temporary = [
  "E_RATE_LIMIT_EXCEEDED",
  "E_DAILY_LIMIT_EXCEEDED",
  "E_DELIVERY_FAILED",
  "E_INTERNAL_SERVER_ERROR",
  "E_SENDER_NOT_VERIFIED",
  "E_SENDER_DOMAIN_NOT_AVAILABLE",
];

const coded = z.object({ code: z.string().regex(/^E_[A-Z_]{1,60}$/) });

/**
 * One email by Cloudflare's binding. It knows no idempotency: when its answer is lost, the next attempt is a
 * second email.
 */
export async function sendByCloudflare(binding: SendEmail, from: Mailbox, email: OutgoingEmail): Promise<EmailAnswer> {
  const { to, fromName, replyTo, subject, text, html, headers } = email;
  try {
    const { messageId } = await binding.send({
      from: { name: fromName, email: from.email },
      to: [...to],
      subject,
      text,
      html,
      headers,
      ...(replyTo !== null && { replyTo }),
    });
    return { isSent: true, providerId: messageId };
  } catch (error) {
    // Never the message of an error: it may name the address.
    const code = coded.safeParse(error).data?.code;
    if (code === undefined) return { isSent: false, reason: "unreachable", isFinal: false };
    return { isSent: false, reason: code.toLowerCase(), isFinal: !temporary.includes(code) };
  }
}
