/** Secrets that a deployment may leave out: `wrangler types` knows the required ones alone (docs/storage.md). */
interface Env {
  /** `live:sk_live_…,test:sk_test_…`, or restricted keys (`rk_…`). */
  STRIPE_API_KEYS?: string;
}
