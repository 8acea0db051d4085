import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import { hourMs } from "#domain/day";
import { createAuthenticate } from "#http/authenticate";
import { createKeyUses } from "#http/key-use";
import { openContext } from "#open-context";
import { openDatabase } from "#store/database";
import { call, clientOf, connect, countRows, createKey } from "#support/api";
import { seedMember, seedMemberKey } from "#support/member-seeds";

type ShownKey = Record<"id" | "name" | "secret", string> &
  Record<"expires_at" | "rotated_to" | "last_used_at" | "member_id" | "revoked_at", string | null> & {
    scopes: string[];
  };

const findKey = async (id: string) => env.DB.prepare("SELECT * FROM api_keys WHERE id = ?").bind(id).first();
const answersTo = async (secret: string) =>
  (await call("/v1/programs", { headers: { authorization: `Bearer ${secret}` } })).status;

test("a rotated key and its successor are both good for the grace, then the successor alone", async () => {
  const api = await connect();
  const { body: old } = await api.post<ShownKey>("/v1/keys", { name: "app", scopes: ["programs:read", "links:read"] });
  const { status, body: next } = await api.post<ShownKey>(`/v1/keys/${old.id}/rotate`, { grace_hours: 2 });
  expect({ status, next }).toMatchObject({ status: 201, next: { name: "app", scopes: old.scopes, expires_at: null } });
  expect(await answersTo(old.secret)).toBe(200);
  expect(await answersTo(next.secret)).toBe(200);
  const { body } = await api.get<{ data: ShownKey[] }>("/v1/keys");
  const listed = body.data.find(({ id }) => id === old.id);
  expect(listed).toMatchObject({ rotated_to: next.id, member_id: null });
  const endsAtMs = Date.parse(listed?.expires_at ?? "");
  expect(endsAtMs - Date.now()).toBeGreaterThan(1.9 * hourMs);
  const at = (ms: number, secret: string) => createAuthenticate()(openDatabase(env.DB), `Bearer ${secret}`, ms);
  expect(await at(endsAtMs - 1, old.secret)).not.toBeNull();
  expect(await at(endsAtMs, old.secret)).toBeNull();
  expect(await at(endsAtMs, next.secret)).not.toBeNull();
  const audit = await api.get<{ data: unknown[] }>(`/v1/audit?object_id=${old.id}`);
  expect(audit.body.data[0]).toMatchObject({
    action: "key.rotated",
    detail: { rotated_to: next.id, grace_hours: 2 },
  });
});

test("a key rotated without grace ends within ten seconds in an isolate that knew it", async () => {
  const api = await connect();
  const old = await createKey();
  const authenticate = createAuthenticate();
  const at = (ms: number) => authenticate(openDatabase(env.DB), `Bearer ${old.secret}`, ms);
  const startMs = Date.now();
  expect(await at(startMs)).not.toBeNull();
  expect((await api.post(`/v1/keys/${old.id}/rotate`, { grace_hours: 0 })).status).toBe(201);
  expect(await at(startMs + 9_999)).not.toBeNull();
  expect(await at(startMs + 10_000)).toBeNull();
});

test("a rotation hands on the end that a key had, and never puts it off", async () => {
  const api = await connect();
  const expiresAtMs = Date.now() + hourMs;
  const old = await createKey({ expiresAtMs });
  const { body } = await api.post<ShownKey>(`/v1/keys/${old.id}/rotate`, { grace_hours: 168 });
  expect(await findKey(old.id)).toMatchObject({ expires_at_ms: expiresAtMs, rotated_to: body.id });
  expect(await findKey(body.id)).toMatchObject({ expires_at_ms: expiresAtMs });
});

