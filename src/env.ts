import type { Flags, Log } from "#context";
import type { Signing } from "#domain/journey";
import { isEmailAddress, parseMailbox } from "#domain/mailbox";
import type { Mailbox } from "#domain/mailbox";
import type { StripeSettings } from "#domain/outside";
import type { ProviderSecrets, SigningSecret } from "#domain/provider-door";
import { parseClickDays, standardClickDays } from "#domain/retention";
import { createSigning } from "#signing";

/**
 * The variables of the deployment, parsed once. Without the first three nothing can be done: a wrong one stops the first
 * request. What the engine can do without is off where it is set wrongly, and health says so.
 */
export type Settings = {
  signing: Signing;
  flags: Flags;
  clickShards: number;
  providerSecrets: ProviderSecrets;
  stripe: StripeSettings;
  /** Who is asked for the addresses of webhooks' names; null: nobody is. */
  resolverUrl: string | null;
  /** Null: emails go by the binding `EMAIL`, if there is one. */
  resendKey: string | null;
  /** Where people reach this deployment, without a slash at its end; null: not said. */
  publicUrl: string | null;
  /** Who sends emails; null: nobody. */
  emailFrom: Mailbox | null;
  /** Who is told of reviews, budgets and failures. */
  teamEmails: readonly string[];
  /** How long raw clicks are kept; the objects that keep them read it themselves. */
  clickDays: number;
  /** What is wrong with which setting; never what it says, since that is logged. */
  problems: readonly string[];
};

const mostClickShards = 256;
const noStripe = { url: new URL("https://api.stripe.com"), keys: {} };
const publicResolver = "https://cloudflare-dns.com/dns-query";

const read = new WeakMap<Env, Settings>();

export function readSettings(env: Env): Settings {
  const known = read.get(env);
  if (known !== undefined) return known;
  const problems: string[] = [];
  const orElse = <T>(none: T, readSetting: (env: Env) => T): T => {
    try {
      return readSetting(env);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : "a setting is wrong");
      return none;
    }
  };
  const settings: Settings = {
    signing: createSigning(env.SIGNING_KEYS),
    flags: {
      referrals: readFlag(env, "ENABLE_REFERRALS"),
      rewards: readFlag(env, "ENABLE_REWARDS"),
      jobs: readFlag(env, "ENABLE_JOBS"),
    },
    clickShards: readClickShards(env),
    providerSecrets: {
      stripe: orElse([], () => readSigningSecrets(env, "STRIPE_WEBHOOK_SECRETS")),
      whop: orElse([], () => readSigningSecrets(env, "WHOP_WEBHOOK_SECRETS")),
    },
    stripe: orElse<StripeSettings>(noStripe, () => ({ url: readStripeUrl(env), keys: readStripeKeys(env) })),
    resolverUrl: orElse(publicResolver, readResolverUrl),
    resendKey: env.RESEND_API_KEY?.trim() || null,
    publicUrl: orElse(null, readPublicUrl),
    emailFrom: orElse(null, readEmailFrom),
    teamEmails: orElse([], readTeamEmails),
    clickDays: orElse(standardClickDays, readClickDays),
    problems,
  };
  for (const problem of problems) log("error", "setting_wrong", { problem });
  read.set(env, settings);
  return settings;
}

function readFlag(env: Env, name: "ENABLE_REFERRALS" | "ENABLE_REWARDS" | "ENABLE_JOBS"): boolean {
  const text = env[name];
  if (text !== "true" && text !== "false") throw new Error(`${name} must be true or false`);
  return text === "true";
}

function readClickShards({ CLICK_SHARDS: text }: Env): number {
  const shards = Number(text);
  if (!Number.isInteger(shards) || shards < 1 || shards > mostClickShards) {
    throw new Error(`CLICK_SHARDS must be a whole number from 1 to ${mostClickShards}`);
  }
  return shards;
}

