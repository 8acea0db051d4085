/** Secrets that a deployment may leave out: `wrangler types` knows the required ones alone (docs/storage.md). */
interface OptionalSecrets {
  /** `live:whsec_…,test:whsec_…` */
  STRIPE_WEBHOOK_SECRETS?: string;
  /** `live:ws_…,test:ws_…` */
  WHOP_WEBHOOK_SECRETS?: string;
  /** `live:sk_live_…,test:sk_test_…`, or restricted keys (`rk_…`). */
  STRIPE_API_KEYS?: string;
}
declare namespace Cloudflare {
  interface Env extends OptionalSecrets {}
}
interface Env extends OptionalSecrets {}
