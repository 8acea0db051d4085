import type { Flags, Log } from "#context";
import type { Signing } from "#domain/journey";
import { createSigning } from "#signing";

/** The variables of the deployment, parsed once. A wrong one stops the first request, not a payment. */
export type Settings = { signing: Signing; flags: Flags; clickShards: number };

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

/** One JSON line, as Workers Logs index it. */
export const log: Log = (level, message, fields) => console.log(JSON.stringify({ level, message, ...fields }));
