import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { hourMs } from "#domain/day";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { rows } from "#support/ledger";
import { createEndpoint, seedDelivery } from "#support/webhook-ground";

const path = "/v1/webhooks/endpoints";
const answering = (what: number | string) => `https://answers-${what}.receiver-one.com/in`;

type Attempt = {
  request: { url: string; headers: Record<string, string>; body: string };
  response: { status: number; body: string } | null;
  error: string | null;
};
type Delivery = { message_id: string; status: string; attempts: number; type: string; history: Attempt[] };
type Page = { data: Delivery[]; next_cursor: string | null };

async function ping(api: ApiClient, id: string): Promise<Delivery> {
  const { status, body, text } = await api.post<Delivery>(`${path}/${id}/ping`);
  expect(status, text).toBe(200);
  return body;
}

test("an endpoint's secret is shown when it is made and never again, and is stored nowhere", async () => {
  const api = await connect();
  const created = await createEndpoint(api, { description: "shop", types: ["reward.available", "reward.available"] });
  const { secret, ...shown } = created;
  expect(secret).toMatch(/^whsec_/);
  expect(shown).toMatchObject({ mode: "test", status: "enabled", types: ["reward.available"], failing_since: null });
  expect((await api.get(`${path}/${created.id}`)).body).toEqual(shown);
  expect((await api.get(path)).body).toEqual({ data: [shown], next_cursor: null });
  const stored = JSON.stringify([await rows("SELECT * FROM webhook_endpoints"), await rows("SELECT * FROM audit_log")]);
  expect(stored).not.toContain(secret.slice("whsec_".length, -1));
});

test.each([
  ["http://receiver-one.com/", "not_https"],
  ["https://me:secret@receiver-one.com/", "has_credentials"],
  ["https://169.254.169.254/", "ip_address"],
  ["https://0x7f000001/", "ip_address"],
  ["https://localhost/", "name_not_public"],
  ["https://10.0.0.1.nip.io/", "name_not_public"],
  ["https://leads-to-127x0x0x1.receiver-one.com/", "address_not_public"],
  ["https://leads-to-169x254x169x254.receiver-one.com/", "address_not_public"],
  ["https://leads-to-100x64x0x1.receiver-one.com/", "address_not_public"],
  ["https://leads-over-fd00-ec2--254.receiver-one.com/", "address_not_public"],
  ["https://leads-over-64-ff9b--7f00-1.receiver-one.com/", "address_not_public"],
  ["https://nobody-has-this.receiver-one.com/", "name_unknown"],
  ["https://dns-is-silent.receiver-one.com/", "resolver_silent"],
])("%s is refused when an endpoint is made or changed: %s", async (url, reason) => {
  const api = await connect();
  const { id } = await createEndpoint(api);
  for (const refused of [await api.post(path, { url }), await api.patch(`${path}/${id}`, { url })]) {
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: "webhook_url_not_allowed", reason });
  }
});

test("unknown types, and the ping that nobody can subscribe to, are refused", async () => {
  const api = await connect();
  for (const types of [["reward.made_up"], ["test.ping"], []]) {
    expect((await api.post(path, { url: answering(200), types })).body).toMatchObject({ code: "invalid_request" });
  }
});

test("twenty endpoints of a mode can be enabled, also when they are made at once; disabled ones leave room", async () => {
  const api = await connect();
  const live = await connect({ mode: "live" });
  await createEndpoint(live);
  for (let n = 0; n < 18; n++) await createEndpoint(api);
  const raced = await Promise.all(Array.from({ length: 6 }, () => api.post(path, { url: answering(200) })));
  expect(raced.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409, 409, 409]);
  const [first] = (await api.get<{ data: { id: string }[] }>(path)).body.data;
  const own = `${path}/${first?.id}`;
  expect((await api.patch(own, { status: "disabled" })).status).toBe(200);
  await createEndpoint(api);
  const refused = await api.patch(own, { status: "enabled" });
  expect(refused.body).toMatchObject({ code: "too_many_webhook_endpoints", limit: 20 });
});

