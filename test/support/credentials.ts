import { env } from "cloudflare:workers";
import { sign } from "hono/jwt";
import type { Scope } from "#domain/actor";
import { scopes } from "#domain/actor";
import type { Mode } from "#domain/mode";
import { roles } from "#domain/rights";
import type { Role } from "#domain/rights";
import { writeParticipantToken } from "#http/participant-token";
import { createSigning } from "#signing";
import type { ApiClient } from "#support/api";
import { call, createKey } from "#support/api";
import { seedMember, seedMemberKey } from "#support/member-seeds";

/** What a request may come with: the whole Authorization header, or none. */
export type Credential = string | null;
type InMode<T> = Record<Mode, T>;

const signing = () => createSigning(env.SIGNING_KEYS);
const part = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** A key for each role, in both modes. */
export async function createRoleKeys(): Promise<Record<Role, InMode<Credential>>> {
  const made = roles.map(async (role) => {
    const id = await seedMember({ role });
    const [live, test] = [await seedMemberKey(id, "live"), await seedMemberKey(id, "test")];
    return [role, { live: `Bearer ${live.secret}`, test: `Bearer ${test.secret}` }] as const;
  });
  // Safe because there is an entry for each role.
  return Object.fromEntries(await Promise.all(made)) as Record<Role, InMode<Credential>>;
}

/** A server key for each scope, with that one alone. */
export async function createScopeKeys(): Promise<Map<Scope, InMode<Credential>>> {
  const made = scopes.map(async (scope) => {
    const [live, test] = [await createKey({ mode: "live", scopes: [scope] }), await createKey({ scopes: [scope] })];
    return [scope, { live: `Bearer ${live.secret}`, test: `Bearer ${test.secret}` }] as const;
  });
  return new Map(await Promise.all(made));
}

/** Everything that was good once, or looks as if it were. `api` may do all, in test mode. */
export async function createDeadCredentials(
  api: ApiClient,
  participantId: string,
): Promise<Record<string, Credential>> {
  const revoked = await createKey();
  await api.delete(`/v1/keys/${revoked.id}`);
  const rotatedOut = await createKey();
  await api.post(`/v1/keys/${rotatedOut.id}/rotate`, { grace_hours: 0 });
  const leaver = await seedMember({ role: "admin" });
  const leaversKey = await seedMemberKey(leaver, "test");
  await env.DB.prepare("UPDATE members SET removed_at_ms = 1 WHERE id = ?").bind(leaver).run();
  return {
    "no credential": null,
    "another scheme": `Basic ${btoa("bouquet:secret")}`,
    "no secret": "Bearer",
    "a secret cut short": `Bearer ${(await createKey()).secret.slice(0, 20)}`,
    "two secrets": `Bearer ${revoked.secret} ${revoked.secret}`,
    "an unknown key": `Bearer bq_test_${"0".repeat(40)}`,
    "an unknown live key": `Bearer bq_live_${"0".repeat(40)}`,
    "an expired key": `Bearer ${(await createKey({ expiresAtMs: 1 })).secret}`,
    "a revoked key": `Bearer ${revoked.secret}`,
    "a key that was rotated out": `Bearer ${rotatedOut.secret}`,
    "the key of a member who was removed": `Bearer ${leaversKey.secret}`,
    ...(await createDeadTokens(api, participantId)),
  };
}

async function createDeadTokens(api: ApiClient, participantId: string): Promise<Record<string, Credential>> {
  // Safe because it is a participant's id.
  const claims = {
    participantId: participantId as `ptc_${string}`,
    mode: "test",
    tokenId: "t",
    ttlSeconds: 60,
  } as const;
  const good = await writeParticipantToken(signing(), { ...claims, issuedAtMs: Date.now() });
  const [, body = "", mac = ""] = good.split(".");
  const headed = (header: object, signature = mac) => `Bearer ${part(header)}.${body}.${signature}`;
  const secret = signing().derive("participant-token/v1")?.secret ?? "";
  const k = secret.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  // Safe because the body is the one that we have just written.
  const said = JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>;
  return {
    "an expired token": `Bearer ${await writeParticipantToken(signing(), { ...claims, issuedAtMs: 0 })}`,
    "the token of somebody suspended": `Bearer ${await suspend(api, "suspended")}`,
    "the token of somebody erased": `Bearer ${await suspend(api, "erased")}`,
    "a token by alg none": headed({ alg: "none", typ: "JWT", kid: "k2" }, ""),
    "a token as HS384": `Bearer ${await sign(said, { kty: "oct", k, kid: "k2", alg: "HS384" })}`,
    "a token under another kid": headed({ alg: "HS256", typ: "JWT", kid: "k1" }),
    "a token under an unknown kid": headed({ alg: "HS256", typ: "JWT", kid: "k9" }),
  };
}

async function suspend(api: ApiClient, how: "suspended" | "erased"): Promise<string> {
  const { body: person } = await api.put<{ id: string }>(`/v1/participants/customer/${how}`, {});
  const issued = await api.post<{ token: string }>(`/v1/participants/${person.id}/tokens`);
  const set = how === "suspended" ? "status = 'suspended'" : "erased_at_ms = 1";
  await env.DB.prepare(`UPDATE participants SET ${set} WHERE id = ?`).bind(person.id).run();
  return issued.body.token;
}

export async function createToken(api: ApiClient, participantId: string): Promise<Credential> {
  const issued = await api.post<{ token: string }>(`/v1/participants/${participantId}/tokens`, { ttl_seconds: 3600 });
  return `Bearer ${issued.body.token}`;
}

export async function askAs(
  credential: Credential,
  request: { method: string; path: string; body?: Record<string, unknown> | undefined },
) {
  const { method, path, body } = request;
  return call<Record<string, unknown>>(path, {
    method,
    headers: {
      ...(credential === null ? {} : { authorization: credential }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
