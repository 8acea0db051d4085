import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { dayMs } from "#domain/day";
import { erasedMailbox } from "#domain/erasure";
import type { Review } from "#domain/review";
import { createDisposableDomains } from "#integrations/disposable-domains";
import { createSigning } from "#signing";
import { connect } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { rows } from "#support/ledger";
import { createReviewWorld } from "#support/review-ground";
import { seedAssessment, seedReferral } from "#support/review-seeds";

type Entry = { id: string; effect: string; kind: string; value: string; expires_at: string | null };
type Page = { data: Entry[]; next_cursor: string | null };
type Batch = { data: { status: number; entry?: Entry; problem?: { code: string } }[] };

const path = "/v1/fraud/lists";
const block = async (api: ApiClient, body: object): Promise<Reply<Entry>> =>
  api.post<Entry>(path, { effect: "block", ...body });

/** A referral of today, seen with an address that hashes to this; null: with none. */
async function referToday(api: ApiClient, addressHash: string | null, linkClickedAtMs: number | null = Date.now()) {
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const [ada, ben] = [await createParticipant(api), await createParticipant(api)];
  const link = await createLink(api, { program: program.id, participant: ada.id });
  const about = { mode: api.mode, programId: program.id, referrerId: ada.id, refereeId: ben.id, linkId: link.id };
  return seedReferral({ ...about, addressHash, linkClickedAtMs });
}

test("an entry is kept normalised, once, and the audit log says that it came and went, never whom it is about", async () => {
  const api = await connect();
  const first = await block(api, { kind: "email", value: "Jo.Hn+x@GoogleMail.com", note: "card testing" });
  expect(first).toMatchObject({ status: 201, body: { value: "john@gmail.com", program_id: null } });
  const again = await block(api, { kind: "email", value: "john@gmail.com" });
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id, note: "card testing" } });
  const contrary = await api.post(path, { effect: "allow", kind: "email", value: "john@gmail.com" });
  expect(contrary).toMatchObject({ status: 409, body: { code: "fraud_entry_contradicts", entry: first.body.id } });
  const live = await connect({ mode: "live" });
  expect((await live.get<Page>(path)).body.data).toEqual([]);
  expect((await live.delete(`${path}/${first.body.id}`)).status).toBe(404);
  expect((await api.delete(`${path}/${first.body.id}`)).body).toMatchObject({ id: first.body.id });
  expect((await api.delete(`${path}/${first.body.id}`)).status).toBe(404);
  const audit = await api.get<{ data: object[] }>(`/v1/audit?object_id=${first.body.id}`);
  expect(audit.body.data).toMatchObject([
    { action: "fraud_entry.removed" },
    { action: "fraud_entry.added", detail: { kind: "email", effect: "block", program_id: null } },
  ]);
  expect(audit.text).not.toMatch(/john|card/i);
});

test("ten that add the same at once add one", async () => {
  const api = await connect();
  const added = await Promise.all(
    Array.from({ length: 10 }, async () => block(api, { kind: "domain", value: "b.co" })),
  );
  expect(new Set(added.map(({ body }) => body.id)).size).toBe(1);
  expect(added.filter(({ status }) => status === 201)).toHaveLength(1);
});

test("a mailbox whose person was erased is known by its keyed name, under each key that is listed", async () => {
  const api = await connect();
  const { body } = await block(api, { kind: "email", value: "ann@example.com" });
  const names = erasedMailbox(createSigning(env.SIGNING_KEYS), "ann@example.com");
  expect(names).toHaveLength(2);
  for (const name of names) {
    await env.DB.prepare("UPDATE fraud_list_entries SET value = ? WHERE id = ?").bind(name, body.id).run();
    expect(await block(api, { kind: "email", value: "ann@example.com" })).toMatchObject({
      status: 200,
      body: { id: body.id },
    });
  }
});

