import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { writeLocalConfig } from "./local-config.ts";
import { collectOutput, spawnWrangler } from "./wrangler.ts";

export type Server = {
  /** `http://127.0.0.1:8787`, without a slash at its end. */
  url: string;
  port: number;
  /** The newest of what wrangler and the Worker printed. */
  output(): string;
  /** Ends the process group in good order. */
  stop(): Promise<void>;
  /** SIGKILL to the whole group, as a power cut would. */
  kill(): Promise<void>;
  /** Resolves when the server has ended, whoever ended it. */
  ended: Promise<void>;
};

export type ServerOptions = {
  /** Where D1, KV and the Durable Objects keep their state; the same folder that was migrated. */
  persistDir: string;
  /** A free port when left out. */
  port?: number;
  /** Values for the Worker's vars and secrets; without it, `.dev.vars` is read. */
  vars?: Record<string, string>;
  onOutput?: (text: string) => void;
  readyTimeoutMs?: number;
};

/** Serves the Worker on 127.0.0.1 and resolves when it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const port = options.port ?? (await findFreePort());
  const child = spawnWrangler(serverArguments(options, port));
  const output = collectOutput(child, options.onOutput);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const killLeftover = (): void => signalGroup(child, "SIGKILL");
  process.once("exit", killLeftover);
  void ended.then(() => process.off("exit", killLeftover));

  const server: Server = {
    url: `http://127.0.0.1:${port}`,
    port,
    output,
    ended,
    stop: () => endGroup(child, ended, "SIGTERM"),
    kill: () => endGroup(child, ended, "SIGKILL"),
  };
  await waitUntilReady(server, child, options.readyTimeoutMs ?? 60_000);
  return server;
}

/** Whether nothing listens on that port of 127.0.0.1. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== null;
}

export async function findFreePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === null) throw new Error("no free port on 127.0.0.1");
  return port;
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      // Safe because a listening TCP server has an AddressInfo.
      const { port: taken } = probe.address() as AddressInfo;
      probe.close(() => resolve(taken));
    });
  });
}

function serverArguments(options: ServerOptions, port: number): string[] {
  const args = ["dev", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  args.push("--persist-to", options.persistDir, "--show-interactive-dev-session", "false");
  return [...args, "--config", writeLocalConfig(options.persistDir, options.vars)];
}

async function waitUntilReady(server: Server, child: ChildProcess, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the server ended while starting:\n${server.output()}`);
    }
    if (await answers(server.url)) return;
    await delay(50);
  }
  await server.kill();
  throw new Error(`the server did not answer within ${timeoutMs} ms:\n${server.output()}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}

async function endGroup(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  signalGroup(child, signal);
  const graceMs = 5_000;
  const gaveUp = await Promise.race([ended.then(() => false), delay(graceMs, true, { ref: false })]);
  if (gaveUp) signalGroup(child, "SIGKILL");
  await ended;
}

/** Wrangler alone is not enough: killed by itself it leaves workerd serving. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