function readClickDays({ CLICK_RETENTION_DAYS: text }: Partial<Env>): number {
  const days = parseClickDays(text);
  if (days === null) throw new Error("CLICK_RETENTION_DAYS must be a whole number from 1 to 3650");
  return days;
}

const signingSecretForm = /^[\x21-\x2b\x2d-\x7e]{16,200}$/;

function readSigningSecrets(env: Env, name: "STRIPE_WEBHOOK_SECRETS" | "WHOP_WEBHOOK_SECRETS"): SigningSecret[] {
  const secrets = readModeSecrets(env[name], ({ secret }) => signingSecretForm.test(secret));
  if (secrets === null) throw new Error(`${name} must be a list of live:secret or test:secret, separated by commas`);
  return secrets;
}

/** None where it is not set; null where one is wrong, which is said without it: errors are logged. */
function readModeSecrets(text = "", isRight: (entry: SigningSecret) => boolean): SigningSecret[] | null {
  if (text.trim() === "") return [];
  const entries = text.split(",").map((entry): SigningSecret | null => {
    const [, mode, secret] = /^(live|test):(.+)$/.exec(entry.trim()) ?? [];
    return (mode === "live" || mode === "test") && secret !== undefined ? { mode, secret } : null;
  });
  const right = entries.filter((entry) => entry !== null).filter(isRight);
  return right.length === entries.length ? right : null;
}

function readStripeUrl({ STRIPE_API_URL: text }: Env): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "";
  if (!isPlain) throw new Error("STRIPE_API_URL must be an address without a path, such as https://api.stripe.com");
  return url;
}

const stripeKeyForms = {
  live: /^[sr]k_live_[A-Za-z0-9_]{8,250}$/,
  test: /^[sr]k_test_[A-Za-z0-9_]{8,250}$/,
};

/** A key of the other mode would move real money for the sandbox. */
function readStripeKeys({ STRIPE_API_KEYS: text }: Env): StripeSettings["keys"] {
  const keys = readModeSecrets(text, ({ mode, secret }) => stripeKeyForms[mode].test(secret));
  if (keys === null || new Set(keys.map(({ mode }) => mode)).size < keys.length)
    throw new Error("STRIPE_API_KEYS must be live:sk_live_…,test:sk_test_…, at most one key of each mode");
  return Object.fromEntries(keys.map(({ mode, secret }) => [mode, secret]));
}

/** A deployment that says nothing of it has the public one: only an empty value switches it off. */
function readResolverUrl({ DNS_RESOLVER_URL: text = publicResolver }: Partial<Env>): string | null {
  if (text === "") return null;
  if (!/^(https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/127\.0\.0\.1)(:[0-9]{1,5})?\/[\w./-]*$/.test(text)) {
    throw new Error("DNS_RESOLVER_URL must be an address such as https://cloudflare-dns.com/dns-query, or empty");
  }
  return text;
}

/** Plain http is for trying things out on the own machine. */
function readPublicUrl({ PUBLIC_URL: text = "" }: Partial<Env>): string | null {
  if (text === "") return null;
  if (!/^(https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(localhost|127\.0\.0\.1))(:[0-9]{1,5})?\/?$/.test(text)) {
    throw new Error("PUBLIC_URL must be an address such as https://go.example.com, without a path");
  }
  return text.replace(/\/$/, "");
}

function readEmailFrom({ EMAIL_FROM: text = "" }: Partial<Env>): Mailbox | null {
  if (text === "") return null;
  const mailbox = parseMailbox(text);
  if (mailbox === null) throw new Error("EMAIL_FROM must be a mailbox such as Bouquet <hello@example.com>");
  return mailbox;
}

/** The addresses stay out of the error, which is logged. */
function readTeamEmails({ TEAM_EMAILS: text = "" }: Partial<Env>): string[] {
  const addresses = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (!addresses.every(isEmailAddress)) throw new Error("TEAM_EMAILS must be email addresses, separated by commas");
  return addresses;
}

/** One JSON line, as Workers Logs index it. */
export const log: Log = (level, message, fields) => console.log(JSON.stringify({ level, message, ...fields }));
