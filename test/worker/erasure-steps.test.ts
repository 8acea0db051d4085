import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import type { Context } from "#context";
import { idAt } from "#domain/id";
import { schedule } from "#jobs/schedule";
import { openContext } from "#open-context";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { stripe } from "#support/erasure-story";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { rows } from "#support/ledger";
import { allWorked, deliverStripe } from "#support/provider-ground";
import { runsOf, tick } from "#support/ticks";
import { eraseParticipant } from "#usecases/erase-participant";

const finishing = { table: schedule.filter(({ name }) => name === "finish_erasures") };
type Erasure = { id: string; erased_at: string; complete: boolean };
const erase = async (api: ApiClient, id: string) =>
  (await api.post<Erasure>(`/v1/participants/${id}/erase`, { reason: "asked_for" })).body;
const bodies = async () =>
  rows<{ delivery_id: string; body: string; status: string }>(
    "SELECT delivery_id, body, status FROM provider_deliveries WHERE delivery_id LIKE 'd-%' ORDER BY delivery_id",
  );

/** As they lie there when somebody is erased; ids say when they came. */
async function seedDeliveries(atMs: number, deliveries: Record<string, unknown>, status = "applied"): Promise<void> {
  await env.DB.batch(
    Object.entries(deliveries).map(([name, body]) =>
      env.DB.prepare(
        `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
         VALUES (?1, 'live', 'stripe', ?2, 't', ?3, ?4, ?5, 0)`,
      ).bind(idAt("pdl", atMs, name), `d-${name}`, JSON.stringify(body), atMs, status),
    ),
  );
}

// What requests import when they first need it: a module that one request waits for would hold up the others.
beforeAll(async () => {
  await Promise.all([import("#http/api"), import("#integrations/stripe-events"), import("#jobs/queue-consumer")]);
});

test("more texts than one request may search are searched by the job, those too that came in meanwhile", async () => {
  const api = await connect({ mode: "live" });
  const person = await createParticipant(api, { external_id: "pat", email: "pat@home.example" });
  await api.put("/v1/providers/stripe/customers/cus_pat", { participant: person.id });
  await env.DB.prepare(
    `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
     SELECT 'pdl_0' || value, 'live', 'stripe', value, 't', '{"amount":1}', 0, 'applied', 0 FROM json_each(?)`,
  )
    .bind(JSON.stringify(Array.from({ length: 21_000 }, (_, n) => String(n).padStart(5, "0"))))
    .run();
  await seedDeliveries(Date.now() - 1000, { before: { customer_email: "Pat@Home.example" } });
  const erased = await erase(api, person.id);
  expect(erased).toEqual({ id: person.id, erased_at: expect.any(String), complete: false });
  expect(
    await rows("SELECT erased_at_ms IS NOT NULL AS erased, email FROM participants WHERE id = ?", person.id),
  ).toEqual([{ erased: 1, email: null }]);
  expect((await bodies()).map(({ body }) => body)).not.toContain("");
  await seedDeliveries(Date.now(), { later: { data: { object: { customer: "cus_pat" } } } }, "refused");

  await tick(Date.now() + 15 * 60_000, finishing);
  expect(await bodies()).toEqual([
    { delivery_id: "d-before", body: "", status: "applied" },
    { delivery_id: "d-later", body: "", status: "refused" },
  ]);
  expect(await rows("SELECT * FROM erasures")).toEqual([]);
  expect(await rows("SELECT * FROM provider_customers")).toEqual([]);
  expect(await erase(api, person.id)).toEqual({ ...erased, complete: true });
});

test("an erasure that fails is marked all the same, goes on by itself, and keeps no other waiting", async () => {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const codeOf = new Map<string, string>();
  for (const external_id of ["ann", "bea"]) {
    const { id } = await createParticipant(api, { external_id });
    codeOf.set(id, (await createLink(api, { program: program.id, participant: id })).code);
  }
  const [ann = "", bea = ""] = codeOf.keys();
  const failing =
    (...ids: string[]) =>
    (ctx: Context): Context => {
      const forgetLinks = async (codes: readonly string[]) => {
        if (ids.some((id) => codes.includes(codeOf.get(id) ?? ""))) throw new Error("KV is down");
        return ctx.platform.forgetLinks(codes);
      };
      return { ...ctx, platform: { ...ctx.platform, forgetLinks } };
    };
  const actor = { type: "job" as const, name: "test", mode: "live" as const };
  const ctx = openContext(env, { actor, nowMs: Date.now(), requestId: "req_cut" });
  for (const id of [ann, bea])
    await expect(eraseParticipant(failing(ann, bea)(ctx), { id, reason: "asked_for" })).rejects.toThrow("KV is down");
  expect(await rows("SELECT id FROM participants WHERE erased_at_ms IS NOT NULL ORDER BY id")).toHaveLength(2);
  const open = async () => rows("SELECT participant_id FROM erasures");
  await tick(Date.now(), { ...finishing, change: failing(ann) });
  expect(await open()).toEqual([{ participant_id: ann }]);
  await tick(Date.now() + 60_000, finishing);
  expect(await open()).toEqual([]);
  expect((await runsOf("finish_erasures")).map(({ outcome }) => outcome)).toEqual(["failed", "done"]);
});

