import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalDatabase } from "#scripts/local-database";
import { startServer } from "#scripts/server";
import type { Server } from "#scripts/server";

export type TestServer = {
  /** The running server; another one after `restart`. */
  readonly server: Server;
  readonly url: string;
  /** A test-mode key with every scope. */
  key: string;
  persistDir: string;
  /** Starts the server again on the same port, with what the stores kept. */
  restart(): Promise<Server>;
  /** Ends the server and removes its state. */
  close(): Promise<void>;
};

/** A server of its own on a free port, with an empty, migrated database and a key. */
export async function openTestServer(vars: Record<string, string> = {}): Promise<TestServer> {
  const persistDir = mkdtempSync(join(tmpdir(), "bouquet-"));
  const secrets = { SIGNING_KEYS: `t1:${randomBytes(32).toString("base64url")}`, ...vars };
  const key = await createLocalDatabase(persistDir, { mode: "test", name: "test server" });
  let server = await startServer({ persistDir, vars: secrets });

  return {
    get server() {
      return server;
    },
    get url() {
      return server.url;
    },
    key,
    persistDir,
    async restart() {
      await server.stop();
      server = await startServer({ persistDir, port: server.port, vars: secrets });
      return server;
    },
    async close() {
      await server.stop();
      rmSync(persistDir, { recursive: true, force: true });
    },
  };
}
