import { waitUntil } from "cloudflare:workers";
import { customAlphabet } from "nanoid";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import { describeFault } from "#domain/fault";
import { createNewId } from "#domain/id";
import { log, readSettings } from "#env";
import { createOutside } from "#integrations/outside";
import { openDatabase } from "#store/database";
import type { ClickLogs } from "#usecases/count-clicks";

/** What a usecase works with, made at the door of a request or tick. */
export function openContext(env: Env, door: { actor: Actor; nowMs: number; requestId: string }): Context {
  const { signing, flags, publicUrl, teamEmails, emailFrom } = readSettings(env);
  return {
    ...door,
    db: openDatabase(env.DB),
    newId: createNewId(door.nowMs, randomTail),
    newCode: (alphabet, size) => customAlphabet(alphabet, size)(),
    signing,
    flags,
    // Without an address for its links an email could not be unsubscribed from.
    outside: createOutside(env, { emailFrom: publicUrl === null ? null : emailFrom }),
    publicUrl,
    teamEmails,
    ring: (messages) => messages.length > 0 && waitUntil(ring(env, messages)),
    log: (level, message, fields) => log(level, message, { request_id: door.requestId, ...fields }),
  };
}

/** A queue takes a hundred at once; whoever is not rung for waits for the sweep. */
async function ring({ DOORBELL }: Env, messages: readonly { id: string }[]): Promise<void> {
  try {
    await DOORBELL.sendBatch(messages.slice(0, 100).map(({ id }) => ({ body: { message_id: id } })));
  } catch (error) {
    log("warn", "doorbell_silent", { error: describeFault(error) });
  }
}

export function clickLogsOf(env: Env): ClickLogs {
  return {
    counts: async (shard, code) => env.CLICK_LOG.getByName(shard).counts(code),
    shards: readSettings(env).clickShards,
  };
}

const lettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomTail = customAlphabet(lettersAndDigits, 14);
