import { expect, test } from "vitest";
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
