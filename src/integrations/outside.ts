import type { Outside } from "#domain/outside";
import { postWebhook } from "#integrations/post-webhook";

/** What the deployment can reach of the world outside. */
export function createOutside(_env: Env): Outside {
  return { postWebhook, sendEmail: null, stripe: () => null };
}
