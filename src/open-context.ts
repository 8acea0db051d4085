import { customAlphabet } from "nanoid";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import { createNewId } from "#domain/id";
import { log, readSettings } from "#env";
import { openDatabase } from "#store/database";
import type { ClickLogs } from "#usecases/count-clicks";

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
