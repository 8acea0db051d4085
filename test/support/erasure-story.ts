import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { verifyJourney } from "#domain/journey";
import { createSigning } from "#signing";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { openIsolate, tokenOf } from "#support/edge";
import { seedEmail } from "#support/email-ground";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { seedFulfilment } from "#support/fulfilment-seeds";
import { rows } from "#support/ledger";
import { allWorked, deliverStripe } from "#support/provider-ground";
import { seedReward } from "#support/reward-seeds";
import { createStripeFixtures } from "#support/stripe-fixtures";
import { seedEndpoint } from "#support/webhook-ground";

export const stripe = createStripeFixtures();
export const person = {
  name: "Zelda Quistgaard",
  email: "Zqxalba.Mail+tag@Gmail.com",
  organization: "Zqxalbaorg Weddings",
  category: "zqxalbacategory",
  location: "Zqxalbaville",
  avatar_url: "https://pictures.example/zqxalbaface.png",
  profile: { motto: "zqxalbamotto" },
  payment_fingerprint: "zqxalbafingerprint",
};
export const externalId = "zqxalba-ext-77";
const referee = { kind: "supplier", external_id: externalId, name: person.name, email: person.email };
/** None of these is left of her. */
export const needles = [
  "zqxalba",
  "Quistgaard",
  "Zelda Q",
  externalId,
  person.email,
  "zqxalbamail@gmail.com",
  "visitor-of-hers",
];

export type Recorded = { event_id: string; status: string; outcomes: { referral_id: string | null }[] };

/** Somebody who was referred, refers, pays and has a wallet, and of whom everybody has written something everywhere. */
export async function tellStory() {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const endpoint = await seedEndpoint({ url: "https://hooks.receiver-one.com", status: "disabled" });
  const sarah = await createParticipant(api, { external_id: "sarah" });
  const sarahsLink = await createLink(api, { program: program.id, participant: sarah.id });
  const zelda = await createParticipant(api, { external_id: externalId, ...person });
  const isolate = openIsolate();
  isolate.clock.nowMs = Date.now();
  const click = tokenOf(await isolate.visit(`/r/${sarahsLink.code}`));
  const visitorId = verifyJourney(createSigning(env.SIGNING_KEYS), click ?? "")?.visitorId ?? "";
  const signup = {
    id: "zqxalba-signup",
    type: "signup",
    program: program.key,
    referee: { ...referee, organization: person.organization },
    click,
    code: sarahsLink.code,
    context: { words: "zqxalbacontext" },
    source_details: { words: "zqxalbasource" },
    payment_fingerprint: "zqxalbafingerprint",
  };
  const bound = await api.post<Recorded>("/v1/events", signup);
  expect(bound, bound.text).toMatchObject({ status: 200, body: { outcomes: [{ referrer_id: sarah.id }] } });
  await typeNoCode(api);
  await pay(zelda.id);
  const link = {
    program: program.id,
    participant: zelda.id,
    message: "zqxalbamessage",
    context: { a: "zqxalbalinkcontext" },
  };
  const own = await api.post<{ code: string }>("/v1/links", link, { "idempotency-key": "zqxalba-key" });
  const { code } = own.body;
  for (const page of ["r", "join"]) await isolate.visit(`/${page}/${code}`);
  const bobs = { kind: "supplier", external_id: "bobstranger" };
  const friend = await api.post<Recorded>("/v1/events", { ...bob(code), program: program.key, referee: bobs });
  const referralId = friend.body.outcomes[0]?.referral_id ?? "";
  await api.post("/v1/events", { ...bobsPayment, referee: bobs });
  await writeAboutHer(api, { program, sarah, zelda, endpoint, referralId });
  return { api, program, sarah, zelda, code, signup, referralId, visitorId };
}

const bob = (code: string) => ({ id: "bob-signup", type: "signup", code, code_source: "typed" });
const bobsPayment = { id: "bob-pays", type: "payment", payment_ref: "bob-1", amount_minor: 4900, currency: "GBP" };

/** In another program, where she writes something else into the field for codes. */
async function typeNoCode(api: ApiClient): Promise<void> {
  const other = await createProgram(api);
  const typed = { id: "zqxalba-typed", type: "signup", program: other.key, code: "zqxalba@mail", code_source: "typed" };
  const reply = await api.post("/v1/events", { ...typed, referee });
  expect(reply, reply.text).toMatchObject({ status: 200, body: { outcomes: [{ referral_id: null }] } });
}

/** By Stripe, whose deliveries say a lot about her. */
async function pay(zeldaId: string): Promise<void> {
  const hers = { customer: "cus_ZqxalbaCustomer9", customer_email: person.email, customer_name: person.name };
  const deliveries = [
    stripe.subscriptionSession({ ...hers, client_reference_id: `supplier:${externalId}` }),
    stripe.invoicePaid(hers),
    stripe.invoicePayment(),
    stripe.event("evt_customer", "customer.updated", { email: person.email, name: person.name }),
  ];
  for (const delivery of deliveries) {
    await deliverStripe(delivery);
    await allWorked();
  }
  expect(await rows("SELECT referee_id FROM payments")).toEqual([{ referee_id: zeldaId }]);
}

type Told = { program: { id: string; key: string }; referralId: string; endpoint: { id: string } };
type People = { sarah: { id: string }; zelda: { id: string } };

