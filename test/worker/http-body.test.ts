import { describe, expect, test } from "vitest";
import { call, connect, countRows } from "#support/api";

test.each([
  ["", "", "is not valid JSON"],
  ['{"name":"Sarah"', "", "is not valid JSON"],
  ['{"profile":{"list":["a","\\u0000"]}}', "profile.list[1]", "has NUL or a broken surrogate pair"],
  ['{"name":"\\ud800"}', "name", "has NUL or a broken surrogate pair"],
  ['{"profile":{"__proto__":{}}}', "profile", "has a key that is not allowed"],
  [`{"profile":${'{"a":'.repeat(40)}1${"}".repeat(40)}}`, "", "is nested more than 32 deep"],
  [`{"profile":${"[".repeat(30_000)}${"]".repeat(30_000)}}`, "", "is nested more than 32 deep"],
  ['{"email":7,"age":7}', "age", "is not a known field"],
  ['{"name":"Sarah","name":"Mallory"}', "", "has a key twice in one object"],
  ['{"profile":{"a":1,"\\u0061":2}}', "", "has a key twice in one object"],
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

describe("what a body comes as", () => {
  const path = "/v1/participants/supplier/sarah";
  const put = async (headers: Record<string, string>, body: BodyInit) => {
    const api = await connect();
    const authorization = `Bearer ${api.secret}`;
    return call<Record<string, unknown>>(path, { method: "PUT", headers: { authorization, ...headers }, body });
  };
  const json = { "content-type": "application/json" };

  test.each([
    "application/json",
    "Application/JSON; charset=UTF-8",
    'application/json;charset="utf-8"',
    "application/json ; charset=utf-8 ",
  ])("%s is taken", async (type) => {
    expect((await put({ "content-type": type }, '{"name":"Sarah"}')).status).toBe(201);
  });

  test.each([
    "application/json; charset=utf-16",
    "application/json; charset=utf-8; charset=utf-7",
    "application/json, text/plain",
    "application/jsonp",
    "application/merge-patch+json",
    "text/json",
    "multipart/form-data; boundary=x",
  ])("%s is not", async (type) => {
    expect((await put({ "content-type": type }, "{}")).body["code"]).toBe("unsupported_media_type");
  });

  test("a byte order mark before UTF-8 is passed over, other Unicode encodings are refused", async () => {
    expect((await put(json, '\ufeff{"name":"Marked"}')).body["name"]).toBe("Marked");
    const utf16 = new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]);
    expect((await put(json, utf16)).body).toMatchObject({ issues: [{ message: "is not valid UTF-8" }] });
  });

  test("a body that says nothing of its length is read no further than the limit", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    const refused = await put(json, endless);
    expect(refused).toMatchObject({ status: 413, body: { code: "payload_too_large", limit_bytes: 65_536 } });
    expect(sent).toBeLessThan(500_000);
  });

  test("thousands of keys are refused in fifty lines", async () => {
    const many = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`k${i}`, 1]));
    const refused = await put(json, JSON.stringify(many));
    expect(refused.status).toBe(400);
    expect(refused.body["issues"]).toHaveLength(50);
  });
});

test("names that every object has are fields like others", async () => {
  const api = await connect();
  const profile = { constructor: "a", toString: "b", hasOwnProperty: "c", prototype: "d" };
  const made = await api.put<{ profile: object }>("/v1/participants/supplier/proto", { profile });
  expect(made).toMatchObject({ status: 201, body: { profile } });
  expect((await api.put("/v1/participants/supplier/proto", { constructor: {} })).status).toBe(400);
  for (const id of ["__proto__", "constructor", "toString"]) {
    expect((await api.get(`/v1/programs/${id}`)).status, id).toBe(404);
  }
});

test("parameters and queries of any length are refused and never stored", async () => {
  const api = await connect();
  const long = "x".repeat(10_000);
  const paths = [`/v1/programs/${long}`, `/v1/programs?cursor=${long}`, `/v1/programs?${long}=1`, `/v1/codes/${long}`];
  for (const path of paths) expect((await api.get(path)).body["code"], path.slice(0, 30)).toBe("invalid_request");
});