test("disabling and enabling leave their marks, and the audit log says who did what", async () => {
  const api = await connect();
  const { id } = await createEndpoint(api);
  const disabled = await api.patch(`${path}/${id}`, { status: "disabled" });
  expect(disabled.body).toMatchObject({ status: "disabled", disabled_reason: "by_hand" });
  expect(disabled.body["disabled_at"]).not.toBeNull();
  for (const verb of ["ping", "redeliver"]) {
    const body = verb === "ping" ? undefined : { from: "2026-05-01T00:00:00Z" };
    const refused = await api.post(`${path}/${id}/${verb}`, body);
    expect(refused.body, verb).toMatchObject({ code: "webhook_endpoint_disabled" });
  }
  const enabled = await api.patch(`${path}/${id}`, { status: "enabled", types: ["reward.expired"] });
  expect(enabled.body).toMatchObject({ status: "enabled", disabled_reason: null, disabled_at: null });
  expect((await api.patch(`${path}/${id}`, { status: "enabled" })).status).toBe(200);
  const audit = await rows<{ action: string; detail: string }>("SELECT action, detail FROM audit_log ORDER BY seq");
  expect(audit.map(({ action, detail }) => [action, JSON.parse(detail) as unknown])).toEqual([
    ["webhook_endpoint.created", { types: null }],
    ["webhook_endpoint.changed", { fields: ["status"], status: "disabled" }],
    ["webhook_endpoint.changed", { fields: ["status", "types"], status: "enabled" }],
  ]);
});

test("a rotation gives a new secret; both sign during the overlap, and one afterwards", async () => {
  const api = await connect();
  const { id, secret } = await createEndpoint(api, { url: answering(200) });
  const signatures = async () => (await ping(api, id)).history[0]?.request.headers["webhook-signature"]?.split(" ");
  const before = await signatures();
  expect(before).toHaveLength(1);
  const rotated = await api.post(`${path}/${id}/rotate-secret`, {});
  expect(rotated.body["secret"]).toMatch(/^whsec_/);
  expect(rotated.body["secret"]).not.toBe(secret);
  const untilMs = Date.parse(String(rotated.body["previous_secret_until"]));
  expect(untilMs - Date.parse(String(rotated.body["updated_at"]))).toBe(24 * hourMs);
  expect(await signatures()).toHaveLength(2);
  await api.post(`${path}/${id}/rotate-secret`, { overlap_hours: 0 });
  expect(await signatures()).toHaveLength(1);
  expect((await api.post(`${path}/${id}/rotate-secret`, { overlap_hours: 169 })).status).toBe(400);
});

test("of rotations that arrive together each gives a secret of its own", async () => {
  const api = await connect();
  const { id } = await createEndpoint(api);
  const rotate = () => api.post<{ secret: string }>(`${path}/${id}/rotate-secret`, { overlap_hours: 1 });
  const rotated = await Promise.all([rotate(), rotate()]);
  const given = rotated.filter(({ status }) => status === 200).map(({ body }) => body.secret);
  expect(new Set(given).size).toBe(given.length);
  expect(await rows("SELECT secret_version AS version FROM webhook_endpoints")).toEqual([
    { version: 1 + given.length },
  ]);
});

test("a ping shows what was asked and what came back, once, and says so when nobody answers well", async () => {
  const api = await connect();
  const { id } = await createEndpoint(api, { url: answering(200), types: ["reward.expired"] });
  const well = await ping(api, id);
  expect(well).toMatchObject({ type: "test.ping", status: "done", attempts: 1 });
  const [attempt] = well.history;
  expect(attempt?.request).toMatchObject({
    url: answering(200),
    headers: { "webhook-id": well.message_id, "content-type": "application/json", "user-agent": "Bouquet-Webhooks/1" },
  });
  expect(JSON.parse(attempt?.request.body ?? "")).toMatchObject({ type: "test.ping", data: { endpoint_id: id } });
  expect(attempt?.response?.status).toBe(200);
  expect(attempt?.response?.body).toMatch(/^200 from \/in x+$/);
  expect(attempt?.response?.body).toHaveLength(1024);
  await api.patch(`${path}/${id}`, { url: answering(302) });
  const badly = await ping(api, id);
  expect(badly).toMatchObject({ status: "dead", attempts: 1, history: [{ response: { status: 302 }, error: null }] });
});

test("before each attempt the name is looked up again, and an attempt is made where DNS says nothing", async () => {
  const api = await connect();
  const attemptAt = async (host: string) => {
    const { id } = await createEndpoint(api);
    // As if the name had led elsewhere when the endpoint was made.
    await env.DB.prepare("UPDATE webhook_endpoints SET url = ? WHERE id = ?").bind(`https://${host}/in`, id).run();
    const [attempt] = (await ping(api, id)).history;
    return attempt?.error ?? attempt?.response?.status;
  };
  expect(await attemptAt("leads-to-10x0x0x1.receiver-one.com")).toBe("address_not_public");
  expect(await attemptAt("leads-over---1.receiver-one.com")).toBe("address_not_public");
  expect(await attemptAt("nobody-has-this.receiver-one.com")).toBe("unreachable");
  expect(await attemptAt("dns-is-silent.receiver-one.com")).toBe(421);
  expect(await attemptAt("answers-204.receiver-one.com")).toBe(204);
});

