/** What a deployment may have and need not: `wrangler types` knows only what every one has. */
interface OptionalEmailEnv {
  /** A secret: emails go by Resend. */
  RESEND_API_KEY?: string;
  /** Cloudflare's `send_email` binding: emails go by it. */
  EMAIL?: SendEmail;
}
interface Env extends OptionalEmailEnv {}
declare namespace Cloudflare {
  interface Env extends OptionalEmailEnv {}
}