test("an address is named by a referral that was clicked today and ends at midnight; addresses themselves are not taken", async () => {
  const api = await connect();
  const hash = "abcdefghijklmnopqrst_-";
  const today = await block(api, { kind: "address", referral: await referToday(api, hash) });
  const midnight = (Math.floor(Date.now() / dayMs) + 1) * dayMs;
  expect(today).toMatchObject({ status: 201, body: { value: hash, expires_at: new Date(midnight).toISOString() } });
  const late = await block(api, {
    kind: "address",
    value: "zbcdefghijklmnopqrst_-",
    expires_at: "2099-01-01T00:00:00Z",
  });
  expect(late.body.expires_at).toBe(today.body.expires_at);
  const others = [await referToday(api, null), await referToday(api, hash, null)];
  for (const referral of [...others, await referToday(api, hash, Date.now() - dayMs)])
    expect(await block(api, { kind: "address", referral })).toMatchObject({
      status: 409,
      body: { code: "address_unknown" },
    });
  expect(await block(api, { kind: "address", referral: "ref_missing" })).toMatchObject({ status: 404 });
  for (const value of ["203.0.113.7", "2001:db8::1"])
    expect(await block(api, { kind: "address", value })).toMatchObject({
      status: 400,
      body: { issues: [{ path: "value" }] },
    });
  expect(await block(api, { kind: "email", referral: "ref_1" })).toMatchObject({
    body: { issues: [{ path: "referral" }] },
  });
  expect(JSON.stringify(await rows("SELECT * FROM fraud_list_entries"))).not.toMatch(/203\.0|2001:db8/);
  await env.DB.prepare("UPDATE fraud_list_entries SET expires_at_ms = 1 WHERE id = ?").bind(today.body.id).run();
  expect((await api.get<Page>(path)).body.data.map(({ id }) => id)).toEqual([late.body.id]);
  expect(await block(api, { kind: "address", value: hash })).toMatchObject({ status: 201 });
});

test("five hundred are added in one request, each answered on its own; filters find them and pages go through", async () => {
  const api = await connect();
  const program = await createProgram(api);
  const domains = Array.from({ length: 496 }, (_, n) => ({ effect: "block", kind: "domain", value: `d${n}.example` }));
  const entries = [
    ...domains,
    { effect: "allow", kind: "pattern", value: "*@corp.example", program: program.key },
    { effect: "block", kind: "domain", value: "d0.example" },
    { effect: "block", kind: "pattern", value: "*" },
    { effect: "block", kind: "participant", value: "ptc_missing" },
  ];
  const { body } = await api.post<Batch>(`${path}/batch`, { entries });
  expect(body.data.map(({ status }) => status)).toEqual([...Array.from({ length: 497 }, () => 201), 200, 400, 404]);
  expect(body.data[497]?.entry?.id).toBe(body.data[0]?.entry?.id);
  expect((await api.post(`${path}/batch`, { entries: [...entries, entries[0]] })).status).toBe(400);

  const newest = body.data.slice(0, 497).map(({ entry }) => entry?.id);
  const seen: string[] = [];
  for (let next: string | null = ""; next !== null;) {
    const page: { body: Page } = await api.get<Page>(`${path}?limit=100${next}`);
    seen.push(...page.body.data.map(({ id }) => id));
    next = page.body.next_cursor === null ? null : `&cursor=${page.body.next_cursor}`;
  }
  expect(seen).toEqual(newest.toReversed());
  for (const query of ["kind=pattern", "effect=allow", `program=${program.id}`, `program=${program.key}&kind=pattern`])
    expect((await api.get<Page>(`${path}?${query}`)).body.data, query).toMatchObject([{ value: "*@corp.example" }]);
  expect((await api.get<Page>(`${path}?program=missing`)).body.data).toEqual([]);
});

test("the ten-thousandth entry is the last, however many arrive at once, and an ended one makes room", async () => {
  const api = await connect();
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9998)
     INSERT INTO fraud_list_entries (id, mode, program_id, effect, kind, value, created_by, created_at_ms)
     SELECT 'fle_' || i, 'test', '', 'block', 'domain', i || '.example', 'test', 0 FROM n`,
  ).run();
  const added = await Promise.all(
    ["a", "b", "c", "d"].map(async (name) => block(api, { kind: "domain", value: `${name}.example` })),
  );
  expect(added.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409]);
  const refused = added.find(({ status }) => status === 409);
  expect(refused?.body).toMatchObject({ code: "fraud_list_full", limit: 10_000 });
  expect((await block(api, { kind: "domain", value: "7.example" })).status).toBe(200);
  await env.DB.prepare("UPDATE fraud_list_entries SET expires_at_ms = 1 WHERE id = 'fle_1'").run();
  expect((await block(api, { kind: "domain", value: "e.example" })).status).toBe(201);
});

test("a domain is kept as mail has it, however it is written", async () => {
  const api = await connect();
  const written = await block(api, { kind: "domain", value: "Bücher.example" });
  expect(written).toMatchObject({ status: 201, body: { value: "xn--bcher-kva.example" } });
  expect((await block(api, { kind: "domain", value: "xn--bcher-kva.example" })).body["id"]).toBe(written.body["id"]);
  for (const value of ["mail.example/x", "a@b.example", "mail.example:8080", "-"])
    expect([value, (await block(api, { kind: "domain", value })).status]).toEqual([value, 400]);
});

test("of patterns, which are all read for every decision, the thousandth is the last, however many arrive at once", async () => {
  const api = await connect();
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
     INSERT INTO fraud_list_entries (id, mode, program_id, effect, kind, value, created_by, created_at_ms)
     SELECT 'fle_' || i, 'test', '', 'block', 'pattern', '*' || i || '@example.com', 'test', 0 FROM n`,
  ).run();
  const added = await Promise.all(
    ["ann", "bob", "cid"].map(async (name) => block(api, { kind: "pattern", value: `${name}*@example.com` })),
  );
  expect(added.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  const refused = added.find(({ status }) => status === 409);
  expect(refused?.body).toMatchObject({ code: "fraud_list_full", kind: "pattern", limit: 1000 });
  expect((await block(api, { kind: "domain", value: "a.example" })).status).toBe(201);
});

