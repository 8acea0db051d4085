import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { clickLogShards } from "#domain/click-log";
import { rateLimiterShards } from "#domain/rate-limit-policies";

/** Everything that is kept anywhere, as text: each row of each table, each value of the cache, each row of each object. */
export async function everythingStored(): Promise<{ place: string; text: string }[]> {
  return [...(await storedInTables()), ...(await storedInCache()), ...(await storedInObjects())];
}

/** Where one of these stands: as it is, in lower case, or in base64, wherever in a longer text it begins. */
export async function findPersonal(needles: readonly string[]): Promise<string[]> {
  const forms = needles.flatMap((needle) => [needle.toLowerCase(), ...base64Forms(needle)]);
  const stored = await everythingStored();
  return stored.flatMap(({ place, text }) =>
    forms.filter((form) => text.includes(form) || text.toLowerCase().includes(form)).map((form) => `${place}: ${form}`),
  );
}

async function storedInTables() {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'd1_migrations'",
  ).all<{ name: string }>();
  const found = await env.DB.batch(tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return found.flatMap(({ results }, index) =>
    results.map((row) => ({ place: tables.results[index]?.name ?? "", text: JSON.stringify(row) })),
  );
}

async function storedInCache() {
  const { keys } = await env.LINKS.list();
  return Promise.all(
    keys.map(async ({ name, metadata }) => ({
      place: `KV ${name}`,
      text: `${name} ${(await env.LINKS.get(name)) ?? ""} ${JSON.stringify(metadata)}`,
    })),
  );
}

async function storedInObjects() {
  const logs = clickLogShards(Number(env.CLICK_SHARDS)).map((name) => env.CLICK_LOG.getByName(name));
  const limiters = rateLimiterShards().map((name) => env.RATE_LIMITER.getByName(name));
  const rows =
    (tables: readonly string[]) =>
    (_object: unknown, { storage }: DurableObjectState) =>
      tables.flatMap((table) =>
        [...storage.sql.exec(`SELECT * FROM ${table}`)].map((row) => ({ place: table, text: JSON.stringify(row) })),
      );
  const programs = await env.DB.prepare("SELECT id FROM programs").all<{ id: string }>();
  const boards = programs.results.map(({ id }) => env.LEADERBOARD.getByName(id));
  const found = await Promise.all([
    ...logs.map(async (log) => runInDurableObject(log, rows(["groups", "snapshots", "shard"]))),
    ...boards.map(async (board) => runInDurableObject(board, everyTable)),
    ...limiters.map(async (limiter) => runInDurableObject(limiter, rows(["rates"]))),
  ]);
  return found.flat();
}

function everyTable(_object: unknown, { storage }: DurableObjectState) {
  const tables = storage.sql.exec<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  );
  return [...tables].flatMap(({ name }) =>
    [...storage.sql.exec(`SELECT * FROM ${name}`)].map((row) => ({
      place: `boards ${name}`,
      text: JSON.stringify(row),
    })),
  );
}

/** The symbols that the text alone decides, at each of the three places where it may begin. Few symbols say nothing. */
function base64Forms(text: string): string[] {
  if (text.length < 6) return [];
  return [0, 1, 2].map((shift) => {
    const encoded = btoa(`${"x".repeat(shift)}${text}`);
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + text.length) * 8) / 6);
    return encoded.slice(first, last);
  });
}
