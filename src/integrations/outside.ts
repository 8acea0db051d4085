import type { Mailbox } from "#domain/mailbox";
import type { Mode } from "#domain/mode";
import type { Outside } from "#domain/outside";
import { postWebhook } from "#integrations/post-webhook";
import { sendByCloudflare } from "#integrations/send-by-cloudflare";
import { sendByResend } from "#integrations/send-by-resend";
import { openStripeAccount } from "#integrations/stripe-account";

type Settings = { stripe: { url: URL; keys: Partial<Record<Mode, string>> }; emailFrom: Mailbox | null };

/** What the deployment can reach of the world outside. */
export function createOutside(env: Env, { stripe: { url, keys }, emailFrom }: Settings): Outside {
  const stripe = (mode: Mode) => {
    const key = keys[mode];
    return key === undefined ? null : openStripeAccount({ key, url });
  };
  return { postWebhook, sendEmail: emailSenderOf(env, emailFrom), stripe };
}

/** Resend where there is a key of it, for that was set on purpose; else Cloudflare's binding. */
function emailSenderOf({ RESEND_API_KEY: key, EMAIL: binding }: Env, from: Mailbox | null): Outside["sendEmail"] {
  if (from === null) return null;
  if (key !== undefined && key !== "") return async (email) => sendByResend(key, from, email);
  return binding === undefined ? null : async (email) => sendByCloudflare(binding, from, email);
}
