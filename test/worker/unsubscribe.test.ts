import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Mode } from "#domain/mode";
import { writeUnsubscribeToken } from "#domain/unsubscribe";
import { readSettings } from "#env";
import { addressHash } from "#store/address-hash";
import { call, connect, countRows } from "#support/api";
import { createParticipant } from "#support/factories";

async function tokenOf(fields: Record<string, unknown> = { email: "ann@example.com" }, mode: Mode = "live") {
  const participant = await createParticipant(await connect({ mode }), fields);
  const { signing } = readSettings(env);
  return writeUnsubscribeToken(signing, { mode, participantId: participant.id });
}

async function suppressions() {
  return (await env.DB.prepare("SELECT mode, address_hash, reason FROM email_suppressions").all()).results;
}

const oneClick = {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "List-Unsubscribe=One-Click",
};

test("opening the link changes nothing: there is one button, and nothing of anybody in the page", async () => {
  const path = `/unsubscribe/${await tokenOf()}`;
  const before = await countRows();
  for (const method of ["GET", "HEAD"]) {
    const page = await call(path, { method });
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none';.* form-action 'self';/);
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("cache-control")).toBe("no-store");
  }
  const { text } = await call(path);
  expect(text).toContain('<meta name="robots" content="noindex">');
  expect(text.match(/<button/g)).toHaveLength(1);
  expect(text).not.toMatch(/ptc_|ann@/);
  expect(await countRows()).toEqual(before);
});

test("one click, by the button or by the mail client, takes the mailbox off the list, however often", async () => {
  const path = `/unsubscribe/${await tokenOf({ email: "Ann.Archer+shop@gmail.com" })}`;
  for (const init of [oneClick, { method: "POST" }, oneClick]) {
    const page = await call(path, init);
    expect(page.status).toBe(200);
    expect(page.text).toContain("You’re unsubscribed");
  }
  const hash = addressHash("annarcher@gmail.com");
  expect(await suppressions()).toEqual([{ mode: "live", address_hash: hash, reason: "unsubscribed" }]);
  const audit = await env.DB.prepare(
    "SELECT actor, object_id, detail FROM audit_log WHERE action = 'email.suppressed'",
  ).all();
  expect(audit.results).toEqual([
    { actor: "public", object_id: `email:${hash.slice(0, 12)}`, detail: '{"reason":"unsubscribed"}' },
  ]);
});

test("what is asked in one mode holds in that mode alone", async () => {
  await call(`/unsubscribe/${await tokenOf({ email: "ann@example.com" }, "test")}`, oneClick);
  expect(await suppressions()).toMatchObject([{ mode: "test" }]);
});

test("somebody without an address, or who is no longer there, is told the same", async () => {
  const { signing } = readSettings(env);
  const absent = writeUnsubscribeToken(signing, { mode: "live", participantId: "ptc_erased" });
  for (const token of [await tokenOf({}), absent]) {
    const page = await call(`/unsubscribe/${token}`, oneClick);
    expect([page.status, page.text.includes("You’re unsubscribed")]).toEqual([200, true]);
  }
  expect(await suppressions()).toEqual([]);
});

test("a token that does not verify leads to a page that says so, and changes nothing", async () => {
  const token = await tokenOf();
  const before = await countRows();
  for (const forged of ["preview", token.slice(0, -2), `${token}x`, token.replace(".live.", ".test."), "%E0%A4%A"]) {
    for (const init of [{}, oneClick]) {
      const page = await call(`/unsubscribe/${forged}`, init);
      expect(page.status, forged).toBe(404);
      expect(page.headers.get("content-type")).toContain("text/html");
    }
  }
  expect((await call("/unsubscribe", oneClick)).status).toBe(404);
  expect(await countRows()).toEqual(before);
});
