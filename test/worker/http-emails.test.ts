import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { addressHash } from "#store/address-hash";
import { connect } from "#support/api";
import { seedEmail } from "#support/email-ground";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { deliverMessages } from "#jobs/deliver-messages";
import { openContext } from "#open-context";

type Page = { data: { id: string; status: string; template: string }[] };
type Shown = { id: string; status: string; reason: string | null; subject: string; text: string; html: string };

const emails = {
  sender_name: "The Studio",
  templates: { welcome: { subject: "Lovely to have you, {name}", body: "Hi {name},\n\nyour link: {link}" } },
};

/** What the job of the minute does, with the Worker's own configuration. */
async function deliver() {
  const actor = { type: "job", name: "deliver_messages", mode: "live" } as const;
  await deliverMessages(openContext(env, { actor, nowMs: Date.now(), requestId: "req_test" }));
}

test("an email is listed, and shown in the program's own words with a link that unsubscribes nobody", async () => {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api, { overrides: { emails } });
  const participant = await createParticipant(api, { name: "Ann Archer", email: "ann@example.com" });
  const link = await createLink(api, { program: program.id, participant: participant.id });
  await deliver();

  const { data } = (await api.get<Page>("/v1/emails")).body;
  expect(data).toMatchObject([
    { template: "welcome", status: "kept", reason: "not_configured", participant_id: participant.id, due_at: null },
  ]);
  const shown = await api.get<Shown>(`/v1/emails/${data[0]?.id}`);
  expect(shown.body.subject).toBe("Lovely to have you, Ann");
  expect(shown.body.text).toContain(`your link: https://refer.test/r/${link.code}`);
  expect(shown.body.text).toContain("Sent by The Studio.");
  expect(shown.body.text).toContain("Unsubscribe: https://refer.test/unsubscribe/preview");
});

test("emails are found by participant, state and template; what may be many needs a participant", async () => {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const [ann, bob] = [await createParticipant(api), await createParticipant(api)];
  const seed = { mode: "live", programId: program.id };
  const sent = await seedEmail({ ...seed, participantId: ann.id, status: "sent" });
  const dead = await seedEmail({ ...seed, participantId: bob.id, status: "dead" });
  const list = async (query: string) => (await api.get<Page>(`/v1/emails?${query}`)).body.data.map(({ id }) => id);
  expect(await list(`participant_id=${ann.id}&status=sent`)).toEqual([sent]);
  expect(await list("status=dead")).toEqual([dead]);
  expect(await list(`participant_id=${bob.id}&template=welcome`)).toEqual([dead]);
  expect(await list(`participant_id=${bob.id}&template=tier`)).toEqual([]);
  for (const query of ["status=sent", "status=due", "template=welcome"]) {
    expect((await api.get(`/v1/emails?${query}`)).status, query).toBe(400);
  }
});

test("an email whose message is deleted is not sent by hand: nobody knows any more whether it is true", async () => {
  const api = await connect({ mode: "live" });
  const [program, ann] = [await createProgram(api), await createParticipant(api)];
  const id = await seedEmail({ mode: "live", programId: program.id, participantId: ann.id });
  await env.DB.prepare("DELETE FROM outbox").run();
  const { body } = await api.post<Shown>(`/v1/emails/${id}/send`);
  expect(body).toMatchObject({ status: "skipped", reason: "outdated" });
});

test("what was kept or given up is sent by hand, and what was sent is not", async () => {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const participant = await createParticipant(api, { email: "ann@example.com" });
  const seed = { mode: "live", programId: program.id, participantId: participant.id };
  for (const status of ["kept", "dead"]) {
    const answered = await api.post<Shown>(`/v1/emails/${await seedEmail({ ...seed, status })}/send`);
    expect(answered.body).toMatchObject({ status: "kept", reason: "not_configured" });
  }
  for (const status of ["sent", "due", "skipped"]) {
    const answered = await api.post(`/v1/emails/${await seedEmail({ ...seed, status })}/send`);
    expect(answered.body).toMatchObject({ status: 409, code: "email_not_sendable", email_status: status });
  }
  const audit = await env.DB.prepare("SELECT count(*) AS n FROM audit_log WHERE action = 'email.sent_again'").first();
  expect(audit).toEqual({ n: 2 });
});

test("a preview shows the draft, with made-up facts or a participant's own", async () => {
  const api = await connect();
  const program = await createProgram(api, { overrides: { emails }, publish: false });
  const participant = await createParticipant(api, { name: "Ann Archer" });
  const preview = async (body: object) => (await api.post<Shown>("/v1/emails/preview", body)).body;
  const about = { program: program.key, template: "welcome" };
  expect((await preview(about)).subject).toBe("Lovely to have you, Alex");
  expect((await preview({ ...about, participant: participant.id })).subject).toBe("Lovely to have you, Ann");
  expect((await preview({ ...about, template: "budget" })).subject).toMatch(/^82% of a budget/);
});

test("a draft with an unknown placeholder is refused with its place and what is allowed", async () => {
  const api = await connect();
  const created = await api.post("/v1/programs", {
    key: "wrong",
    preset: "supplier-network",
    overrides: { emails: { templates: { welcome: { subject: "Hi {surname}" } } } },
  });
  expect(created.body["issues"]).toEqual([
    {
      path: "emails.templates.welcome.subject",
      message: "has {surname}; allowed in braces: {name}, {program}, {link}, {offer}",
    },
  ]);
});

test("an address is suppressed and allowed again, once each, and only its hash is kept", async () => {
  const api = await connect({ mode: "live" });
  const email = "Ann.Archer+x@gmail.com";
  const first = await api.post("/v1/emails/suppressions", { email, reason: "complained" });
  const second = await api.post("/v1/emails/suppressions", { email: "annarcher@gmail.com" });
  expect(first.body).toMatchObject({ address_hash: addressHash(email), reason: "complained" });
  expect(second.body).toEqual(first.body);
  expect((await api.get("/v1/emails/suppressions")).body["data"]).toEqual([first.body]);
  expect((await api.post("/v1/emails/suppressions/remove", { email })).body).toEqual({ removed: true });
  expect((await api.post("/v1/emails/suppressions/remove", { email })).body).toEqual({ removed: false });
  const tables = ["audit_log", "email_suppressions"].map(async (table) =>
    JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results),
  );
  expect((await Promise.all(tables)).join().toLowerCase()).not.toContain("archer");
});
