import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OutgoingEmail } from "#domain/outside";
import { answerOf } from "#scripts/api";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { openBrowser, openVisitor } from "./browser.ts";

const publicUrl = "https://go.example.com";
const bindings = {
  EMAIL_FROM: "Bouquet <hello@example.com>",
  PUBLIC_URL: publicUrl,
  TEAM_EMAILS: "team@example.com",
  RESEND_API_KEY: "re_secret",
};
type Received = Pick<OutgoingEmail, "subject" | "text" | "html" | "headers"> & { from: string; to: string[] };
type Request = { key: string; authorization: string; email: Received };

let browser: Browser;
let simulator: Simulator;
/** What Resend was sent, and what it answers next; 200 when nothing else is said. */
let received: Request[];
let answers: [status: number, body: object][];

beforeAll(async () => {
  [browser, simulator] = await Promise.all([openBrowser(), startSimulator({ bindings })]);
  simulator.outside.set("api.resend.com", (request, response) => {
    const { "idempotency-key": key = "", authorization = "" } = request.headers;
    // Safe because only this Worker asks here.
    received.push({ key: String(key), authorization, email: JSON.parse(request.bodyText) as Received });
    const [status, body] = answers.shift() ?? [200, { id: `re_${received.length}` }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
});
afterAll(async () => {
  await browser.close();
  await simulator.close();
});
beforeEach(() => {
  received = [];
  answers = [];
});
let guests = 0;

/** A participant who gets a default link, and therefore a welcome. */
async function join(name: string, overrides: Record<string, unknown> = {}) {
  const { client } = simulator.api;
  const id = `guest-${++guests}`;
  const program = await answerOf(
    client.POST("/v1/programs", { body: { key: `p-${guests}`, preset: "wallet-bonus", overrides } }),
  );
  const path = { id: program.id };
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path } }));
  const participant = await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "customer", external_id: id } },
      body: { name, email: `${id}@example.org` },
    }),
  );
  await answerOf(client.POST("/v1/links", { body: { program: program.id, participant: participant.id } }));
  return { program, participant, address: `${id}@example.org` };
}

async function statusOf(participantId: string) {
  const [row] = await simulator.sql<{ status: string; due_at_ms: number; provider_id: string | null; reason: string }>(
    "SELECT status, due_at_ms, provider_id, reason FROM emails WHERE participant_id = ?",
    participantId,
  );
  return row;
}

const waiting = { timeout: 20_000 };

test("a welcome goes by Resend at once, by the doorbell, and is not sent again by the job", async () => {
  const { participant, address } = await join("Ann Archer");
  await expect.poll(async () => (await statusOf(participant.id))?.status, waiting).toBe("sent");
  await simulator.tick(Date.now() + 60_000);
  expect(received).toHaveLength(1);
  const [request] = received;
  expect(request?.authorization).toBe("Bearer re_secret");
  expect(request?.key).toMatch(/^eml_/);
  expect(request?.email).toMatchObject({ from: expect.stringMatching(/^".+" <hello@example\.com>$/), to: [address] });
  expect(request?.email.headers["List-Unsubscribe"]).toMatch(/^<https:\/\/go\.example\.com\/unsubscribe\/u1\./);
  expect(await statusOf(participant.id)).toMatchObject({ provider_id: "re_1" });
  expect(simulator.logs.join("\n")).not.toMatch(/example\.org|re_secret|Archer/);
});

test.each([
  [[500, {}], "status_500"],
  [[429, { name: "rate_limit_exceeded" }], "rate_limit_exceeded"],
  [[409, { name: "concurrent_idempotent_requests" }], "concurrent_idempotent_requests"],
  [[401, {}], "status_401"],
  [[403, { name: "invalid_api_key" }], "invalid_api_key"],
] satisfies [[number, object], string][])(
  "after %j it is sent by the next job, under the same key",
  async (answer, reason) => {
    answers = [answer];
    const { participant } = await join("Ann");
    await expect.poll(async () => (await statusOf(participant.id))?.reason, waiting).toBe(reason);
    const dueAtMs = (await statusOf(participant.id))?.due_at_ms ?? 0;
    await simulator.tick(dueAtMs);
    expect(await statusOf(participant.id)).toMatchObject({ status: "sent", reason: null });
    expect(new Set(received.map(({ key }) => key)).size).toBe(1);
    expect(received).toHaveLength(2);
  },
);

test("what Resend refuses for good is given up, and what it has sent under this key already is sent", async () => {
  answers = [[422, { name: "validation_error", message: "nobody@example.org is no address" }]];
  const refused = await join("Ann");
  await expect.poll(async () => (await statusOf(refused.participant.id))?.status, waiting).toBe("dead");
  expect(await statusOf(refused.participant.id)).toMatchObject({ reason: "validation_error" });

  answers = [[409, { name: "invalid_idempotent_request" }]];
  const before = await join("Ann");
  await expect.poll(async () => (await statusOf(before.participant.id))?.status, waiting).toBe("sent");
});

