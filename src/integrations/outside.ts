import type { Mailbox } from "#domain/mailbox";
import type { Outside } from "#domain/outside";
import { postWebhook } from "#integrations/post-webhook";
import { sendByCloudflare } from "#integrations/send-by-cloudflare";
import { sendByResend } from "#integrations/send-by-resend";

/** What the deployment can reach of the world outside. */
export function createOutside(env: Env, { emailFrom }: { emailFrom: Mailbox | null }): Outside {
  return { postWebhook, sendEmail: emailSenderOf(env, emailFrom), stripe: () => null };
}

/** Resend where there is a key of it, for that was set on purpose; else Cloudflare's binding. */
function emailSenderOf({ RESEND_API_KEY: key, EMAIL: binding }: Env, from: Mailbox | null): Outside["sendEmail"] {
  if (from === null) return null;
  if (key !== undefined && key !== "") return async (email) => sendByResend(key, from, email);
  return binding === undefined ? null : async (email) => sendByCloudflare(binding, from, email);
}
