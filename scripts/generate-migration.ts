/**
 * `npm run db:generate -- --name add_something`: drizzle-kit writes the next migration; then its
 * CREATE TABLEs become STRICT, and WITHOUT ROWID where the key is not one integer, which drizzle
 * cannot say. A rowid table with a text key costs one more written row per insert.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = "migrations";
const before = new Set(readdirSync(folder));
const run = spawnSync("drizzle-kit", ["generate", "--config=drizzle/drizzle.config.ts", ...process.argv.slice(2)], {
  stdio: "inherit",
});
if (run.status !== 0) process.exit(run.status ?? 1);

for (const file of readdirSync(folder)) {
  if (before.has(file) || !file.endsWith(".sql")) continue;
  const path = `${folder}/${file}`;
  writeFileSync(path, readFileSync(path, "utf8").replace(/CREATE TABLE [\s\S]*?\n\);/g, withTableOptions));
}

function withTableOptions(createTable: string): string {
  const integerKey = /integer PRIMARY KEY/i.test(createTable);
  return createTable.replace(/\n\);$/, integerKey ? "\n) STRICT;" : "\n) STRICT, WITHOUT ROWID;");
}
