import { customAlphabet } from "nanoid";
import * as z from "zod";
import type { Context, Flags, Log } from "#context";
import type { Actor } from "#domain/actor";
import { createNewId } from "#domain/id";
import type { Signing } from "#domain/journey";
import { openDatabase } from "#store/database";
import type { ClickLogs } from "#usecases/count-clicks";
import { createSigning } from "#signing";

/** The variables of the deployment, parsed once. A wrong one stops the first request, not a payment. */
export type Settings = { signing: Signing; flags: Flags; clickShards: number };

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const variables = z.object({
  ENABLE_REFERRALS: flag,
  ENABLE_REWARDS: flag,
  ENABLE_JOBS: flag,
  CLICK_SHARDS: z.coerce.number().int().min(1).max(256),
});

const opened = new WeakMap<Env, Settings>();

export function readSettings(env: Env): Settings {
  const known = opened.get(env);
  if (known !== undefined) return known;
  const parsed = variables.parse(env);
  const settings = {
    signing: createSigning(env.SIGNING_KEYS),
    flags: { referrals: parsed.ENABLE_REFERRALS, rewards: parsed.ENABLE_REWARDS, jobs: parsed.ENABLE_JOBS },
    clickShards: parsed.CLICK_SHARDS,
  };
  opened.set(env, settings);
  return settings;
}

/** What a usecase works with, made at the door of a request or tick. */
export function openContext(env: Env, door: { actor: Actor; nowMs: number; requestId: string }): Context {
  const { signing, flags } = readSettings(env);
  return {
    ...door,
    db: openDatabase(env.DB),
    newId: createNewId(door.nowMs, randomTail),
    newCode: (alphabet, size) => customAlphabet(alphabet, size)(),
    signing,
    flags,
    log: (level, message, fields) => log(level, message, { request_id: door.requestId, ...fields }),
  };
}

export function clickLogsOf(env: Env): ClickLogs {
  return {
    counts: async (shard, code) => env.CLICK_LOG.getByName(shard).counts(code),
    shards: readSettings(env).clickShards,
  };
}

const lettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomTail = customAlphabet(lettersAndDigits, 14);

/** One JSON line, as Workers Logs index it. */
export const log: Log = (level, message, fields) => console.log(JSON.stringify({ level, message, ...fields }));
