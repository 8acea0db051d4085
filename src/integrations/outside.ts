import type { Mailbox } from "#domain/mailbox";
import type { Mode } from "#domain/mode";
import type { Outside, StripeSettings } from "#domain/outside";
import { postWebhook } from "#integrations/post-webhook";
import { sendByCloudflare } from "#integrations/send-by-cloudflare";
import { sendByResend } from "#integrations/send-by-resend";
import { openStripeAccount } from "#integrations/stripe-account";

type EmailSettings = { emailFrom: Mailbox | null; resendKey: string | null; emailBinding: SendEmail | null };

/** What the deployment can reach of the world outside. */
export function createOutside({
  stripe: { url, keys },
  ...email
}: EmailSettings & { stripe: StripeSettings }): Outside {
  const stripe = (mode: Mode) => {
    const key = keys[mode];
    return key === undefined ? null : openStripeAccount({ key, url });
  };
  return { postWebhook, sendEmail: emailSenderOf(email), stripe };
}

/** Resend where there is a key of it, for that was set on purpose; else Cloudflare's binding. */
function emailSenderOf({ emailFrom: from, resendKey, emailBinding }: EmailSettings): Outside["sendEmail"] {
  if (from === null) return null;
  if (resendKey !== null) return async (email) => sendByResend(resendKey, from, email);
  return emailBinding === null ? null : async (email) => sendByCloudflare(emailBinding, from, email);
}
