import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import type { Role } from "#domain/rights";
import { roleScopes } from "#domain/rights";
import { createAuthenticate } from "#http/authenticate";
import { openContext } from "#open-context";
import { openDatabase } from "#store/database";
import { call, clientOf, connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { seedMember, seedMemberKey } from "#support/member-seeds";
import { createMemberKey } from "#usecases/create-member-key";
import { rotateKey } from "#usecases/rotate-key";

type Shown = { id: string; role: Role; removed_at: string | null };
type NewKey = { id: string; secret: string; scopes: string[]; member_id: string | null };

/** A member and a client that acts as him. */
async function join(role: Role): Promise<{ id: string; api: ApiClient }> {
  const id = await seedMember({ role });
  return { id, api: clientOf({ ...(await seedMemberKey(id)), mode: "live" }) };
}

const add = async (api: ApiClient, role: Role, email = `${crypto.randomUUID()}@example.com`) =>
  api.post<Shown>("/v1/members", { name: "Bea", email, role });
const rolesNow = async () => {
  const { results } = await env.DB.prepare("SELECT id, role, removed_at_ms FROM members ORDER BY id").all();
  return results;
};

test("a member is added, changed and removed, and who did it is in the audit log without a name or address", async () => {
  const { id: ownerId, api } = await join("owner");
  const added = await api.post<Shown>("/v1/members", { name: "Bea Miller", email: "Bea@Example.com", role: "support" });
  expect(added).toMatchObject({ status: 201, body: { name: "Bea Miller", email: "bea@example.com", role: "support" } });
  const path = `/v1/members/${added.body.id}`;
  const again = { name: "Other", email: "bea@example.COM", role: "analyst" };
  expect(await api.post("/v1/members", again)).toMatchObject({ status: 409, body: { code: "member_exists" } });
  expect((await api.patch(path, { role: "admin", name: "Bea" })).body).toMatchObject({ name: "Bea", role: "admin" });
  expect((await api.delete<Shown>(path)).body.removed_at).not.toBeNull();
  expect(await api.patch(path, { role: "analyst" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect((await api.post("/v1/members", again)).status).toBe(201);
  const listed = await api.get<{ data: Shown[] }>("/v1/members");
  expect(listed.body.data.map(({ role, removed_at: at }) => [role, at === null])).toEqual([
    ["analyst", true],
    ["admin", false],
    ["owner", true],
  ]);

  const audit = await api.get<{ data: unknown[] }>(`/v1/audit?object_id=${added.body.id}`);
  expect(audit.body.data).toMatchObject([
    { action: "member.removed", actor: `key:${api.keyId}`, detail: { role: "admin" } },
    { action: "member.changed", detail: { fields: ["name", "role"], from: "support", to: "admin" } },
    { action: "member.added", detail: { role: "support" } },
  ]);
  expect(audit.text).not.toMatch(/bea|miller|example\.com/i);
  const keys = await api.get<{ data: object[] }>(`/v1/keys?member_id=${ownerId}`);
  expect(keys.body.data).toMatchObject([{ id: api.keyId, member_id: ownerId, scopes: [] }]);
});

test("only owners touch owners, and nobody raises himself or anybody above himself", async () => {
  const owner = await join("owner");
  const admin = await join("admin");
  const colleague = await join("admin");
  const server = await connect({ mode: "live" });
  const narrow = await connect({ mode: "live", scopes: ["members:write", ...roleScopes.analyst] });
  const before = await countRows();
  const refused = { status: 403, body: { code: "role_beyond_yours", role: "owner" } };
  for (const api of [admin.api, server]) {
    expect(await add(api, "owner")).toMatchObject(refused);
    for (const id of [admin.id, colleague.id])
      expect(await api.patch(`/v1/members/${id}`, { role: "owner" })).toMatchObject(refused);
    expect(await api.patch(`/v1/members/${owner.id}`, { role: "analyst" })).toMatchObject(refused);
    expect(await api.patch(`/v1/members/${owner.id}`, { name: "Nobody" })).toMatchObject(refused);
    expect(await api.delete(`/v1/members/${owner.id}`)).toMatchObject(refused);
    expect(await api.post(`/v1/members/${owner.id}/keys`, { name: "x", mode: "live" })).toMatchObject(refused);
    expect(await api.post(`/v1/keys/${owner.api.keyId}/rotate`)).toMatchObject(refused);
    expect(await api.delete(`/v1/keys/${owner.api.keyId}`)).toMatchObject(refused);
  }
  expect(await add(narrow, "support")).toMatchObject({ status: 403, body: { role: "support" } });
  expect(await countRows()).toEqual(before);

  expect((await add(narrow, "analyst")).status).toBe(201);
  expect((await admin.api.patch(`/v1/members/${admin.id}`, { role: "support" })).status).toBe(200);
  expect((await owner.api.patch(`/v1/members/${colleague.id}`, { role: "owner" })).status).toBe(200);
});

test("a test key changes no member and makes no member's key, whosever it is", async () => {
  const { id } = await join("owner");
  const test = clientOf({ ...(await seedMemberKey(id, "test")), mode: "test" });
  const before = await rolesNow();
  const refused = { status: 403, body: { code: "live_key_needed" } };
  expect(await add(test, "analyst")).toMatchObject(refused);
  expect(await test.patch(`/v1/members/${id}`, { role: "admin" })).toMatchObject(refused);
  expect(await test.delete(`/v1/members/${id}`)).toMatchObject(refused);
  expect(await test.post(`/v1/members/${id}/keys`, { name: "x", mode: "live" })).toMatchObject(refused);
  expect((await test.get("/v1/members")).status).toBe(200);
  expect(await rolesNow()).toEqual(before);
});

test("the last owner stays one, whether he is removed, demoted or written past the engine", async () => {
  const { id, api } = await join("owner");
  const refused = { status: 409, body: { code: "last_owner" } };
  expect(await api.delete(`/v1/members/${id}`)).toMatchObject(refused);
  expect(await api.patch(`/v1/members/${id}`, { role: "admin" })).toMatchObject(refused);
  for (const sql of ["UPDATE members SET role = 'admin'", "UPDATE members SET removed_at_ms = 1"])
    await expect(env.DB.prepare(sql).run()).rejects.toThrow("last_owner");
  await expect(env.DB.prepare("DELETE FROM members").run()).rejects.toThrow("append_only: members");
});

test.each<[string, (api: ApiClient, id: string) => Promise<{ status: number }>]>([
  ["remove", async (api, id) => api.delete(`/v1/members/${id}`)],
  ["demote", async (api, id) => api.patch(`/v1/members/${id}`, { role: "analyst" })],
])("of owners who all %s each other at once one is left", async (_name, strike) => {
  const owners = [await join("owner"), await join("owner"), await join("owner")];
  const blows = owners.flatMap(({ api }) => owners.map(async ({ id }) => strike(api, id)));
  const statuses = (await Promise.all(blows)).map(({ status }) => status);
  for (const status of statuses) expect([200, 403, 404, 409, 503]).toContain(status);
  const left = await env.DB.prepare(
    "SELECT count(*) AS n FROM members WHERE role = 'owner' AND removed_at_ms IS NULL",
  ).first();
  expect(left).toEqual({ n: 1 });
});

test("a change that was decided on another role than the one in the end is decided again", async () => {
  const [owner, admin, target] = [await join("owner"), await join("admin"), await join("analyst")];
  const [raised, lowered] = await Promise.all([
    owner.api.patch(`/v1/members/${target.id}`, { role: "owner" }),
    admin.api.patch(`/v1/members/${target.id}`, { role: "support" }),
  ]);
  expect(raised.status).toBe(200);
  expect([200, 403]).toContain(lowered.status);
  const stored = await env.DB.prepare("SELECT role FROM members WHERE id = ?").bind(target.id).first();
  expect(stored).toEqual({ role: "owner" });
});

test("ten who add the same address at once add one member", async () => {
  const { api } = await join("owner");
  const tries = await Promise.all(Array.from({ length: 10 }, async () => add(api, "analyst", "same@example.com")));
  expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, ...Array(9).fill(409)]);
});

test("a member's key may do what his role may, and a lower role or his end holds within ten seconds", async () => {
  const { api } = await join("owner");
  const { body: bea } = await add(api, "admin");
  const made = await api.post<NewKey>(`/v1/members/${bea.id}/keys`, { name: "laptop", mode: "test" });
  expect(made).toMatchObject({ status: 201, body: { member_id: bea.id, scopes: [], mode: "test" } });
  expect(made.body.secret).toMatch(/^bq_test_/);
  const authenticate = createAuthenticate();
  const at = (ms: number, isolate = authenticate) => isolate(openDatabase(env.DB), `Bearer ${made.body.secret}`, ms);
  const member = { id: bea.id, role: "admin" };
  expect(await at(0)).toMatchObject({ id: made.body.id, mode: "test", scopes: roleScopes.admin, member });
  await api.patch(`/v1/members/${bea.id}`, { role: "analyst" });
  expect(await at(9_999)).toMatchObject({ member: { role: "admin" } });
  expect(await at(10_000)).toMatchObject({ scopes: roleScopes.analyst, member: { role: "analyst" } });
  expect(await at(10_000, createAuthenticate())).toMatchObject({ member: { role: "analyst" } });
  await api.delete(`/v1/members/${bea.id}`);
  expect(await at(19_999)).not.toBeNull();
  expect(await at(20_000)).toBeNull();
  expect(await at(20_000, createAuthenticate())).toBeNull();
});

test("whoever is raised loses all keys whose secrets others may have seen, and gets new ones", async () => {
  const [owner, admin] = [await join("owner"), await join("admin")];
  const { body: bea } = await add(admin.api, "support");
  const made = await admin.api.post<NewKey>(`/v1/members/${bea.id}/keys`, { name: "laptop", mode: "live" });
  const rotated = await admin.api.post<NewKey>(`/v1/keys/${made.body.id}/rotate`, { grace_hours: 168 });
  const opens = async ({ secret }: NewKey) =>
    (await createAuthenticate()(openDatabase(env.DB), `Bearer ${secret}`, Date.now())) !== null;
  await owner.api.patch(`/v1/members/${bea.id}`, { name: "Beatrice" });
  await owner.api.patch(`/v1/members/${bea.id}`, { role: "analyst" });
  expect([await opens(made.body), await opens(rotated.body)]).toEqual([true, true]);

  expect((await owner.api.patch(`/v1/members/${bea.id}`, { role: "owner" })).status).toBe(200);
  expect([await opens(made.body), await opens(rotated.body)]).toEqual([false, false]);
  const refused = { status: 403, body: { code: "role_beyond_yours" } };
  expect(await admin.api.post(`/v1/members/${bea.id}/keys`, { name: "x", mode: "live" })).toMatchObject(refused);
  const anew = await owner.api.post<NewKey>(`/v1/members/${bea.id}/keys`, { name: "laptop", mode: "live" });
  expect(await opens(anew.body)).toBe(true);
  const audit = await owner.api.get<{ data: unknown[] }>(`/v1/audit?object_id=${bea.id}`);
  expect(audit.body.data.slice(0, 2)).toMatchObject([
    { detail: { from: "analyst", to: "owner", keys_revoked: true } },
    { detail: { from: "support", to: "analyst", keys_revoked: false } },
  ]);
});

test("a key that is made or rotated while its member is raised or removed is decided on again, and made for neither", async () => {
  const [owner, admin] = [await join("owner"), await join("admin")];
  const asAdmin = (between: () => Promise<unknown>): Context =>
    openContext({ ...env, DB: beforeBatch(between) }, { actor: actorOf(admin), nowMs: Date.now(), requestId: "req_1" });
  const strikes: [string, (path: string) => Promise<unknown>][] = [
    ["role_beyond_yours", async (path) => owner.api.patch(path, { role: "owner" })],
    ["not_found", async (path) => owner.api.delete(path)],
  ];
  for (const [code, strike] of strikes) {
    const id = await seedMember({ role: "support" });
    const ctx = asAdmin(async () => strike(`/v1/members/${id}`));
    const made = await createMemberKey(ctx, { memberId: id, name: "x", mode: "live" });
    expect(made).toMatchObject({ ok: false, refusal: { code } });
    expect(await countKeys(id)).toBe(0);
  }
  for (const [, strike] of strikes) {
    const id = await seedMember({ role: "support" });
    const key = await seedMemberKey(id);
    const ctx = asAdmin(async () => strike(`/v1/members/${id}`));
    const rotated = await rotateKey(ctx, { id: key.id, graceHours: 1 });
    expect(rotated).toMatchObject({ ok: false, refusal: { code: "key_over", reason: "revoked" } });
    expect(await countKeys(id)).toBe(1);
  }
  const id = await seedMember({ role: "analyst" });
  const ctx = asAdmin(async () => owner.api.patch(`/v1/members/${id}`, { role: "support" }));
  expect(await createMemberKey(ctx, { memberId: id, name: "x", mode: "live" })).toMatchObject({ ok: true });
  expect(await countKeys(id)).toBe(1);
});

/** The test's D1, where something else is committed before the first batch. */
function beforeBatch(between: () => Promise<unknown>): D1Database {
  let isFirst = true;
  return new Proxy(env.DB, {
    get(database, name) {
      const value: unknown = Reflect.get(database, name);
      if (name === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const waits = isFirst;
          isFirst = false;
          if (waits) await between();
          return database.batch(statements);
        };
      }
      return typeof value === "function" ? value.bind(database) : value;
    },
  });
}

function actorOf({ id, api }: { id: string; api: ApiClient }): Actor {
  // Safe because ids of keys and members begin so.
  const ids = { key: api.keyId as `key_${string}`, member: id as `mbr_${string}` };
  return {
    type: "key",
    id: ids.key,
    mode: "live",
    scopes: roleScopes.admin,
    member: { id: ids.member, role: "admin" },
  };
}

async function countKeys(memberId: string): Promise<unknown> {
  const counted = env.DB.prepare("SELECT count(*) AS n FROM api_keys WHERE member_id = ?").bind(memberId);
  return counted.first("n");
}

test("a key that was made while its member was removed is good for nothing", async () => {
  await join("owner");
  const id = await seedMember({ role: "admin" });
  await env.DB.prepare("UPDATE members SET removed_at_ms = 1 WHERE id = ?").bind(id).run();
  const { secret } = await seedMemberKey(id);
  const reply = await call("/v1/programs", { headers: { authorization: `Bearer ${secret}` } });
  expect(reply.status).toBe(401);
});
