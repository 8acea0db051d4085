import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { scopes } from "#domain/actor";
import { roles } from "#domain/rights";
import { createEdge } from "#edge/create-edge";
import { createApi } from "#http/api";
import { operations } from "#http/contract/operations";
import { clickLogsOf, openContext } from "#open-context";
import { createSigning } from "#signing";
import { clientOf, connect, countRows, createKey } from "#support/api";
import type { Reply } from "#support/api";
import { askAs, createDeadCredentials, createRoleKeys, createScopeKeys, createToken } from "#support/credentials";
import type { Credential } from "#support/credentials";
import { createParticipant } from "#support/factories";
import { createGround, samples } from "#support/operation-samples";
import { edgeTable, rightsTable } from "#support/rights-table";

const routes = createApi({ openContext, clickLogsOf }).routes.filter(({ method }) => method !== "ALL");
const routeNames = routes.map(({ method, path }) => `${method} ${path}`);

/** What is wrong, all of it at once: the first of thousands says little. */
type Findings = string[];
type Asked = { name: string; method: string; path: string; body?: Record<string, unknown> | undefined };

/** One of everything, what each route is asked with, and credentials of every kind. */
async function createMatrix() {
  const api = await connect();
  const ground = await createGround(api);
  // Whatever is done to its key leaves the others alone.
  const sacrificed = clientOf(await createKey());
  const asked = routes.map(({ method, path }): Asked => {
    const operation = operations.find((one) => one.path === path && one.method.toUpperCase() === method);
    const sample = samples[operation?.operationId ?? ""]?.(ground, sacrificed);
    return { name: `${method} ${path}`, method, path: sample?.path ?? "", body: sample?.body };
  });
  const other = await createParticipant(api, { kind: "customer" });
  return {
    asked,
    ground,
    roleKeys: await createRoleKeys(),
    scopeKeys: await createScopeKeys(),
    dead: await createDeadCredentials(api, ground.referrer.id),
    own: await createToken(api, ground.referrer.id),
    others: await createToken(api, other.id),
  };
}
type Matrix = Awaited<ReturnType<typeof createMatrix>>;
type Case = { as: string; credential: Credential; status: number; code: string; needed?: string };