async function writeAboutHer(api: ApiClient, { program, sarah, zelda, endpoint, referralId }: Told & People) {
  const words = { description: "zqxalbadescription", metadata: { words: "zqxalbametadata" } };
  const about = { operation_id: "deal-1", program: program.id, type: "deal_payment", unit: "GBP", amount: 2500 };
  const grant = { kind: "free_month", quantity: 1 };
  const byHand = { program: program.id, grant, reason: "zqxalbareason", operation_id: "gift" };
  const replies = [
    await api.post(`/v1/participants/${zelda.id}/wallet/transactions`, { ...about, ...words }),
    await api.post(`/v1/participants/${zelda.id}/withdrawals`, {
      ...{ operation_id: "out-1", program: program.id, unit: "GBP", amount: 100, ...words },
    }),
    await api.post("/v1/rewards", { ...byHand, participant: zelda.id }),
    await api.post(`/v1/referrals/${referralId}/reassign`, { referrer_id: sarah.id, reason: "zqxalbareassigned" }),
    await api.post(`/v1/referrals/${referralId}/reassign`, { referrer_id: zelda.id, reason: "zqxalbaback" }),
  ];
  for (const { status, text } of replies) expect([200, 201], text).toContain(status);
  const gift = await seedReward({ programId: program.id, beneficiaryId: zelda.id, mode: "live" });
  await seedFulfilment(gift, {
    mode: "live",
    customerId: "cus_ZqxalbaCustomer9",
    detail: "zqxalbadetail",
    status: "waiting",
  });
  const emailId = await seedEmail({ mode: "live", programId: program.id, participantId: zelda.id });
  const undecided = JSON.stringify({ id: "zqxalba-undecided", type: "activated", referee: { ...referee, externalId } });
  const run = (sql: string, ...values: unknown[]) => env.DB.prepare(sql).bind(...values);
  const pending =
    "INSERT INTO events (mode, event_id, type, content_hash, occurred_at_ms, received_at_ms, verified, payload, status, actor) VALUES ('live', ?, 'activated', 'h', 0, 0, 0, ?, ?, 'key:1')";
  await env.DB.batch([
    run(pending, "zqxalba-undecided", undecided, "pending"),
    run(pending, "zqxalba-impossible", undecided.replace("undecided", "impossible"), "refused"),
    run("UPDATE emails SET provider_id = 'zqxalba-mail' WHERE id = ?", emailId),
    run("UPDATE referrals SET visitor_id = 'visitor-of-hers' WHERE referee_id = ?", zelda.id),
    run(
      `INSERT INTO reviews (id, mode, program_id, referral_id, status, score, note, created_at_ms)
       SELECT 'rev_' || id, 'live', program_id, id, 'open', 0, 'zqxalbareview', 0 FROM referrals`,
    ),
    ...[
      ["lst_1", "email", "zqxalbamail@gmail.com"],
      ["lst_2", "participant", zelda.id],
    ].map(([id, kind, value]) =>
      run(
        "INSERT INTO fraud_list_entries (id, mode, program_id, effect, kind, value, note, created_by, created_at_ms) VALUES (?, 'live', '', 'block', ?, ?, 'zqxalbalisted', 'key:1', 0)",
        ...[id, kind, value],
      ),
    ),
    run(
      `INSERT INTO webhook_attempts (endpoint_id, message_id, attempt, at_ms, duration_ms, url, request_headers, response_status, response_body)
       SELECT ?, id, 1, 0, 0, 'https://hooks.receiver-one.com', '{}', 500, 'no zqxalbaresponse' FROM outbox WHERE instr(payload, ?)`,
      ...[endpoint.id, zelda.id],
    ),
  ]);
  await api.post("/v1/emails/suppressions", { email: person.email });
}

/** Her referral is under review, as scoring asked for it: five people with one device and one card within minutes. */
export async function suspectZelda() {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const sarah = await createParticipant(api, { external_id: "sarah", email: "sarah@lens.example" });
  const { code: sarahsCode } = await createLink(api, { program: program.id, participant: sarah.id });
  const isolate = openIsolate();
  isolate.clock.nowMs = Date.now();
  const headers = { "CF-Connecting-IP": "203.0.113.7", "Sec-Fetch-Dest": "document" };
  const click = tokenOf(await isolate.visit(`/r/${sarahsCode}`, { headers }));
  const signUp = async (about: Record<string, unknown>) =>
    api.post<Recorded>("/v1/events", {
      ...{ id: `signup-${String(about["external_id"])}`, type: "signup", program: program.key, click },
      ...{ referee: { kind: "supplier", ...about }, payment_fingerprint: "card-of-five" },
    });
  for (const name of ["ada", "ben", "cid", "dot"]) await signUp({ external_id: name, email: `${name}@home.example` });
  await signUp({ external_id: externalId, name: person.name, email: person.email });
  const paid = { type: "payment", payment_ref: "hers", amount_minor: 4900, currency: "GBP" };
  await api.post("/v1/events", { id: "zelda-pays", ...paid, referee: { kind: "supplier", external_id: externalId } });
  const found = await api.get<{ data: { id: string; referral_id: string }[] }>("/v1/reviews");
  const [review] = found.body.data;
  if (review === undefined) throw new Error("nothing was suspicious");
  const [zelda] = await rows<{ id: string }>("SELECT id FROM participants WHERE external_id = ?", externalId);
  return { api, program, sarah, sarahsCode, zelda: { id: zelda?.id ?? "" }, review };
}
