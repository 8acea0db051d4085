import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { scopes } from "#domain/actor";
import type { Mode } from "#domain/mode";
import { findWorkerds } from "#bench/cpu-time";
import { migrationStatements, readOwnOptions } from "#bench/runtime";
import { openApi } from "#scripts/api";
import type { Api } from "#scripts/api";
import { createKeySecret, insertKeySql } from "#scripts/local-database";
import { readBuiltWorker } from "#support/node/built-worker";

/** Answers what the Worker asks of one host of the world outside, as a server of that name would. */
export type OutsideHost = (request: IncomingMessage & { bodyText: string }, response: ServerResponse) => void;

export type Simulator = {
  /** `http://127.0.0.1:…`; another one after `restart`. */
  readonly url: string;
  api: Api;
  /** Hosts of the world outside by name; others do not exist. */
  outside: Map<string, OutsideHost>;
  /** Addresses of names by DNS; hosts that are not here have a public one, other names do not exist. */
  addresses: Map<string, readonly string[]>;
  /** Every host that was connected to, but for the DNS resolver. */
  connections: string[];
  /**
   * One tick of the cron trigger, as of that time. Stories that share a simulator have times of their own, so the jobs
   * forget how far they got in the one before: every tick finds them due.
   */
  tick(nowMs: number): Promise<void>;
  /** What the Worker logged. */
  logs: string[];
  sql<T = Record<string, unknown>>(statement: string, ...values: unknown[]): Promise<T[]>;
  /** SIGKILL to workerd, as a power cut would; then it can only be restarted or closed. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** `realWorld`: the Worker reaches what the machine reaches, and `outside` is nowhere. */
type Options = { bindings?: Record<string, string>; mode?: Mode; realWorld?: boolean };

/**
 * The built Worker in a workerd of its own, whose way to the world outside ends at local servers: it asks for public
 * names, and gets real connections that may hang or break.
 */
export async function startSimulator({
  bindings = {},
  mode = "live",
  realWorld = false,
}: Options = {}): Promise<Simulator> {
  const persistDir = mkdtempSync(join(tmpdir(), "bouquet-simulator-"));
  const script = await readBuiltWorker();
  const outside = new Map<string, OutsideHost>();
  const addresses = new Map<string, readonly string[]>();
  const connections: string[] = [];
  const answer = realWorld ? null : answerFor({ outside, addresses, connections });
  const logs: string[] = [];
  const secrets = { SIGNING_KEYS: "s1:0123456789abcdefghijklmnopqrstuvwxyz0123", ...bindings };
  let running = await run({ persistDir, script, answer, logs, bindings: secrets });
  const key = createKeySecret(mode);
  const db = await running.miniflare.getD1Database("DB");
  const statements = [...migrationStatements(), insertKeySql(key, { mode, name: "simulator", scopes })];
  for (const statement of statements) await db.prepare(statement).run();

  const end = async () => {
    await running.miniflare.dispose();
  };
  return {
    get url() {
      return running.url;
    },
    get api() {
      return openApi({ url: running.url, key });
    },
    outside,
    addresses,
    connections,
    logs,
    async tick(nowMs) {
      await (await running.miniflare.getD1Database("DB")).exec("DELETE FROM jobs");
      const worker = await running.miniflare.getWorker();
      await worker.scheduled({ scheduledTime: new Date(nowMs), cron: "* * * * *" });
    },
    async sql<T>(statement: string, ...values: unknown[]) {
      const db = await running.miniflare.getD1Database("DB");
      const { results } = await db
        .prepare(statement)
        .bind(...values)
        .all<T>();
      return results;
    },
    async kill() {
      for (const pid of running.pids) process.kill(pid, "SIGKILL");
      await end().catch(() => {});
    },
    async restart() {
      running = await run({ persistDir, script, answer, logs, bindings: secrets });
    },
    async close() {
      await end().catch(() => {});
      rmSync(persistDir, { recursive: true, force: true });
    },
  };
}

type Run = {
  persistDir: string;
  script: string;
  answer: Answer | null;
  logs: string[];
  bindings: Record<string, string>;
};

async function run({ persistDir, script, answer, logs, bindings }: Run) {
  const worker = {
    ...readOwnOptions("wrangler.toml", bindings),
    name: "bouquet",
    modules: [{ type: "ESModule" as const, path: "worker.js", contents: script }],
    ...(answer !== null && { outboundService: { node: answer } }),
  };
  const options = convertV4MiniflareOptions({ cf: false, workers: [worker] });
  const before = new Set(findWorkerds());
  const miniflare = new Miniflare({
    ...options,
    resourcePersistencePath: persistDir,
    handleStructuredLogs: ({ message }) => logs.push(message),
  });
  const { origin } = await miniflare.ready;
  return { miniflare, url: origin, pids: findWorkerds().filter((pid) => !before.has(pid)) };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type World = Pick<Simulator, "outside" | "addresses" | "connections">;

/** As one server for all hosts would: a host that is not there breaks the connection. */
function answerFor(world: World): Answer {
  return async (request, response) => {
    const bodyText = await text(request);
    const { hostname } = new URL(`http://${request.headers.host}`);
    const searchParams = new URLSearchParams(request.url?.split("?")[1]);
    if (hostname === "cloudflare-dns.com") return void response.end(JSON.stringify(resolve(world, searchParams)));
    world.connections.push(hostname);
    const host = world.outside.get(hostname);
    if (host === undefined) request.socket.destroy();
    else host(Object.assign(request, { bodyText }), response);
  };
}

function resolve({ outside, addresses }: World, query: URLSearchParams) {
  const name = query.get("name") ?? "";
  const type = query.get("type") === "AAAA" ? 28 : 1;
  const known = addresses.get(name) ?? (outside.has(name) ? ["93.184.215.14"] : null);
  if (known === null) return { Status: 3 };
  const found = known.filter((address) => address.includes(":") === (type === 28));
  return { Status: 0, Answer: found.map((data) => ({ name, type, TTL: 0, data })) };
}
