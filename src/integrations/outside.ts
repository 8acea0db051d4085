import type { Mode } from "#domain/mode";
import type { Outside } from "#domain/outside";
import { postWebhook } from "#integrations/post-webhook";
import { openStripeAccount } from "#integrations/stripe-account";

type Settings = { stripe: { url: URL; keys: Partial<Record<Mode, string>> } };

/** What the deployment can reach of the world outside. */
export function createOutside(_env: Env, { stripe: { url, keys } }: Settings): Outside {
  const stripe = (mode: Mode) => {
    const key = keys[mode];
    return key === undefined ? null : openStripeAccount({ key, url });
  };
  return { postWebhook, sendEmail: null, stripe };
}