test("a message is shown with its deliveries, and not to the other mode", async () => {
  const api = await connect();
  const endpoint = await createEndpoint(api);
  const messageId = await seedDelivery(endpoint, { status: "done" });
  const message = await api.get(`/v1/messages/${messageId}`);
  expect(message.body).toMatchObject({
    id: messageId,
    type: "test.ping",
    data: { endpoint_id: endpoint.id },
    deliveries: [{ endpoint_id: endpoint.id, status: "done", next_attempt_at: null }],
  });
  expect((await (await connect({ mode: "live" })).get(`/v1/messages/${messageId}`)).status).toBe(404);
});

test("deliveries are listed newest first, by status, page by page", async () => {
  const api = await connect();
  const endpoint = await createEndpoint(api);
  await seedDelivery(await createEndpoint(api));
  const made: string[] = [];
  for (const [i, status] of (["dead", "done", "due", "dead", "due"] as const).entries()) {
    made.unshift(await seedDelivery(endpoint, { status, atMs: Date.UTC(2026, 4, 2) + i }));
  }
  const list = async (query: string) =>
    (await api.get<Page>(`${path}/${endpoint.id}/deliveries${query}`)).body.data.map(({ message_id: id }) => id);
  expect(await list("")).toEqual(made);
  expect(await list("?status=due")).toEqual([made[0], made[2]]);
  expect(await list("?status=dead")).toEqual([made[1], made[4]]);
  expect(await list("?status=done")).toEqual([made[3]]);
  const first = await api.get<Page>(`${path}/${endpoint.id}/deliveries?status=due&limit=1`);
  expect(first.body.data.map(({ message_id: id }) => id)).toEqual([made[0]]);
  expect(await list(`?status=due&limit=1&cursor=${first.body.next_cursor}`)).toEqual([made[2]]);
});

test("one message is redelivered, whatever became of it, with a ladder of its own", async () => {
  const api = await connect();
  const endpoint = await createEndpoint(api);
  for (const status of ["dead", "done"] as const) {
    const messageId = await seedDelivery(endpoint, { status });
    const again = await api.post(`${path}/${endpoint.id}/deliveries/${messageId}/redeliver`);
    expect(again.body).toMatchObject({ message_id: messageId, status: "due", attempts: 0, finished_at: null });
    expect((await api.get(`${path}/${endpoint.id}/deliveries/${messageId}`)).body).toEqual(again.body);
  }
  const later = await createEndpoint(api, { url: "https://answers-200.receiver-two.com/in" });
  const missed = await seedDelivery(endpoint);
  const first = await api.post(`${path}/${later.id}/deliveries/${missed}/redeliver`);
  expect(first).toMatchObject({ status: 200, body: { status: "due", attempts: 0 } });
  const unknown = await api.post(`${path}/${endpoint.id}/deliveries/msg_unknown/redeliver`);
  expect(unknown.body).toMatchObject({ code: "not_found" });
});

test("a range of times is redelivered, by what became of its messages", async () => {
  const api = await connect();
  const endpoint = await createEndpoint(api);
  const dayStartMs = Date.UTC(2026, 4, 2);
  const seed = (hour: number, status: "dead" | "done") =>
    seedDelivery(endpoint, { status, atMs: dayStartMs + hour * hourMs });
  const early = await seed(0, "dead");
  const inRange = [await seed(1, "dead"), await seed(2, "done"), await seed(3, "dead")];
  const late = await seed(4, "dead");
  const redeliver = async (status?: string) =>
    (
      await api.post(`${path}/${endpoint.id}/redeliver`, {
        from: "2026-05-02T01:00:00Z",
        until: "2026-05-02T04:00:00Z",
        ...(status && { status }),
      })
    ).body;
  const dueNow = async () =>
    (await rows<{ id: string }>("SELECT message_id AS id FROM webhook_deliveries WHERE status = 'due' ORDER BY 1")).map(
      ({ id }) => id,
    );
  expect(await redeliver()).toEqual({ redelivered: 2, next_from: null });
  expect(await dueNow()).toEqual([inRange[0], inRange[2]]);
  expect(await redeliver()).toEqual({ redelivered: 0, next_from: null });
  expect(await redeliver("done")).toEqual({ redelivered: 1, next_from: null });
  expect(await redeliver("any")).toEqual({ redelivered: 3, next_from: null });
  expect(await dueNow()).toEqual(inRange);
  expect(await rows("SELECT message_id AS id FROM webhook_deliveries WHERE status = 'dead' ORDER BY 1")).toEqual([
    { id: early },
    { id: late },
  ]);
});
