import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { scopes } from "#domain/actor";
import { createAuthenticate } from "#http/authenticate";
import { createApi } from "#http/api";
import { operations } from "#http/contract/operations";
import { openDatabase } from "#store/database";
import { clickLogsOf, openContext } from "#open-context";
import { call, connect, createKey } from "#support/api";
import { createParticipant } from "#support/factories";

test("the router has the routes of the operation table and no others, each with a scope or public", () => {
  const mounted = createApi({ openContext, clickLogsOf }).routes.filter(({ method }) => method !== "ALL");
  const shown = (method: string, path: string) => `${method.toUpperCase()} ${path}`;
  expect(mounted.map(({ method, path }) => shown(method, path)).toSorted()).toEqual(
    operations.map(({ method, path }) => shown(method, path)).toSorted(),
  );
  for (const { scope } of operations) expect(["public", ...scopes]).toContain(scope);
  expect(operations.filter(({ scope }) => scope === "public").map(({ path }) => path)).toEqual([
    "/v1/public/programs/:id/leaderboard",
    "/v1/providers/stripe/deliveries",
    "/v1/providers/whop/deliveries",
    "/healthz",
    "/docs/problems",
  ]);
});

test("a revoked key works for less than ten seconds more in an isolate that knew it", async () => {
  const admin = await connect();
  const key = await createKey();
  const authenticate = createAuthenticate();
  const at = (ms: number) => authenticate(openDatabase(env.DB), `Bearer ${key.secret}`, ms);
  expect(await at(1_000)).toMatchObject({ type: "key", id: key.id, mode: "test" });
  expect((await admin.delete(`/v1/keys/${key.id}`)).status).toBe(200);
  expect(await at(10_999)).not.toBeNull();
  expect(await at(11_000)).toBeNull();
});

test("a key ends exactly when it expires, cached or not", async () => {
  const key = await createKey({ expiresAtMs: 5_000 });
  const authenticate = createAuthenticate();
  const at = (ms: number) => authenticate(openDatabase(env.DB), `Bearer ${key.secret}`, ms);
  expect(await at(4_999)).not.toBeNull();
  expect(await at(5_000)).toBeNull();
});

test("a new key works with its secret, which is shown once and stored as a hash only", async () => {
  const api = await connect();
  const created = await api.post<{ id: string; secret: string }>("/v1/keys", {
    name: "reader",
    scopes: ["participants:read"],
  });
  const { id, secret } = created.body;
  expect(secret).toMatch(/^bq_test_[0-9A-Za-z]{40}$/);
  const listed = await call<unknown>("/v1/participants", { headers: { authorization: `Bearer ${secret}` } });
  expect(listed.status).toBe(200);
  expect((await api.get("/v1/keys")).text).not.toContain(secret);
  for (const table of ["api_keys", "audit_log", "idempotency_keys"]) {
    expect(JSON.stringify(await env.DB.prepare(`SELECT * FROM ${table}`).all())).not.toContain(secret.slice(8));
  }
  expect((await api.delete(`/v1/keys/${id}`)).body).toMatchObject({ id, revoked_at: expect.any(String) });
});

test("a key gives away no scope that it lacks", async () => {
  const api = await connect({ scopes: ["keys:write", "programs:read"] });
  const refused = await api.post("/v1/keys", { name: "more", scopes: ["programs:read", "payments:verify"] });
  expect(refused).toMatchObject({ status: 403, body: { code: "insufficient_scope", needed: "payments:verify" } });
});

test("every change is in the audit log with its actor and request, and without personal data", async () => {
  const api = await connect();
  const participant = await createParticipant(api, { name: "Sarah Miller", email: "sarah@example.com" });
  const changed = await api.patch(`/v1/participants/${participant.id}`, {
    email: "miller@example.com",
    status: "suspended",
  });
  const { body, text } = await api.get<{ data: unknown[] }>(`/v1/audit?object_id=${participant.id}`);
  expect(body.data).toMatchObject([
    {
      action: "participant.changed",
      actor: `key:${api.keyId}`,
      object_id: participant.id,
      request_id: changed.headers.get("x-request-id"),
      detail: { fields: ["email", "status"], status: "suspended" },
    },
    { action: "participant.created", actor: `key:${api.keyId}` },
  ]);
  expect(text).not.toMatch(/miller|sarah/i);
});

test("the deployment says that it is well", async () => {
  expect(await call("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
});
