import { env, exports } from "cloudflare:workers";
import { scopes as allScopes } from "#domain/actor";
import type { Scope } from "#domain/actor";
import { hourMs } from "#domain/day";
import type { Mode } from "#domain/mode";
import { sha256Hex } from "#store/digest";

/** Where the tests believe the Worker to be; links are made with it. */
export const origin = "https://refer.test";

export type Reply<T = Record<string, unknown>> = { status: number; headers: Headers; body: T; text: string };
export type Send = <T = Record<string, unknown>>(
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply<T>>;
export type ApiClient = { keyId: string; secret: string; mode: Mode } & Record<
  "get" | "post" | "put" | "patch" | "delete",
  Send
>;

/** A key of its own and a client that uses it. */
export async function connect(options: { mode?: Mode; scopes?: readonly Scope[] } = {}): Promise<ApiClient> {
  return clientOf(await createKey(options));
}

/** A client that uses this key, or a participant's token. */
export function clientOf(key: { id: string; secret: string; mode: Mode }): ApiClient {
  const as =
    (method: string): Send =>
    async (path, body, headers = {}) =>
      call(path, {
        method,
        headers: {
          authorization: `Bearer ${key.secret}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
  const { id: keyId, secret, mode } = key;
  return {
    keyId,
    secret,
    mode,
    get: as("GET"),
    post: as("POST"),
    put: as("PUT"),
    patch: as("PATCH"),
    delete: as("DELETE"),
  };
}

/** Past the API, as the first key of a machine is made. */
export async function createKey(options: { mode?: Mode; scopes?: readonly Scope[]; expiresAtMs?: number } = {}) {
  const { mode = "test", scopes = allScopes, expiresAtMs = null } = options;
  const secret = `bq_${mode}_${crypto.randomUUID().replaceAll("-", "")}`;
  const id = `key_${crypto.randomUUID().replaceAll("-", "").slice(0, 23)}`;
  await env.DB.prepare(
    "INSERT INTO api_keys (id, hash, mode, name, scopes, created_at_ms, expires_at_ms, last_used_at_ms) VALUES (?, ?, ?, 'test', ?, 0, ?, ?)",
  )
    .bind(id, sha256Hex(secret), mode, JSON.stringify(scopes), expiresAtMs, thisHourMs())
    .run();
  return { id, secret, mode };
}

/** Noted already, or every test would leave a write of its key's use behind. */
export function thisHourMs(): number {
  return Date.now() - (Date.now() % hourMs);
}

/** Any request to the Worker; redirects are not followed. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<Reply<T>> {
  const response = await exports.default.fetch(new Request(origin + path, { redirect: "manual", ...init }));
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  // Safe because a test names the shape that it then asserts on.
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text !== "" ? JSON.parse(text) : null) as T,
    text,
  };
}

/** Rows per table, to show that nothing was written. */
export async function countRows(): Promise<Record<string, number>> {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'd1_migrations' ORDER BY name",
  ).all<{ name: string }>();
  const counts = await env.DB.batch<{ n: number }>(
    tables.results.map(({ name }) => env.DB.prepare(`SELECT count(*) AS n FROM "${name}"`)),
  );
  return Object.fromEntries(tables.results.map(({ name }, i) => [name, counts[i]?.results[0]?.n ?? 0]));
}