test("every route of the router has a row of rights, and every row a route", () => {
  expect(routeNames.toSorted()).toEqual(Object.keys(rightsTable).toSorted());
  const edge = createEdge({ signing: () => createSigning(env.SIGNING_KEYS), log: () => {} });
  expect(edge.routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(edgeTable.toSorted());
});

test(
  "every route lets in whom its row names, and refuses everybody else without writing",
  { timeout: 120_000 },
  async () => {
    const matrix = await createMatrix();
    const findings: Findings = [];
    const before = await countRows();
    let cases = 0;
    for (const route of matrix.asked) {
      const refused = refusedAt(route, matrix);
      cases += refused.length;
      const replies = await Promise.all(refused.map(async ({ credential }) => askAs(credential, route)));
      findings.push(...refused.flatMap((one, i) => describeMiss(route, one, replies[i])));
    }
    expect(findings).toEqual([]);
    expect(await countRows()).toEqual(before);
    expect(cases).toBeGreaterThan(routes.length * scopes.length);

    for (const route of matrix.asked) findings.push(...(await letInAt(route, matrix)));
    expect(findings).toEqual([]);
  },
);

/** Everybody who must be refused there, and how. */
function refusedAt({ name }: Asked, matrix: Matrix): Case[] {
  const row = rightsTable[name];
  if (row === undefined || row === "everybody") return [];
  const [scope, mayCome, ...more] = row;
  const mode = more.includes("live") ? "live" : "test";
  const refusals: Case[] = Object.entries(matrix.dead).map(([as, credential]) => ({ as, credential, ...unauthorized }));
  const lacks = { status: 403, code: "insufficient_scope", needed: scope };
  for (const [one, keys] of matrix.scopeKeys)
    if (one !== scope) refusals.push({ as: `a key with ${one} alone`, credential: keys[mode], ...lacks });
  for (const role of roles) {
    const keys = matrix.roleKeys[role];
    if (!mayCome.includes(role)) refusals.push({ as: role, credential: keys[mode], ...lacks });
    else if (mode === "live")
      refusals.push({ as: `${role} in test mode`, credential: keys.test, status: 403, code: "live_key_needed" });
    else if (more.includes("named"))
      refusals.push({ as: `${role} in live mode`, credential: keys.live, status: 404, code: "not_found" });
  }
  if (more.includes("shared")) return refusals;
  if (!more.includes("own")) {
    refusals.push({ as: "a participant", credential: matrix.own, ...unauthorized });
  } else if (more.includes("named")) {
    refusals.push({ as: "another participant", credential: matrix.others, status: 404, code: "not_found" });
  }
  return refusals;
}

const unauthorized = { status: 401, code: "unauthorized" };

function describeMiss({ name }: Asked, { as, status, code, needed }: Case, reply: Reply | undefined): Findings {
  const isRight = reply?.status === status && reply.body["code"] === code && reply.body["needed"] === needed;
  return isRight ? [] : [`${name} as ${as}: ${reply?.text}`];
}

/** Whoever may come is let in: what he asks for may be refused by then, but not to him. */
async function letInAt(route: Asked, matrix: Matrix): Promise<Findings> {
  const row = rightsTable[route.name];
  if (row === undefined) return [];
  if (row === "everybody") return answersAllAlike(route, matrix);
  const [scope, mayCome, ...more] = row;
  const mode = more.includes("live") ? "live" : "test";
  const findings: Findings = [];
  for (const as of [...mayCome, scope] as const) {
    const keys = roles.some((role) => role === as) ? matrix.roleKeys[as as "owner"] : matrix.scopeKeys.get(scope);
    const reply = await askAs(keys?.[mode] ?? null, route);
    const isKept = reply.status === 401 || reply.body["needed"] === scope || reply.body["code"] === "live_key_needed";
    if (isKept || reply.status >= 500) findings.push(`${route.name} as ${as}: ${reply.text}`);
  }
  if (!more.includes("own") && !more.includes("shared")) return findings;
  const own = await askAs(matrix.own, route);
  if (own.status !== 200 && own.body["code"] !== "reward_claimed")
    findings.push(`${route.name} as himself: ${own.text}`);
  if (more.includes("own") && more.includes("named")) return findings;
  const others = await askAs(matrix.others, route);
  if (more.includes("shared")) return others.status === 200 ? findings : [...findings, `${route.name}: ${others.text}`];
  const isEmpty = JSON.stringify(others.body) === '{"data":[],"next_cursor":null}';
  return isEmpty ? findings : [...findings, `${route.name} as another participant: ${others.text}`];
}

async function answersAllAlike(route: Asked, { dead, own, roleKeys }: Matrix): Promise<Findings> {
  const credentials = [...Object.values(dead), own, roleKeys.owner.live, roleKeys.analyst.test];
  // First somebody without any, alone: what a place loads when it is first asked is there for the others.
  const expected = await askAs(null, route);
  const replies = await Promise.all(credentials.map(async (credential) => askAs(credential, route)));
  const different = replies.filter(({ status }) => status !== expected.status);
  return different.map(({ text }) => `${route.name}: ${text}`);
}

test("a path has no other methods than its rows, whoever asks, and a path without rows is not there", async () => {
  const { roleKeys, dead, own } = await createMatrix();
  const credentials = [null, dead["an unknown key"] ?? null, own, roleKeys.owner.live];
  const findings: Findings = [];
  for (const pattern of new Set(routes.map(({ path }) => path))) {
    const path = pattern.replaceAll(/:\w+/g, "x");
    const allowed = methodsAt(path);
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      if (allowed.includes(method)) continue;
      for (const credential of credentials) {
        const { status, headers } = await askAs(credential, { method, path });
        const told = String(headers.get("allow")?.split(", ").toSorted());
        if (status !== 405 || told !== String(allowed)) findings.push(`${method} ${path}: ${status} ${told}`);
      }
    }
    const unknown = await Promise.all(
      credentials.map(async (as) => askAs(as, { method: "GET", path: `${path}/x/y/z` })),
    );
    const answers = new Set(unknown.map(({ status, body }) => JSON.stringify({ status, ...body, request_id: "" })));
    if (answers.size !== 1 || unknown[0]?.status !== 404) findings.push(`${path}/x/y/z: ${[...answers].join()}`);
  }
  expect(findings).toEqual([]);
});

function methodsAt(path: string): string[] {
  const covering = routeNames.filter((name) => {
    const pattern = name.slice(name.indexOf(" ") + 1).replaceAll(/:\w+/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(path);
  });
  const methods = covering.map((name) => name.slice(0, name.indexOf(" ")));
  return [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))].toSorted();
}

test("the addresses for people answer everybody alike", async () => {
  const matrix = await createMatrix();
  const values: Record<string, string> = {
    ":code": matrix.ground.link.code,
    ":file": `${matrix.ground.link.code}.svg`,
  };
  const findings: Findings = [];
  for (const name of edgeTable) {
    const [method = "", pattern = ""] = name.split(" ");
    const path = pattern.replace(/:\w+/, (found) => values[found] ?? "unknown");
    findings.push(...(await answersAllAlike({ name, method, path }, matrix)));
  }
  expect(findings).toEqual([]);
});
