/** Secrets that a deployment may do without, so that wrangler.toml does not ask for them (docs/storage.md). */
interface ProviderSigningSecrets {
  STRIPE_WEBHOOK_SECRETS?: string;
  WHOP_WEBHOOK_SECRETS?: string;
}
declare namespace Cloudflare {
  interface Env extends ProviderSigningSecrets {}
}
interface Env extends ProviderSigningSecrets {}
