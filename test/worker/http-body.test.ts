import { describe, expect, test } from "vitest";
import { call, connect, countRows } from "#support/api";

test.each([
  ["", "", "is not valid JSON"],
  ['{"name":"Sarah"', "", "is not valid JSON"],
  ['{"profile":{"list":["a","\\u0000"]}}', "profile.list[1]", "has NUL or a broken surrogate pair"],
  ['{"name":"\\ud800"}', "name", "has NUL or a broken surrogate pair"],
  ['{"profile":{"__proto__":{}}}', "profile", "has a key that is not allowed"],
  [`{"profile":${'{"a":'.repeat(40)}1${"}".repeat(40)}}`, "", "is nested more than 32 deep"],
  ['{"email":7,"age":7}', "age", "is not a known field"],
])("%j is refused at %j: %s", async (body, path, message) => {
  const api = await connect();
  const before = await countRows();
  const refused = await api.put("/v1/participants/supplier/sarah", body);
  expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(refused.body["issues"]).toContainEqual({ path, message });
  expect(await countRows()).toEqual(before);
});

test("a body that is not UTF-8 is refused and not repaired", async () => {
  const api = await connect();
  const init = {
    method: "PUT",
    headers: { authorization: `Bearer ${api.secret}`, "content-type": "application/json" },
  };
  const bytes = new Uint8Array([...new TextEncoder().encode('{"name":"'), 0xe9, ...new TextEncoder().encode('"}')]);
  const refused = await call("/v1/participants/supplier/sarah", { ...init, body: bytes });
  expect(refused).toMatchObject({ status: 400, body: { issues: [{ path: "", message: "is not valid UTF-8" }] } });
});

test("a parameter given twice is refused by name, whatever else is wrong", async () => {
  const api = await connect();
  const refused = await api.get("/v1/participants?limit=1&limit=2&unheard_of=1");
  expect(refused.body["issues"]).toEqual([{ path: "limit", message: "must be given once" }]);
});

describe("a request without a body", () => {
  const send = (secret: string, path: string, { body, ...headers }: Record<string, string> = {}) =>
    call<Record<string, unknown>>(path, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, ...headers },
      // Bytes bring no type of their own.
      ...(body !== undefined && { body: new TextEncoder().encode(body) }),
    });

  test("is taken for {} where nothing in it is needed", async () => {
    const api = await connect();
    expect(await send(api.secret, "/v1/audit/verify")).toMatchObject({ status: 200, body: { problem: null } });
    const made = await api.post<{ id: string; secret: string }>("/v1/webhooks/endpoints", {
      url: "https://app.example.com/webhooks",
    });
    const rotated = await send(api.secret, `/v1/webhooks/endpoints/${made.body["id"]}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(rotated.body["secret"]).not.toBe(made.body["secret"]);
    expect(rotated.body["previous_secret_until"]).not.toBeNull();
  });

  test("says nothing of a type and brings nothing; anything else is no JSON", async () => {
    const api = await connect();
    const path = "/v1/audit/verify";
    const others = [
      { body: "{}" },
      { body: " " },
      { body: "", "content-type": "text/plain" },
      { body: "after_seq=1", "content-type": "application/x-www-form-urlencoded" },
      { "content-encoding": "gzip" },
    ];
    for (const other of others) {
      expect((await send(api.secret, path, other)).body["code"], JSON.stringify(other)).toBe("unsupported_media_type");
    }
    const said = await send(api.secret, path, { "content-type": "application/json" });
    expect(said.body["code"]).toBe("invalid_request");
  });

  test("is refused where something is needed", async () => {
    const api = await connect();
    for (const path of ["/v1/programs", "/v1/webhooks/endpoints", "/v1/events"]) {
      expect((await send(api.secret, path)).body["code"], path).toBe("unsupported_media_type");
    }
  });
});

test("a stretch of time that ends before it begins is refused", async () => {
  const api = await connect();
  const [from, until] = ["2026-05-02T00:00:00Z", "2026-05-01T00:00:00Z"];
  const issues = [{ path: "until", message: "must not be before from" }];
  const listed = await api.get(`/v1/audit?from=${from}&until=${until}`);
  expect(listed).toMatchObject({ status: 400, body: { code: "invalid_request", issues } });
  const made = await api.post<{ id: string; secret: string }>("/v1/webhooks/endpoints", {
    url: "https://app.example.com/webhooks",
  });
  const sent = await api.post(`/v1/webhooks/endpoints/${made.body["id"]}/redeliver`, { from, until });
  expect(sent).toMatchObject({ status: 400, body: { code: "invalid_request", issues } });
  expect((await api.get(`/v1/audit?from=${until}&until=${until}`)).status).toBe(200);
});
