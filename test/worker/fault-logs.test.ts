import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { clickLogsOf, openContext } from "#open-context";
import { createApi } from "#http/api";
import { runDueJobs } from "#jobs/run-jobs";
import { operations } from "#http/contract/operations";
import { connect, origin } from "#support/api";
import { createGround, samples } from "#support/operation-samples";
import { createLink, createParticipant, createProgram } from "#support/factories";

const janetta = { name: "Janetta Doelingen", email: "janetta@mail.example", organization: "Doelingen Weddings" };
const personal = /janetta|doelingen|mail\.example/i;
const referee = { external_id: "janetta-doelingen", kind: "customer", ...janetta };

/** Everything that reaches any method of the console meanwhile. */
async function logged(work: () => Promise<void>): Promise<string> {
  const methods = ["debug", "dir", "error", "info", "log", "table", "trace", "warn"] as const;
  const spies = methods.map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
  try {
    await work();
    return spies.flatMap((spy) => spy.mock.calls.flat().map(String)).join("\n");
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function send(secret: string, method: string, path: string, body: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const request = new Request(origin + path, { method, headers, body: JSON.stringify(body) });
  const response = await createApi({ openContext, clickLogsOf }).fetch(request, env, createExecutionContext());
  await response.text();
  return response.status;
}

test.each([
  ["reads no participant", "ALTER TABLE participants RENAME TO gone"],
  [
    "writes no participant",
    "CREATE TRIGGER refuse BEFORE INSERT ON participants BEGIN SELECT RAISE(ABORT, 'refused by a trigger'); END",
  ],
])("a database that %s is logged without whom it was about", async (_name, breakIt) => {
  const { secret } = await connect();
  await env.DB.prepare(breakIt).run();
  const log = await logged(async () => {
    expect(await send(secret, "PUT", "/v1/participants/customer/janetta-doelingen", janetta)).toBe(500);
    const event = { id: "janetta-doelingen-signup", type: "signup", referee, code: "JANETTA", code_source: "typed" };
    expect(await send(secret, "POST", "/v1/events", event)).toBe(500);
    expect(await send(secret, "POST", "/v1/events/batch", { events: [event] })).toBe(200);
  });
  expect(log.match(/"message":"fault"/g)).toHaveLength(3);
  expect(log).toMatch(/no such table: |refused by a trigger/);
  expect(log).toMatch(/\\n +at /);
  expect(log).not.toMatch(personal);
});

test("a click log that does not answer is logged without the code, which may be a name", async () => {
  const api = await connect();
  const program = await createProgram(api);
  const participant = await createParticipant(api);
  const link = await createLink(api, { program: program.id, participant: participant.id, code: "JANETTA-DOELINGEN" });
  const failing = {
    counts: () => Promise.reject(new Error("no JANETTA-DOELINGEN here: 'JANETTA-DOELINGEN'")),
    shards: 2,
  };
  const log = await logged(async () => {
    const headers = { authorization: `Bearer ${api.secret}` };
    const silent = createApi({ openContext, clickLogsOf: () => failing });
    await silent.fetch(new Request(`${origin}/v1/links/${link.id}`, { headers }), env, createExecutionContext());
  });
  expect(log).toContain("live_clicks_missing");
  expect(log).not.toContain('"code"');
});

test("a job that fails is logged without what it was about", async () => {
  await env.DB.prepare(
    "INSERT INTO events (mode, event_id, type, content_hash, occurred_at_ms, received_at_ms, verified, payload, status, actor) VALUES ('live', 'janetta', 'signup', 'h', 0, 0, 0, ?, 'pending', 'key:key_1')",
  )
    .bind(
      JSON.stringify({ id: "janetta", type: "signup", referee: { externalId: "janetta-doelingen", kind: "customer" } }),
    )
    .run();
  await env.DB.prepare("ALTER TABLE participants RENAME TO gone").run();
  const log = await logged(() =>
    runDueJobs(
      (name) => openContext(env, { actor: { type: "job", name, mode: "live" }, nowMs: 60_000, requestId: "req_tick" }),
      60_000,
    ),
  );
  expect(log).toContain("pending_event_failed");
  expect(log).toContain("no such table: participants");
  expect(log).not.toMatch(personal);
});

test("invariant 23: a request to every route leaves nothing personal in the log, and no key", async () => {
  const api = await connect();
  const ground = await createGround(api);
  await api.patch(`/v1/participants/${ground.referrer.id}`, { ...janetta, profile: { motto: "janetta" } });
  await api.patch(`/v1/links/${ground.link.id}`, { message: "janetta invites", context: { with: "janetta" } });
  await api.post("/v1/events", {
    id: "janetta-doelingen-signup",
    type: "activated",
    referee,
    context: { by: "janetta" },
  });
  const served = createApi({ openContext, clickLogsOf });
  const ask = async (method: string, path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${api.secret}`, "content-type": "application/json" };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await served.fetch(new Request(origin + path, init), env, createExecutionContext());
    await answer.text();
  };
  const log = await logged(async () => {
    for (const { operationId, method } of operations) {
      const { path = "", body } = samples[operationId]?.(ground, api) ?? {};
      const spoiled = body && { ...body, janetta: janetta.email };
      await ask(method.toUpperCase(), `${path}?cursor=janetta-doelingen`, spoiled);
      await ask(method.toUpperCase(), path, body);
    }
  });
  expect(log.match(/"message":"request"/g)?.length).toBeGreaterThan(operations.length);
  expect(log).not.toMatch(personal);
  expect(log).not.toContain(api.secret);
});