test("throw-away domains are known by the thousand, in lower case, and great mail providers are not among them", async () => {
  const readDisposableDomains = createDisposableDomains();
  const log = vi.fn<(level: "warn", message: string, fields: Record<string, unknown>) => void>();
  const broken = { fetch: async () => new Response("", { status: 500 }) };
  expect(await readDisposableDomains({ assets: broken, nowMs: 0, log })).toEqual(new Set());
  expect(log).toHaveBeenCalledWith("warn", "disposable_domains_unavailable", expect.anything());
  const disposableDomains = await readDisposableDomains({ assets: env.ASSETS, nowMs: 10_000, log });
  expect(disposableDomains.size).toBeGreaterThan(5000);
  for (const domain of ["mailinator.com", "yopmail.com", "guerrillamail.com"])
    expect(disposableDomains).toContain(domain);
  for (const domain of ["gmail.com", "outlook.com", "icloud.com", "proton.me", "gmx.de", "yahoo.com", "qq.com"])
    expect(disposableDomains).not.toContain(domain);
  const odd = [...disposableDomains].filter((domain) => domain !== domain.toLowerCase() || !domain.includes("."));
  expect(odd).toEqual([]);
});

test("the report tells precision and recall as computed by hand, as JSON and as a table", async () => {
  const { api, program, refer } = await createReviewWorld();
  const judged: [Review["status"], Parameters<typeof seedAssessment>[1] | null][] = [
    ["rejected", { signals: ["velocity"] }],
    ["rejected", { action: "approve" }],
    ["rejected", { action: "reject", rules: ["disposable_domain"] }],
    ["approved", { signals: ["velocity", "timing"] }],
    ["approved", { action: "approve" }],
    ["approved", null],
    ["open", { signals: ["timing"] }],
  ];
  for (const [index, [status, fields]] of judged.entries()) {
    const { referralId, review } = await refer();
    // The first asked for the review, or was the newest when it was decided; the second came after the verdict.
    const assessmentId = fields === null ? null : await seedAssessment(referralId, fields);
    await seedAssessment(referralId, { signals: ["similarity"], atMs: 9 });
    await review({ status, assessmentId: index % 2 === 0 ? null : assessmentId, decidedAtMs: 8 });
  }
  const { body, text } = await api.get<Record<string, never>>(`/v1/fraud/report?program=${program.key}`);
  const twoOfThree = { part: 2, whole: 3, ratio: 666_667, low: 207_655, high: 938_510 };
  expect(body, text).toMatchObject({
    newest_verdicts: 5000,
    has_older: false,
    unassessed: 1,
    programs: [{ verdicts: 5 }],
  });
  expect(body["all"]).toMatchObject({
    overall: { caught_abuse: 2, missed_abuse: 1, caught_honest: 1, passed_honest: 1 },
    honest_denied: { part: 0, whole: 2 },
    honest_reviewed: { part: 1, whole: 2 },
    signals: {
      velocity: { caught_abuse: 1, missed_abuse: 2, caught_honest: 1, passed_honest: 1 },
      timing: { caught_abuse: 0, caught_honest: 1, precision: { ratio: 0 } },
      similarity: { caught_abuse: 0, caught_honest: 0, precision: null, recall: { ratio: 0 } },
    },
    rules: { disposable_domain: { caught_abuse: 1, recall: { ratio: 333_333 }, precision: { ratio: 1_000_000 } } },
  });
  expect(body["all"]).toMatchObject({ overall: { precision: twoOfThree, recall: twoOfThree } });
  expect(text).toContain("recall is flattered");
  const csv = await api.get(`/v1/fraud/report?program=${program.key}&format=csv`);
  expect(csv.headers.get("content-type")).toMatch(/^text\/csv/);
  const lines = csv.text.split("\r\n");
  expect(lines[0]).toMatch(/^program_id,program,test,name,caught_abuse,/);
  expect(lines).toContain(`${program.id},${program.key},overall,,2,1,1,1,666667,207655,938510,666667,207655,938510`);
  expect(lines).toContain(`${program.id},${program.key},signal,similarity,0,3,0,2,,,,0,0,561506`);
  expect((await api.get<{ all: object }>("/v1/fraud/report?program=missing")).body.all).toMatchObject({ verdicts: 0 });
});
