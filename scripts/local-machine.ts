import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createKeySecret, executeLocalSql, insertKeySql, migrateLocalDatabase } from "./local-database.ts";
import { secretsFile } from "./local-config.ts";

/** Where `wrangler dev` keeps its state when nothing else is said. */
export const localPersistDir = ".wrangler/state";
const keyFile = ".bouquet/dev-key";

/** Makes what a machine needs once, brings its local database up to date, and gives its API key. */
export async function prepareLocalMachine(): Promise<string> {
  readOrCreate(secretsFile, () => `SIGNING_KEYS="dev:${randomBytes(32).toString("base64url")}"\n`);
  mkdirSync(".bouquet", { recursive: true });
  const key = readOrCreate(keyFile, () => `${createKeySecret("test")}\n`).trim();
  await migrateLocalDatabase(localPersistDir);
  await executeLocalSql(localPersistDir, insertKeySql(key, { mode: "test", name: "this machine" }));
  return key;
}

/** The key that `npm run dev` has made on this machine; null before its first run. */
export function readLocalKey(): string | null {
  return existsSync(keyFile) ? readFileSync(keyFile, "utf8").trim() : null;
}

function readOrCreate(file: string, create: () => string): string {
  if (!existsSync(file)) writeFileSync(file, create(), { mode: 0o600 });
  return readFileSync(file, "utf8");
}
