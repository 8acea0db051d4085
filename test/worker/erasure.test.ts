import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import { schedule } from "#jobs/schedule";
import { openContext } from "#open-context";
import { sha256Hex } from "#store/digest";
import { connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { openIsolate } from "#support/edge";
import { externalId, needles, person, stripe, suspectZelda, tellStory } from "#support/erasure-story";
import type { Recorded } from "#support/erasure-story";
import { createParticipant } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { everythingStored, findPersonal } from "#support/personal-scan";
import { allWorked, deliverStripe } from "#support/provider-ground";
import { tick } from "#support/ticks";
import { eraseParticipant } from "#usecases/erase-participant";

const sealing = { table: schedule.filter(({ name }) => name === "seal_audit_log") };
const sums = () => rows("SELECT unit, owner_id, sum(amount) AS sum FROM entries GROUP BY unit, owner_id ORDER BY 1, 2");
const erase = (api: ApiClient, id: string) => api.post(`/v1/participants/${id}/erase`, { reason: "asked_for" });

// What requests import when they first need it: a module that one request waits for would hold up the others.
beforeAll(async () => {
  await Promise.all([import("#http/api"), import("#integrations/stripe-events"), import("#jobs/queue-consumer")]);
});

test("invariant 25: an erasure leaves no personal string anywhere, and the books as they were", async () => {
  const { api, zelda, sarah, code, signup, visitorId } = await tellStory();
  await tick(Date.now(), sealing);
  const hidden = ["events", "referrals", "provider_deliveries", "idempotency_keys", "reward_transitions", "reviews"];
  const findHer = async () => (await findPersonal(["zqxalba", "visitor-of-hers"])).map((found) => found.split(":")[0]);
  // Boards are told after the answers.
  await vi.waitFor(async () => expect(await findHer()).toContain("boards people"), { timeout: 5000, interval: 20 });
  const before = await findHer();
  for (const table of [...hidden, "participants", "links", "operations", "emails", "fulfilments", "webhook_attempts"])
    expect(before).toContain(table);
  const inBrowser = await findPersonal([visitorId]);
  for (const place of ["groups", "events"]) expect(inBrowser.map((found) => found.split(":")[0])).toContain(place);
  const balances = await sums();
  const counted = await countRows();

  const erased = await erase(api, zelda.id);
  expect(erased, erased.text).toMatchObject({
    status: 200,
    body: { id: zelda.id, erased_at: expect.any(String), complete: true },
  });
  expect(await findPersonal([...needles, visitorId])).toEqual([]);
  expect((await everythingStored()).length).toBeGreaterThan(50);
  expect(await sums()).toEqual(balances);
  await expectLedgerBalanced();
  expect(await countRows()).toMatchObject({
    ...counted,
    audit_log: (counted["audit_log"] ?? 0) + 1,
    edge_changes: (counted["edge_changes"] ?? 0) + 1,
    provider_customers: 0,
  });
  expect(await rows("SELECT value, note FROM fraud_list_entries ORDER BY id")).toEqual([
    { value: expect.stringMatching(/^erased:k2\.[\w-]{43}$/), note: null },
    { value: zelda.id, note: null },
  ]);
  const guess = sha256Hex("zqxalbamail@gmail.com");
  expect((await findPersonal([guess])).map((found) => found.split(":")[0])).toEqual(["email_suppressions"]);
  await tick(Date.now() + 60_000, sealing);
  expect((await api.post("/v1/audit/verify", {})).body).toMatchObject({ problem: null });

  expect((await api.post<Recorded>("/v1/events", signup)).body).toEqual({
    event_id: signup.id,
    status: "erased",
    outcomes: [],
  });
  expect((await erase(api, zelda.id)).body).toEqual(erased.body);
  const isolate = openIsolate();
  isolate.clock.nowMs = Date.now();
  for (const page of ["r", "join"]) {
    const answer = await isolate.visit(`/${page}/${code}`);
    expect(answer.status).toBe(410);
    expect(await answer.text()).not.toMatch(/\bzelda\b|zqxalba/i);
  }
  expect((await api.get(`/v1/participants/${sarah.id}`)).body).toMatchObject({ external_id: "sarah", erased_at: null });
  expect(await findPersonal(needles)).toEqual([]);
});

test("what scoring, reviewers and lists have said of somebody names her no more, and a block of her mailbox outlives her", async () => {
  const { api, zelda, sarahsCode, review } = await suspectZelda();
  await api.post("/v1/members", { name: "Nora", email: "nora@team.example", role: "support" });
  const note = "zqxalbanote";
  const replies = [
    await api.post(`/v1/reviews/${review.id}/decide`, { verdict: "hold", note }),
    await api.post("/v1/reviews/decide", { reviews: [review.id], verdict: "reject", note }),
    await api.post("/v1/fraud/lists", { effect: "block", kind: "email", value: person.email, note }),
    await api.post("/v1/fraud/lists", { effect: "block", kind: "participant", value: zelda.id, note }),
    await api.post("/v1/fraud/lists", { effect: "block", kind: "address", referral: review.referral_id, note }),
  ];
  for (const { status, text } of replies) expect([200, 201], text).toContain(status);
  const before = (await findPersonal(needles)).map((found) => found.split(":")[0]);
  for (const table of ["reviews", "fraud_list_entries", "participants", "events"]) expect(before).toContain(table);
  const scored = await rows("SELECT * FROM assessments ORDER BY referral_id, id");
  expect(scored.length).toBeGreaterThan(0);

  expect((await erase(api, zelda.id)).status).toBe(200);
  expect(await findPersonal(needles)).toEqual([]);
  expect(await rows("SELECT * FROM assessments ORDER BY referral_id, id")).toEqual(scored);
  expect(await rows("SELECT visitor_id, via, address_hash FROM referrals WHERE id = ?", review.referral_id)).toEqual([
    { visitor_id: null, via: null, address_hash: null },
  ]);
  expect(await rows("SELECT status, note FROM reviews")).toEqual([{ status: "rejected", note: null }]);
  expect(await rows("SELECT kind, note FROM fraud_list_entries ORDER BY id")).toEqual(
    ["email", "participant", "address"].map((kind) => ({ kind, note: null })),
  );
  expect(await rows("SELECT name FROM members")).toEqual([{ name: "Nora" }]);

  const again = { kind: "supplier", external_id: "new-account", email: "Zqxalba.Mail@googlemail.com" };
  const signup = { id: "again", type: "signup", referee: again, code: sarahsCode, code_source: "typed" };
  const { body } = await api.post<Recorded>("/v1/events", signup);
  const referralId = body.outcomes[0]?.referral_id;
  const paid = { type: "payment", payment_ref: "again-1", amount_minor: 4900, currency: "GBP" };
  await api.post("/v1/events", {
    id: "again-pays",
    ...paid,
    referee: { kind: "supplier", external_id: "new-account" },
  });
  expect(await rows("SELECT DISTINCT state FROM rewards WHERE referral_id = ?", referralId)).toEqual([
    { state: "denied" },
  ]);
  const [assessment] = await rows<{ rules: string }>("SELECT rules FROM assessments WHERE referral_id = ?", referralId);
  expect(JSON.parse(assessment?.rules ?? "[]")).toMatchObject([{ rule: "blocked_email" }]);
});

test("a refund of an erased person's payment still takes back what it earned, and what comes with it is not kept", async () => {
  const { api, zelda, sarah } = await tellStory();
  const months = async (id: string) =>
    rows(
      "SELECT state FROM rewards WHERE beneficiary_id = ? AND rule_key = 'first-payment-free-month' ORDER BY id",
      id,
    );
  expect(await months(sarah.id)).toContainEqual({ state: "available" });
  await erase(api, zelda.id);
  await deliverStripe(stripe.chargeRefunded(4900, 0, { customer: "cus_other", billing_details: {} }));
  await allWorked();
  expect(await months(sarah.id)).not.toContainEqual({ state: "available" });
  const [refund] = await rows<{ payment_ref: string }>("SELECT payment_ref FROM events WHERE type = 'refund'");
  const later = { id: "later", type: "dispute_opened", dispute_id: "d", context: { words: "zqxalbalater" } };
  const reply = await api.post("/v1/events", { ...later, payment_ref: refund?.payment_ref });
  expect(reply, reply.text).toMatchObject({ status: 200, body: { status: "applied" } });
  expect(await findPersonal(needles)).toEqual([]);
  await expectLedgerBalanced();
});

test("what remains of an erased person can do nothing, and whoever comes again under the same id is somebody new", async () => {
  const { api, program, zelda, sarah } = await tellStory();
  await erase(api, zelda.id);
  await tick(Date.now() + 120_000, { table: schedule.filter(({ name }) => name === "deliver_messages") });
  expect(
    await rows("SELECT DISTINCT reason FROM emails WHERE participant_id = ? AND status = 'skipped'", zelda.id),
  ).toEqual([{ reason: "erased" }]);
  const [row] = await rows<{ external_id: string }>("SELECT external_id FROM participants WHERE id = ?", zelda.id);
  expect(row?.external_id).toMatch(/^erased:k2\.[\w-]{43}$/);
  const refusals = [
    await api.patch(`/v1/participants/${zelda.id}`, { name: "Zelda" }),
    await api.post("/v1/links", { program: program.id, participant: zelda.id, message: "hello" }),
    await api.put("/v1/providers/stripe/customers/cus_new", { participant: zelda.id }),
  ];
  for (const { status, body } of refusals) expect([status, body["code"]]).toEqual([410, "participant_erased"]);
  const [link] = await rows<{ id: string }>("SELECT id FROM links WHERE participant_id = ?", zelda.id);
  expect((await api.patch(`/v1/links/${link?.id}`, { status: "active" })).body).toMatchObject({
    code: "participant_erased",
  });
  expect(await api.put(`/v1/participants/supplier/${row?.external_id}`, { name: "Zelda" })).toMatchObject({
    status: 400,
  });
  const withdrawal = { operation_id: "out-2", program: program.id, unit: "GBP", amount: 100 };
  expect((await api.post(`/v1/participants/${zelda.id}/withdrawals`, withdrawal)).body["code"]).toBe(
    "participant_suspended",
  );
  for (const sql of [
    "UPDATE participants SET name = 'Zelda' WHERE erased_at_ms IS NOT NULL",
    "UPDATE links SET status = 'active'",
    "UPDATE fulfilments SET customer_id = 'cus_1'",
  ])
    await expect(env.DB.prepare(sql).run()).rejects.toThrow("facts_stale");

  const again = await createParticipant(api, { external_id: externalId, name: "Zelda" });
  expect(again.id).not.toBe(zelda.id);
  await erase(api, again.id);
  expect(await rows("SELECT id FROM participants WHERE erased_at_ms IS NOT NULL")).toHaveLength(2);
  expect((await api.get(`/v1/participants/${sarah.id}`)).status).toBe(200);
});

test("an export has all that is kept of a person, in pages, and nobody else", async () => {
  const { api, zelda, sarah } = await tellStory();
  await env.DB.prepare("INSERT INTO month_leaders VALUES ('prg_led', '2026-05', 'dj', 2, ?, 7, 0)")
    .bind(zelda.id)
    .run();
  type Page = { data: { section: string; item: Record<string, unknown> }[]; next_cursor: string | null };
  const pages: Page[] = [];
  for (let query = "?limit=3"; query !== "";) {
    const page = (await api.get<Page>(`/v1/participants/${zelda.id}/export${query}`)).body;
    pages.push(page);
    query = page.next_cursor === null ? "" : `?limit=3&cursor=${page.next_cursor}`;
  }
  const items = pages.flatMap(({ data }) => data);
  expect(pages.slice(0, -1).every(({ data }) => data.length === 3)).toBe(true);
  const whole = await api.get<Page>(`/v1/participants/${zelda.id}/export?limit=100`);
  expect(items).toEqual(whole.body.data);
  expect([...new Set(items.map(({ section }) => section))]).toEqual([
    ...["profile", "links", "referral_as_referee", "referrals_as_referrer", "events", "rewards", "ledger"],
    ...["operations", "emails", "audit"],
  ]);
  const text = JSON.stringify(items);
  for (const told of [
    "zqxalbamotto",
    "zqxalbamessage",
    "zqxalbacontext",
    "zqxalbadescription",
    "zqxalbareason",
    "cus_ZqxalbaCustomer9",
  ])
    expect(text).toContain(told);
  expect(text).not.toContain(sarah.id);
  expect(text).not.toContain("bobstranger");
  expect(items[0]?.item).toMatchObject({
    email_suppression: { reason: "by_hand", created_at: expect.stringMatching(/Z$/) },
    fraud_lists: [{ effect: "block" }, { effect: "block" }],
    months_led: [{ program_id: "prg_led", month: "2026-05", category: "dj", rank: 2, conversions: 7 }],
    balances: expect.arrayContaining([{ program_id: expect.any(String), unit: "GBP", balance: expect.any(Number) }]),
  });
});

test("an erasure that is cut off at any of its steps is completed by asking again", async () => {
  const { api, zelda } = await tellStory();
  const actor = { type: "job" as const, name: "test", mode: "live" as const };
  const ctx = openContext(env, { actor, nowMs: Date.now(), requestId: "req_cut" });
  let left = 0;
  const db = new Proxy(ctx.db, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== "function" || !["batch", "run", "all", "get", "select"].includes(String(key))) return value;
      return (...args: unknown[]): unknown => {
        if (left-- === 0) throw new Error("the power went off");
        return Reflect.apply(value, target, args);
      };
    },
  });
  let cuts = 0;
  for (let done = false; !done;) {
    left = cuts;
    const erasing = eraseParticipant({ ...ctx, db }, { id: zelda.id, reason: "asked_for" });
    done = await erasing.then(
      ({ ok }) => ok,
      (error: unknown) => {
        expect(error).toMatchObject({ message: "the power went off" });
        return false;
      },
    );
    if (!done) cuts += 1;
  }
  expect(cuts).toBeGreaterThan(10);
  expect((await erase(api, zelda.id)).body).toMatchObject({ complete: true });
  expect(await findPersonal(needles)).toEqual([]);
  expect(await rows("SELECT action FROM audit_log WHERE action = 'participant.erased'")).toHaveLength(1);
  await expectLedgerBalanced();
});

test("what is reported of somebody while he is erased is of somebody new, and says nothing of him who is gone", async () => {
  const api = await connect({ mode: "live" });
  const zelda = await createParticipant(api, { external_id: externalId, name: "Zelda Quistgaard" });
  const report = async (n: number) =>
    api.post("/v1/events", {
      ...{ id: `zqxalba-${n}`, type: "activated", context: { words: "zqxalbacontext" } },
      referee: { kind: "supplier", external_id: externalId, name: `Zelda ${n}` },
    });
  const replies = await Promise.all([report(1), report(2), erase(api, zelda.id), report(3), report(4)]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const hers = await rows("SELECT * FROM participants WHERE id = ?", zelda.id);
  const told = await rows("SELECT * FROM events WHERE referee_id = ?", zelda.id);
  expect(JSON.stringify([hers, told])).not.toMatch(/zqxalba|zelda/i);
  const people = await rows<{ id: string }>("SELECT id FROM participants");
  expect(await rows("SELECT count(*) AS n FROM events")).toEqual([{ n: 4 }]);
  expect(people.length).toBeLessThanOrEqual(2);
});
