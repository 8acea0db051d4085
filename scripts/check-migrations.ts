/** `node scripts/check-migrations.ts`: fails when drizzle/ says something that migrations/ doesn't. */
import { readdirSync, readFileSync } from "node:fs";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import type { DrizzleSQLiteSnapshotJSON } from "drizzle-kit/api";

const missing = await generateSQLiteMigration(readLastSnapshot(), await generateSQLiteDrizzleJson(await readSchema()));
if (missing.length > 0) {
  console.error(`drizzle/ has changed; run \`npm run db:generate -- --name what_changed\`:\n${missing.join("\n")}`);
  process.exit(1);
}

function readLastSnapshot(): DrizzleSQLiteSnapshotJSON {
  const folder = "migrations/meta";
  const last = readdirSync(folder)
    .filter((file) => file.endsWith("_snapshot.json"))
    .toSorted()
    .at(-1);
  if (last === undefined) throw new Error(`no snapshot in ${folder}`);
  // Safe because drizzle-kit wrote the file and reads it the same way.
  return JSON.parse(readFileSync(`${folder}/${last}`, "utf8")) as DrizzleSQLiteSnapshotJSON;
}

async function readSchema(): Promise<Record<string, unknown>> {
  const files = readdirSync("drizzle").filter((file) => file.endsWith(".ts") && !file.endsWith(".config.ts"));
  const modules = await Promise.all(
    files.map(async (file): Promise<object> => import(`#schema/${file.replace(/\.ts$/, "")}`)),
  );
  return Object.assign({}, ...modules);
}
