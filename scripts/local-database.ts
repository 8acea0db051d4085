import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scopes } from "#domain/actor";
import type { Scope } from "#domain/actor";
import { createNewId } from "#domain/id";
import type { NewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import { sha256Hex } from "#store/digest";
import { runWrangler } from "./wrangler.ts";

/** Applies all migrations to the local D1 of that folder; to be done before a server uses it. */
export async function migrateLocalDatabase(persistDir: string): Promise<void> {
  await runWrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", persistDir]);
}

export type NewServerKey = { mode: Mode; name: string; scopes?: readonly Scope[] };

/** A key's text, as the API accepts it. Only its hash is ever stored. */
export function createKeySecret(mode: Mode): string {
  return `bq_${mode}_${randomBytes(24).toString("hex")}`;
}

/**
 * Makes a local D1 for a server of its own, with all migrations and a server key, whose secret it gives. One run of
 * wrangler, where applying the migrations one by one takes many times as long; none can be applied to it afterwards.
 */
export async function createLocalDatabase(persistDir: string, key: NewServerKey): Promise<string> {
  const secret = createKeySecret(key.mode);
  const files = readdirSync("migrations").filter((file) => file.endsWith(".sql"));
  const texts = files.toSorted().map((file) => readFileSync(`migrations/${file}`, "utf8"));
  await executeLocalSql(persistDir, [...texts, insertKeySql(secret, key)].join("\n"));
  return secret;
}

/** Ids as the engine makes them. */
export function newIdAt(nowMs: number): NewId {
  return createNewId(nowMs, () => randomBytes(7).toString("hex"));
}

/** SQL that makes the key, or does nothing when a key with this secret exists already. */
export function insertKeySql(secret: string, key: NewServerKey): string {
  const nowMs = Date.now();
  const id = newIdAt(nowMs)("key");
  const values = [id, sha256Hex(secret), key.mode, key.name, JSON.stringify(key.scopes ?? scopes)];
  const quoted = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ");
  return `INSERT OR IGNORE INTO api_keys (id, hash, mode, name, scopes, created_at_ms) VALUES (${quoted}, ${nowMs});\n`;
}

/** Runs SQL on the local D1. Never beside a running server: SQLite would be busy. */
export async function executeLocalSql(persistDir: string, sql: string): Promise<void> {
  mkdirSync(persistDir, { recursive: true });
  const file = join(persistDir, "execute.sql");
  writeFileSync(file, sql, { mode: 0o600 });
  try {
    await runWrangler(["d1", "execute", "DB", "--local", "--persist-to", persistDir, "--yes", "--file", file]);
  } finally {
    rmSync(file);
  }
}
