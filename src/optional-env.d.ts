/** What a deployment may have and need not: `wrangler types` knows only what every one has (docs/storage.md). */
interface OptionalEnv {
  /** A secret, `live:whsec_…,test:whsec_…`: deliveries of Stripe are taken. */
  STRIPE_WEBHOOK_SECRETS?: string;
  /** A secret, `live:ws_…,test:ws_…`: deliveries of Whop are taken. */
  WHOP_WEBHOOK_SECRETS?: string;
  /** A secret, `live:sk_live_…,test:sk_test_…`, or restricted keys (`rk_…`): rewards are handed over at Stripe. */
  STRIPE_API_KEYS?: string;
  /** A secret: emails go by Resend. */
  RESEND_API_KEY?: string;
  /** Cloudflare's `send_email` binding: emails go by it. */
  EMAIL?: SendEmail;
}
declare namespace Cloudflare {
  interface Env extends OptionalEnv {}
}
interface Env extends OptionalEnv {}