test("an erasure empties what names the person, and nothing in which his short names stand by chance", async () => {
  const api = await connect({ mode: "live" });
  const person = await createParticipant(api, { external_id: "42", name: "Active", email: "a@home.example" });
  await api.put("/v1/providers/stripe/customers/cus_4", { participant: person.id });
  const named = {
    customer: { data: { object: { customer: "cus_4" } } },
    address: { data: { object: { customer_details: { email: "A@home.example" } } } },
    reference: { data: { object: { client_reference_id: "42" } } },
    metadata: { data: { object: { metadata: { bouquet_kind: "supplier", bouquet_external_id: "42" } } } },
  };
  const foreign = {
    amount: { data: { object: { amount_decimal: "42", status: "Active" } } },
    kind: { data: { object: { metadata: { bouquet_kind: "couple", bouquet_external_id: "42" } } } },
    longer: { data: { object: { customer: "cus_42", customer_email: "aa@home.example" } } },
  };
  await seedDeliveries(Date.now() - 1000, { ...named, ...foreign });
  await seedDeliveries(Date.now() - 1000, { waiting: { customer: "cus_4" } }, "unmapped");
  expect(await erase(api, person.id)).toMatchObject({ complete: true });
  const left = (await bodies()).filter(({ body }) => body !== "").map(({ delivery_id: id }) => id.slice(2));
  expect(left).toEqual(Object.keys(foreign).toSorted());
  expect((await bodies()).at(-1)).toEqual({ delivery_id: "d-waiting", body: "", status: "refused" });
});

test("what was asked for under an Idempotency-Key is not done again when its answer went with a person", async () => {
  const [live, sandbox] = [await connect({ mode: "live" }), await connect({ mode: "test" })];
  const key = { "idempotency-key": "the-key" };
  const ask = async (api: ApiClient, externalId: string) => {
    const program = await createProgram(api);
    const { id } = await createParticipant(api, { external_id: externalId, name: "Active" });
    await createLink(api, { program: program.id, participant: id });
    const wanted = { program: program.id, participant: id, campaign: "spring" };
    return { id, wanted, first: await api.post("/v1/links", wanted, key) };
  };
  const [hers, his] = [await ask(live, "user_1"), await ask(sandbox, "user_1")];
  expect([hers.first.status, his.first.status]).toEqual([201, 201]);
  const links = await rows("SELECT id FROM links ORDER BY id");

  await erase(sandbox, his.id);
  expect((await live.post("/v1/links", hers.wanted, key)).body).toEqual(hers.first.body);
  const again = await sandbox.post("/v1/links", his.wanted, key);
  expect([again.status, again.body["code"]]).toEqual([410, "answer_erased"]);
  await erase(live, hers.id);
  expect((await live.post("/v1/links", hers.wanted, key)).body["code"]).toBe("answer_erased");
  expect(await rows("SELECT id FROM links ORDER BY id")).toEqual(links);
  expect(await rows("SELECT DISTINCT body, request_hash FROM idempotency_keys WHERE status IS NOT NULL")).toEqual([
    { body: null, request_hash: "" },
  ]);
});

test("a provider's delivery that is sent again after an erasure is the one that was emptied", async () => {
  const api = await connect({ mode: "live" });
  await createProgram(api);
  const person = await createParticipant(api, { external_id: "pat", email: "pat@home.example" });
  const hers = { customer: "cus_pat", customer_email: "pat@home.example" };
  const session = stripe.subscriptionSession({ ...hers, client_reference_id: "supplier:pat" });
  const deliveries = [session, stripe.invoicePaid(hers)];
  for (const delivery of deliveries) {
    await deliverStripe(delivery);
    await allWorked();
  }
  const stored = await rows("SELECT id, status FROM provider_deliveries ORDER BY id");
  expect(await rows("SELECT referee_id FROM payments")).toEqual([{ referee_id: person.id }]);
  await erase(api, person.id);
  for (const delivery of deliveries) await deliverStripe(delivery);
  await allWorked();
  expect(await rows("SELECT id, status FROM provider_deliveries WHERE body = '' ORDER BY id")).toEqual(stored);
  expect(await rows("SELECT id FROM participants")).toEqual([{ id: person.id }]);
  expect(await rows("SELECT count(*) AS n FROM payments")).toEqual([{ n: 1 }]);
});
