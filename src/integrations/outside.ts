import type { Mailbox } from "#domain/mailbox";
import type { Mode } from "#domain/mode";
import type { Outside, StripeSettings } from "#domain/outside";
import { findAddressProblem } from "#domain/public-address";
import type { ReceiverProblem } from "#domain/public-address";
import { postWebhook } from "#integrations/post-webhook";
import { findNameProblem } from "#integrations/resolve-name";
import { sendByCloudflare } from "#integrations/send-by-cloudflare";
import { sendByResend } from "#integrations/send-by-resend";
import { openStripeAccount } from "#integrations/stripe-account";

type EmailSettings = { emailFrom: Mailbox | null; resendKey: string | null; emailBinding: SendEmail | null };

type WebhookSettings = { resolverUrl: string | null; log: Parameters<typeof postWebhook>[1]["log"] };

/** What the deployment can reach of the world outside. */
export function createOutside({
  stripe: { url, keys },
  resolverUrl,
  log,
  ...email
}: EmailSettings & WebhookSettings & { stripe: StripeSettings }): Outside {
  const stripe = (mode: Mode) => {
    const key = keys[mode];
    return key === undefined ? null : openStripeAccount({ key, url });
  };
  const findProblem = async (url: string) => findAddressProblem(url) ?? findHostProblem(url, resolverUrl);
  return {
    findReceiverProblem: findProblem,
    postWebhook: async (request) => postWebhook(request, { findProblem, log }),
    sendEmail: emailSenderOf(email),
    stripe,
  };
}

async function findHostProblem(url: string, resolverUrl: string | null): Promise<ReceiverProblem | null> {
  return resolverUrl === null ? null : findNameProblem(new URL(url).hostname, resolverUrl);
}

/** Resend where there is a key of it, for that was set on purpose; else Cloudflare's binding. */
function emailSenderOf({ emailFrom: from, resendKey, emailBinding }: EmailSettings): Outside["sendEmail"] {
  if (from === null) return null;
  if (resendKey !== null) return async (email) => sendByResend(resendKey, from, email);
  return emailBinding === null ? null : async (email) => sendByCloudflare(emailBinding, from, email);
}
