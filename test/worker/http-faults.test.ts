import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clickLogsOf, openContext } from "#open-context";
import { createApi } from "#http/api";
import { connect, countRows, origin } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";

/** The API with another environment: what a switched-off flag or a failing store looks like from outside. */
async function ask(client: ApiClient, path: string, change: Partial<Env>, init: RequestInit = {}) {
  const api = createApi({ openContext, clickLogsOf });
  const headers = { authorization: `Bearer ${client.secret}`, "content-type": "application/json" };
  const request = new Request(origin + path, { headers, ...init });
  const response = await api.fetch(request, { ...env, ...change }, createExecutionContext());
  // Safe because every answer of these tests is a JSON object.
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

function failing<T extends object>(binding: T): T {
  return new Proxy(binding, {
    get() {
      throw new Error("D1_ERROR: secret of the database");
    },
  });
}

test("a fault is a problem that says nothing of its cause", async () => {
  const client = await connect();
  const { status, body, headers } = await ask(client, "/v1/programs", { DB: failing(env.DB) });
  expect(status).toBe(500);
  expect(body).toEqual({
    type: "/docs/problems#internal_error",
    title: "Something went wrong on our side",
    status: 500,
    detail: "The request could not be completed.",
    code: "internal_error",
    request_id: headers.get("x-request-id"),
  });
});

test("health says so when the database does not answer", async () => {
  const { status, body, headers } = await ask(await connect(), "/healthz", { DB: failing(env.DB) });
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: "database_unavailable", title: "The database does not answer" });
  expect(headers.get("retry-after")).toBe("5");
});

test("a link is shown with its flushed clicks while the click log does not answer", async () => {
  const client = await connect();
  const program = await createProgram(client);
  const participant = await createParticipant(client);
  const link = await createLink(client, { program: program.id, participant: participant.id });
  const { status, body } = await ask(client, `/v1/links/${link.id}`, { CLICK_LOG: failing(env.CLICK_LOG) });
  expect(status).toBe(200);
  expect(body["clicks"]).toMatchObject({ human: 0 });
});

test("a deployment with referrals switched off issues no link and binds nobody, but keeps taking events", async () => {
  const client = await connect();
  const program = await createProgram(client);
  const participant = await createParticipant(client);
  const { code } = await createLink(client, { program: program.id, participant: participant.id });
  const before = await countRows();
  const off = (path: string, body: object) =>
    ask(client, path, { ENABLE_REFERRALS: "false" }, { method: "POST", body: JSON.stringify(body) });

  const link = await off("/v1/links", { program: program.id, participant: participant.id, campaign: "fair" });
  expect(link).toMatchObject({ status: 503, body: { code: "referrals_disabled" } });
  expect(await countRows()).toEqual(before);

  const referee = { external_id: "x", kind: "supplier" };
  const signup = await off("/v1/events", { id: "e", type: "signup", referee, code, code_source: "typed" });
  expect(signup).toMatchObject({ status: 200, body: { outcomes: [{ denials: [{ code: "referrals_disabled" }] }] } });
  expect((await countRows())["referrals"]).toBe(before["referrals"]);
});

test("a request whose answer was lost by a fault keeps its Idempotency-Key", async () => {
  const client = await connect();
  const program = await createProgram(client);
  const path = `/v1/programs/${program.id}/clock`;
  const init = {
    method: "POST",
    body: JSON.stringify({ advance_ms: 1000 }),
    headers: {
      authorization: `Bearer ${client.secret}`,
      "content-type": "application/json",
      "idempotency-key": "advance",
    },
  };
  const faulty = new Proxy(env.DB, {
    get(target, name) {
      if (name === "batch") throw new Error("D1_ERROR: the answer is lost");
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  expect((await ask(client, path, { DB: faulty }, init)).body).toMatchObject({ code: "internal_error" });
  expect((await ask(client, path, {}, init)).body).toMatchObject({ code: "idempotency_key_in_flight" });
});
