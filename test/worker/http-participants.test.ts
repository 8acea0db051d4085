import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { connect, countRows } from "#support/api";
import { createParticipant } from "#support/factories";
import type { ShownParticipant } from "#support/factories";

test("an upsert creates once, changes what is given, keeps what is left out and empties what is null", async () => {
  const api = await connect();
  const path = "/v1/participants/supplier/42";
  const created = await api.put<ShownParticipant>(path, { name: "Sarah", email: "Sarah@Example.com", category: "dj" });
  expect(created).toMatchObject({ status: 201, body: { external_id: "42", status: "active", registered_at: null } });
  const changed = await api.put<ShownParticipant>(path, { category: null, registered_at: "2026-03-01T12:00:00+01:00" });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({
    id: created.body.id,
    name: "Sarah",
    email: "Sarah@Example.com",
    category: null,
    registered_at: "2026-03-01T11:00:00.000Z",
  });
  const row = await env.DB.prepare("SELECT normalized_email FROM participants").first();
  expect(row).toEqual({ normalized_email: "sarah@example.com" });
});

test("an upsert that changes nothing writes nothing", async () => {
  const api = await connect();
  const fields = { name: "Sarah", profile: { style: "boho", guests: 80 } };
  const { external_id: externalId } = await createParticipant(api, fields);
  const before = await countRows();
  const again = await api.put<ShownParticipant>(`/v1/participants/supplier/${externalId}`, {
    profile: { guests: 80, style: "boho" },
    name: "Sarah",
  });
  expect(again.body.updated_at).toBe(again.body.created_at);
  expect(await countRows()).toEqual(before);
});

test("twenty upserts of one person arriving together make one participant", async () => {
  const api = await connect();
  const put = () => api.put<ShownParticipant>("/v1/participants/supplier/rush", { name: "Sarah" });
  const answers = await Promise.all(Array.from({ length: 20 }, put));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await countRows()).toMatchObject({ participants: 1, audit_log: 1 });
});

test("the same external id of another kind or mode is another person", async () => {
  const [api, live] = [await connect(), await connect({ mode: "live" })];
  const people = [
    await createParticipant(api, { kind: "supplier", external_id: "7" }),
    await createParticipant(api, { kind: "couple", external_id: "7" }),
    await createParticipant(live, { kind: "supplier", external_id: "7" }),
  ];
  expect(new Set(people.map(({ id }) => id)).size).toBe(3);
});

test("lists are filtered by kind, status and external id, newest first", async () => {
  const api = await connect();
  const first = await createParticipant(api, { kind: "couple" });
  const second = await createParticipant(api, { kind: "supplier", status: "suspended" });
  const ids = async (query: string) =>
    (await api.get<{ data: ShownParticipant[] }>(`/v1/participants${query}`)).body.data.map(({ id }) => id);
  expect((await ids("")).toSorted()).toEqual([first.id, second.id].toSorted());
  expect(await ids("?kind=couple")).toEqual([first.id]);
  expect(await ids("?status=suspended")).toEqual([second.id]);
  expect(await ids(`?kind=supplier&external_id=${second.external_id}`)).toEqual([second.id]);
});

test.each([
  ["name", "a\u0000b"],
  ["name", "x".repeat(201)],
  ["email", "not an address"],
  ["avatar_url", "javascript:alert(1)"],
  ["avatar_url", "http://plain.example/a.png"],
  ["registered_at", "2026-03-01"],
  ["registered_at", "1970-01-20T00:00:00Z"],
  ["status", "deleted"],
  ["profile", { nested: { deep: true } }],
  ["id", "ptc_mine"],
])("%s cannot be %j", async (field, value) => {
  const api = await connect();
  const refused = await api.put<{ issues: { path: string }[] }>("/v1/participants/supplier/1", { [field]: value });
  expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(refused.body.issues[0]?.path).toMatch(new RegExp(`^${field}`));
  expect(await countRows()).toMatchObject({ participants: 0 });
});

test("kinds and external ids in the path are checked as well", async () => {
  const api = await connect();
  for (const path of ["Supplier/1", "sup-plier/1", "supplier/%00", `supplier/${"x".repeat(129)}`]) {
    expect(await api.put(`/v1/participants/${path}`, {})).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
  }
});

test("texts come back exactly as they were given", async () => {
  const api = await connect();
  const name = `<img src=x onerror=alert(1)> 'Zoë' "שרה" 👰🏽‍♀️ =1+1`;
  const { id } = await createParticipant(api, { name });
  expect((await api.get<ShownParticipant>(`/v1/participants/${id}`)).body.name).toBe(name);
});