test("of twenty rotations at once one makes a key, and a key that is over is not rotated", async () => {
  const api = await connect();
  const key = await createKey();
  const before = await countRows();
  const tries = await Promise.all(
    Array.from({ length: 20 }, async () => api.post<ShownKey>(`/v1/keys/${key.id}/rotate`)),
  );
  const [made, ...others] = tries.filter(({ status }) => status === 201);
  expect(others).toEqual([]);
  expect(tries.filter(({ status }) => status === 409 || status === 503).length).toBe(19);
  const after = await countRows();
  expect([after["api_keys"], after["audit_log"]]).toEqual([
    (before["api_keys"] ?? 0) + 1,
    (before["audit_log"] ?? 0) + 1,
  ]);
  const refusedFor = async (id: string) => (await api.post<{ reason: string }>(`/v1/keys/${id}/rotate`)).body;
  expect(await refusedFor(key.id)).toMatchObject({ code: "key_over", reason: "rotated", rotated_to: made?.body.id });
  expect(await refusedFor((await createKey({ expiresAtMs: 1 })).id)).toMatchObject({ reason: "expired" });
  await api.delete(`/v1/keys/${made?.body.id}`);
  expect(await refusedFor(made?.body.id ?? "")).toMatchObject({ code: "key_over", reason: "revoked" });
});

test("nobody gets by a rotation what he may not do himself", async () => {
  const strong = await createKey({ scopes: ["programs:read", "wallets:write"] });
  const weak = await connect({ scopes: ["keys:write", "programs:read"] });
  expect(await weak.post(`/v1/keys/${strong.id}/rotate`)).toMatchObject({
    status: 403,
    body: { code: "insufficient_scope", needed: "wallets:write" },
  });
  expect(await findKey(strong.id)).toMatchObject({ rotated_to: null, expires_at_ms: null });
});

test("a member rotates his own key, and it stays his", async () => {
  const memberId = await seedMember({ role: "owner" });
  const key = await seedMemberKey(memberId);
  const { status, body } = await clientOf({ ...key, mode: "live" }).post<ShownKey>(`/v1/keys/${key.id}/rotate`);
  expect({ status, body }).toMatchObject({ status: 201, body: { member_id: memberId, scopes: [] } });
  expect(await answersTo(body.secret)).toBe(200);
});

test("a key says in which hour it was last used, by one write at most for each hour and isolate", async () => {
  const { id } = await createKey();
  await env.DB.prepare("UPDATE api_keys SET last_used_at_ms = NULL").run();
  // Safe because ids of keys begin so.
  const actor: Actor = { type: "key", id: id as `key_${string}`, mode: "test", scopes: [] };
  const work: (() => Promise<void>)[] = [];
  const ctxAt = (nowMs: number): Context => ({
    ...openContext(env, { actor, nowMs, requestId: "req_1" }),
    afterwards: (what) => void work.push(what),
  });
  const [uses, elsewhere] = [createKeyUses(), createKeyUses()];
  for (const nowMs of [hourMs * 5 + 1, hourMs * 5 + 7, hourMs * 6 - 1]) uses.note(ctxAt(nowMs));
  expect(work.length).toBe(1);
  elsewhere.learn({ id, lastUsedAtMs: hourMs * 5 });
  elsewhere.note(ctxAt(hourMs * 6 - 1));
  expect(work.length).toBe(1);
  elsewhere.note(ctxAt(hourMs * 6 + 3));
  for (const write of work.toReversed()) await write();
  expect(await findKey(id)).toMatchObject({ last_used_at_ms: hourMs * 6 });
  uses.learn({ id, lastUsedAtMs: null });
  uses.note(ctxAt(hourMs * 5 + 8));
  expect(work.length).toBe(2);
  uses.note(ctxAt(hourMs * 7));
  expect(work.length).toBe(3);
  const job: Actor = { type: "job", name: "sweep_pending_events", mode: "live" };
  uses.note({ ...ctxAt(hourMs * 9), actor: job });
  expect(work.length).toBe(3);
});

test("a request is answered as ever when its key's use cannot be written, and shows in the list when it can", async () => {
  const key = await createKey();
  const api = await connect();
  await env.DB.prepare("UPDATE api_keys SET last_used_at_ms = NULL").run();
  await env.DB.prepare(
    "CREATE TRIGGER refuse_use BEFORE UPDATE OF last_used_at_ms ON api_keys BEGIN SELECT RAISE(ABORT, 'refused'); END",
  ).run();
  expect(await answersTo(key.secret)).toBe(200);
  await env.DB.prepare("DROP TRIGGER refuse_use").run();
  expect((await api.get("/v1/programs")).status).toBe(200);
  const shown = async () => {
    const { body } = await api.get<{ data: ShownKey[] }>("/v1/keys");
    return body.data.find(({ id }) => id === api.keyId)?.last_used_at;
  };
  await expect.poll(shown).toMatch(/:00:00\.000Z$/);
});
