import type { Flags, Log } from "#context";
import type { Signing } from "#domain/journey";
import { isEmailAddress, parseMailbox } from "#domain/mailbox";
import type { Mailbox } from "#domain/mailbox";
import { createSigning } from "#signing";

/** The variables of the deployment, parsed once. A wrong one stops the first request, not a payment. */
export type Settings = {
  signing: Signing;
  flags: Flags;
  clickShards: number;
  /** Where people reach this deployment, without a slash at its end; null: not said. */
  publicUrl: string | null;
  /** Who sends emails; null: nobody. */
  emailFrom: Mailbox | null;
  /** Who is told of reviews, budgets and failures. */
  teamEmails: readonly string[];
};

const mostClickShards = 256;

const read = new WeakMap<Env, Settings>();

export function readSettings(env: Env): Settings {
  const known = read.get(env);
  if (known !== undefined) return known;
  const settings = {
    signing: createSigning(env.SIGNING_KEYS),
    flags: {
      referrals: readFlag(env, "ENABLE_REFERRALS"),
      rewards: readFlag(env, "ENABLE_REWARDS"),
      jobs: readFlag(env, "ENABLE_JOBS"),
    },
    clickShards: readClickShards(env),
    publicUrl: readPublicUrl(env),
    emailFrom: readEmailFrom(env),
    teamEmails: readTeamEmails(env),
  };
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

/** Plain http is for trying things out on the own machine. */
function readPublicUrl({ PUBLIC_URL: text }: Env): string | null {
  if (text === "") return null;
  if (!/^(https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(localhost|127\.0\.0\.1))(:[0-9]{1,5})?\/?$/.test(text)) {
    throw new Error("PUBLIC_URL must be an address such as https://go.example.com, without a path");
  }
  return text.replace(/\/$/, "");
}

function readEmailFrom({ EMAIL_FROM: text }: Env): Mailbox | null {
  if (text === "") return null;
  const mailbox = parseMailbox(text);
  if (mailbox === null) throw new Error("EMAIL_FROM must be a mailbox such as Bouquet <hello@example.com>");
  return mailbox;
}

/** The addresses stay out of the error, which is logged. */
function readTeamEmails({ TEAM_EMAILS: text }: Env): string[] {
  const addresses = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (!addresses.every(isEmailAddress)) throw new Error("TEAM_EMAILS must be email addresses, separated by commas");
  return addresses;
}

/** One JSON line, as Workers Logs index it. */
export const log: Log = (level, message, fields) => console.log(JSON.stringify({ level, message, ...fields }));
