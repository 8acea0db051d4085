import { waitUntil } from "cloudflare:workers";
import { customAlphabet } from "nanoid";
import type { Context, Log, Rates } from "#context";
import type { Actor } from "#domain/actor";
import { clickLogShards } from "#domain/click-log";
import { describeFault } from "#domain/fault";
import { createNewId } from "#domain/id";
import type { Platform } from "#domain/platform";
import { decideRate } from "#domain/rate-limit";
import { ratePolicies } from "#domain/rate-limit-policies";
import type { RatePolicyName, ToldRate } from "#domain/rate-limit-policies";
import { log, readSettings } from "#env";
import { createDisposableDomains } from "#integrations/disposable-domains";
import { createOutside } from "#integrations/outside";
import { openProviderDoors } from "#integrations/provider-doors";
import { openDatabase } from "#store/database";
import { forgetLinks, keepLink } from "#store/edge-links";
import { spendShielded, takeRate } from "#store/rate-limiter";
import type { ClickLogs } from "#usecases/count-clicks";

const readDisposableDomains = createDisposableDomains();

/** What a usecase works with, made at the door of a request or tick. */
export function openContext(env: Env, door: { actor: Actor; nowMs: number; requestId: string }): Context {
  const { signing, flags, providerSecrets, stripe, resendKey, publicUrl, teamEmails, emailFrom, resolverUrl } =
    readSettings(env);
  const logHere: Log = (level, message, fields) => log(level, message, { request_id: door.requestId, ...fields });
  // Without an address for its links an email could not be unsubscribed from.
  const sender = { emailFrom: publicUrl === null ? null : emailFrom, resendKey, emailBinding: env.EMAIL ?? null };
  return {
    ...door,
    db: openDatabase(env.DB),
    newId: createNewId(door.nowMs, randomTail),
    newCode: (alphabet, size) => customAlphabet(alphabet, size)(),
    signing,
    flags,
    outside: createOutside({ stripe, resolverUrl, log: logHere, ...sender }),
    publicUrl,
    teamEmails,
    providers: openProviderDoors(providerSecrets),
    platform: platformOf(env),
    disposableDomains: async () => readDisposableDomains({ assets: env.ASSETS, nowMs: door.nowMs, log: logHere }),
    ring: (messages) => messages.length > 0 && waitUntil(ring(env, messages)),
    afterwards: (work) => waitUntil(logFaults(work, door.requestId)),
    boardChanges: null,
    rates: openRates(env, door.nowMs, logHere),
    log: logHere,
  };
}

async function logFaults(work: () => Promise<void>, requestId: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    log("error", "afterwards_failed", { request_id: requestId, error: describeFault(error) });
  }
}

/** A queue takes a hundred at once; whoever is not rung for waits for the sweep. */
async function ring({ DOORBELL }: Env, messages: readonly { id: string }[]): Promise<void> {
  try {
    await DOORBELL.sendBatch(messages.slice(0, 100).map(({ id }) => ({ body: { message_id: id } })));
  } catch (error) {
    log("warn", "doorbell_silent", { error: describeFault(error) });
  }
}

export function platformOf(env: Env): Platform {
  return {
    wallMs: () => Date.now(),
    readCache: async () => void (await env.LINKS.get("health")),
    keepLink: async (code) => keepLink(env.DB, env.LINKS, code),
    forgetLinks: async (codes) => forgetLinks(env.LINKS, codes),
    settingProblems: readSettings(env).problems,
    shards: clickLogShards(readSettings(env).clickShards),
    dayCounts: async (shard, page) => env.CLICK_LOG.getByName(shard).dayCounts(page),
    traces: async (shard, query) => env.CLICK_LOG.getByName(shard).traces(query),
    forgetVisitors: async (shard, clicks) => env.CLICK_LOG.getByName(shard).forgetVisitors(clicks),
    boards: (programId) => env.LEADERBOARD.getByName(programId),
  };
}

/** A limiter found down is taken to be down for so long, where nobody waits for its word. */
const downForMs = 10_000;

function openRates({ RATE_LIMITER: limiters }: Env, nowMs: number, logHere: Log): Rates {
  const ground = { limiters, waitUntil, log: logHere };
  const told = new Map<RatePolicyName, ToldRate>();
  return {
    told,
    tell: (rate) => void told.set(rate.policy, rate),
    spend(shield, wish) {
      const decision = spendShielded(shield, { ...wish, nowMs }, ground);
      told.set(wish.policy, { policy: wish.policy, decision, down: nowMs - shield.failedAtMs < downForMs });
      return decision;
    },
    async take(wish) {
      const decision = await takeRate({ ...wish, nowMs }, ground);
      const unlimited = decideRate(ratePolicies[wish.policy], null, { nowMs, cost: wish.cost });
      told.set(wish.policy, { policy: wish.policy, decision: decision ?? unlimited, down: decision === null });
      return decision;
    },
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