test.each([
  [`<script>alert(1)</script>`, `Hi <script>alert(1)</script>,`],
  [`"><img/src=x/onerror=alert(1)>`, `Hi "><img/src=x/onerror=alert(1)>,`],
  [`<b>Ann</b>\r\nBcc: victim@example.org`, `Hi <b>Ann</b>,`],
  [`\u202eAnn\u2066\u200f`, `Hi Ann,`],
  [`👩‍💻💐`, /^Hi .+,$/u],
  [`{reward}</p></td></table><h1>x`, `Hi {reward}</p></td></table><h1>x,`],
  [`evil.example`, `Hi there,`],
])("a name like %j stays text in the mail, its text and its headers", async (name, greeting) => {
  const hostile = { name: `Club <i>"x"</i>`, emails: { sender_name: `A "quoted" <b>` } };
  const { participant } = await join(name.replace(/[\r\n]+/g, " "), hostile);
  // As it may have come in before such characters were refused.
  await simulator.sql("UPDATE participants SET name = ? WHERE id = ?", name, participant.id);
  await expect.poll(() => received.length, waiting).toBe(1);
  const email = received[0]?.email;
  if (email === undefined) throw new Error("nothing was sent");
  for (const header of [email.subject, email.from, ...Object.values(email.headers)]) {
    expect(header).toMatch(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u);
  }
  expect(email.subject).toBe(`Welcome to Club <i>"x"</i>`);
  expect(email.from).toBe(`"A quoted b" <hello@example.com>`);
  expect(email.text).not.toMatch(/\r|[\u202a-\u202e\u2066-\u2069]/);

  const page = await (await openVisitor(browser)).newPage();
  const happened: string[] = [];
  page.on("request", (request) => happened.push(request.url()));
  page.on("dialog", (dialog) => {
    happened.push(dialog.message());
    void dialog.dismiss();
  });
  await page.setContent(email.html);
  expect(await page.title()).toBe(email.subject);
  const found = await page.evaluate(() => ({
    strange: document.querySelectorAll("script, img, b, i, iframe, form, [onerror]").length,
    headings: document.querySelectorAll("h1").length,
    links: [...document.querySelectorAll("a")].map(({ host }) => host),
    greeting: document.querySelector("p")?.textContent ?? "",
  }));
  expect(found).toMatchObject({ strange: 0, headings: 1 });
  expect(found.links.filter((host) => host !== "go.example.com" && host !== "app.example.com")).toEqual([]);
  expect(happened).toEqual([]);
  if (typeof greeting === "string") expect(found.greeting).toBe(greeting);
  else expect(found.greeting).toMatch(greeting);
  expect(email.text.startsWith(`${found.greeting}\n`)).toBe(true);
  await page.close();
});

test("a phone shows an email without scrolling sideways, by day and by night", async () => {
  await join("Ann");
  await expect.poll(() => received.length, waiting).toBe(1);
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const grounds: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setContent(received[0]?.email.html ?? "");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  expect(new Set(grounds).size).toBe(2);
  await context.close();
});

test("a person who unsubscribes by the link in an email gets none any more", async () => {
  const first = await join("Ann");
  await expect.poll(() => received.length, waiting).toBe(1);
  const link = /Unsubscribe: (\S+)/.exec(received[0]?.email.text ?? "")?.[1] ?? "";
  const visitor = await openVisitor(browser);
  const page = await visitor.newPage();
  await page.goto(link.replace(publicUrl, simulator.url));
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await page.getByRole("heading", { name: "You’re unsubscribed" }).waitFor();
  await visitor.close();

  const { client } = simulator.api;
  const program = await answerOf(client.POST("/v1/programs", { body: { key: "later", preset: "wallet-bonus" } }));
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: program.id } } }));
  await answerOf(client.POST("/v1/links", { body: { program: program.id, participant: first.participant.id } }));
  const skipped = async () =>
    simulator.sql("SELECT reason FROM emails WHERE participant_id = ? AND status = 'skipped'", first.participant.id);
  await expect.poll(skipped, waiting).toEqual([{ reason: "suppressed" }]);
  expect(received).toHaveLength(1);
});
test("a reward that expires within a week is told of when it is given, and again by the job of 02:15 UTC", async () => {
  const { program, participant } = await join("Ann");
  await answerOf(
    simulator.api.client.POST("/v1/rewards", {
      body: {
        program: program.id,
        participant: participant.id,
        grant: { kind: "credit", amount_minor: 500, currency: "USD" },
        reason: "goodwill",
        operation_id: `grant-${participant.id}`,
        expires_days: 6,
      },
    }),
  );
  const subjects = () => received.map(({ email }) => email.subject);
  await expect.poll(subjects, waiting).toContain("Yours to use: USD 5.00 in credit");
  const dayMs = 86_400_000;
  const quarterPastTwoMs = Math.ceil(Date.now() / dayMs) * dayMs + (2 * 60 + 15) * 60_000;
  await simulator.tick(quarterPastTwoMs);
  await expect.poll(subjects, waiting).toContain("Don’t lose USD 5.00 in credit");
  await simulator.tick(quarterPastTwoMs + dayMs);
  expect(subjects().filter((subject) => subject.startsWith("Don’t lose"))).toHaveLength(1);
});

test("none of this was a fault of ours", () => {
  expect(simulator.logs.filter((line) => /"(fault|email_failed|ring_failed|dispatch_failed)/.test(line))).toEqual([]);
});
