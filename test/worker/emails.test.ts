import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import { readUnsubscribeToken } from "#domain/unsubscribe";
import { addressHash } from "#store/address-hash";
import { announceExpiringRewards } from "#usecases/announce-expiring-rewards";
import { issueLink } from "#usecases/issue-link";
import { sendEmail } from "#usecases/send-email";
import { suppressAddress } from "#usecases/suppress-address";
import { watchBudgets } from "#usecases/watch-budgets";
import { deliverAll, emailRows, openMailService } from "#support/email-ground";
import { createReferrer, engineContext, inTestMode, publishProgram, record, referee, startMs } from "#support/engine";
import { seedReward } from "#support/reward-seeds";

/** A participant without a link yet. */
async function register(ctx: Context, fields: Record<string, unknown> = {}): Promise<string> {
  const id = ctx.newId("ptc");
  const row = { name: "Ann Archer", email: "ann@example.com", status: "active", ...fields };
  await env.DB.prepare(
    `INSERT INTO participants (id, mode, kind, external_id, name, email, status, created_at_ms, updated_at_ms)
     VALUES (?1, ?2, 'supplier', ?1, ?3, ?4, ?5, 0, 0)`,
  )
    .bind(id, ctx.actor.mode, row.name, row.email, row.status)
    .run();
  return id;
}

async function join(ctx: Context, programId: string, participantId: string): Promise<void> {
  const issued = await issueLink(ctx, { program: programId, participant: participantId, channel: "link" });
  expect(issued.ok).toBe(true);
}

test("whoever gets a default link is welcomed once, with that link and a way out", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  const participantId = await register(ctx);
  await join(ctx, programId, participantId);
  await join(ctx, programId, participantId);
  await deliverAll(ctx);
  await deliverAll(ctx);

  const [row, ...more] = await emailRows();
  expect(more).toEqual([]);
  expect(row).toMatchObject({ template: "welcome", participant_id: participantId, status: "sent", attempts: 1 });
  const code = await env.DB.prepare("SELECT code FROM links").first<string>("code");
  const [email, ...others] = mail.received;
  expect(others).toEqual([]);
  expect(email).toMatchObject({ idempotencyKey: row?.id, to: ["ann@example.com"], replyTo: null });
  expect(row?.provider_id).toBe(`re_${row?.id}`);
  expect(email?.text).toContain("Hi Ann,");
  expect(email?.text).toContain(`https://go.example.com/r/${code}`);
  expect(email?.html).toContain(`href="https://go.example.com/join/${code}"`);

  const headers = email?.headers ?? {};
  expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const token = /^<https:\/\/go\.example\.com\/unsubscribe\/([^>]+)>$/.exec(headers["List-Unsubscribe"] ?? "")?.[1];
  expect(readUnsubscribeToken(ctx.signing, token ?? "")).toEqual({ mode: "live", participantId });
});

test("a further link of somebody who takes part already welcomes nobody", async () => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx);
  const participantId = await register(ctx);
  const more = { program: programId, participant: participantId, channel: "link" as const, campaign: "fair" };
  expect((await issueLink(ctx, more)).ok).toBe(true);
  await deliverAll(ctx);
  expect(await emailRows()).toEqual([]);
});

test("from payment to release both sides are told what they have earned, when, and that it is there", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx, { name: "Supplier network" });
  const ann = await createReferrer(ctx, programId, "Ann Archer");
  const mike = referee("mike");
  await record(ctx, {
    id: "s1",
    type: "signup",
    program: programId,
    referee: mike,
    code: ann.code,
    codeSource: "typed",
  });
  const payment = {
    id: "p1",
    type: "payment",
    referee: mike,
    paymentRef: "inv-1",
    amountMinor: 9900,
    currency: "GBP",
  } as const;
  await record(ctx, payment);
  await deliverAll(ctx);
  const told = mail.received.map(({ subject, to }) => [to[0], subject]);
  expect(told).toContainEqual([`${ann.code.toLowerCase()}@example.com`, "Yours to use: 1 free month"]);
  expect(told).toContainEqual(["mike@example.org", "Yours to use: 1 free month"]);
});

test("a reward that a person must look at is told to the participant and to the team", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const [rule] = (await publishProgram(ctx)).document.rules;
  if (rule === undefined) throw new Error("no rule");
  const reviewed = await publishProgram(ctx, { rules: [{ ...rule, review: { over_minor: 5000 } }] });
  const ann = await createReferrer(ctx, reviewed.programId, "Ann Archer");
  const mike = referee("mike");
  const signup = { id: "s1", type: "signup", program: reviewed.programId, referee: mike, code: ann.code } as const;
  await record(ctx, { ...signup, codeSource: "typed" });
  await record(ctx, {
    id: "p1",
    type: "payment",
    referee: mike,
    paymentRef: "inv-1",
    amountMinor: 9900,
    currency: "GBP",
  });
  await deliverAll(ctx);
  const toTeam = mail.received.filter(({ to }) => to.includes("team@example.com"));
  expect(toTeam.map(({ text }) => text).join()).toContain("1 free month for Ann Archer, under the rule");
  expect(toTeam[0]?.headers).toEqual({});
  expect(toTeam[0]?.html).not.toContain("nsubscribe");
  expect(mail.received.map(({ subject }) => subject)).toContain("You’ve earned 1 free month");
});

test.each([
  ["without an address", { email: null }, "no_address"],
  ["who is suspended", { status: "suspended" }, "suspended"],
])("somebody %s is not written to, and the row says why", async (_who, fields, reason) => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  const participantId = await register(ctx, { email: fields.email === null ? null : "ann@example.com" });
  await join(ctx, programId, participantId);
  if (fields.status !== undefined) {
    await env.DB.prepare("UPDATE participants SET status = ?").bind(fields.status).run();
  }
  await deliverAll(ctx);
  expect(await emailRows()).toMatchObject([{ status: "skipped", reason }]);
  expect(mail.received).toEqual([]);
});

test("somebody who is no longer there is not written to", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  await join(ctx, programId, await register(ctx));
  await env.DB.prepare("UPDATE outbox SET payload = json_set(payload, '$.participant_id', 'ptc_erased')").run();
  await deliverAll(ctx);
  expect(await emailRows()).toMatchObject([{ status: "skipped", reason: "erased" }]);
});

test("a suppressed mailbox is not written to, however its owner writes it", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  await suppressAddress(ctx, { email: "Ann.Archer+news@GoogleMail.com", reason: "by_hand" });
  await join(ctx, programId, await register(ctx, { email: "annarcher@gmail.com" }));
  await deliverAll(ctx);
  expect(await emailRows()).toMatchObject([{ status: "skipped", reason: "suppressed" }]);
  const audit = await env.DB.prepare("SELECT object_id, detail FROM audit_log WHERE action = 'email.suppressed'").all();
  expect(audit.results).toEqual([
    { object_id: `email:${addressHash("annarcher@gmail.com").slice(0, 12)}`, detail: '{"reason":"by_hand"}' },
  ]);
});

test("where nothing sends emails they are kept, and in the sandbox always", async () => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx);
  await join(ctx, programId, await register(ctx));
  await deliverAll(ctx);
  expect(await emailRows()).toMatchObject([{ status: "kept", reason: "not_configured" }]);

  const mail = openMailService();
  const sandbox = mail.in(inTestMode(ctx));
  const test = await publishProgram(sandbox, {}, { mode: "test" });
  await join(sandbox, test.programId, await register(sandbox));
  await deliverAll(sandbox);
  expect((await emailRows()).map(({ reason }) => reason)).toEqual(expect.arrayContaining(["test_mode"]));
  expect(mail.received).toEqual([]);
});

test("what fails for now is tried again with longer waits under one key, and given up in the end", async () => {
  const mail = openMailService(() => ({ isSent: false, reason: "status_500", isFinal: false }));
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  await join(ctx, programId, await register(ctx));
  const waits: number[] = [];
  for (let nowMs = startMs; ;) {
    await deliverAll({ ...ctx, nowMs });
    const [row] = await emailRows();
    if (row?.status !== "due") break;
    waits.push((row.due_at_ms - nowMs) / 60_000);
    await sendEmail({ ...ctx, nowMs: row.due_at_ms - 1 }, row.id);
    nowMs = row.due_at_ms;
  }
  expect(waits).toEqual([1, 5, 30, 120, 360, 720]);
  expect(await emailRows()).toMatchObject([{ status: "dead", reason: "status_500", attempts: 7 }]);
  expect(new Set(mail.received.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  expect(mail.received).toHaveLength(7);
});

test("twenty senders at once send an email once", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  await join(ctx, programId, await register(ctx));
  await deliverAll(engineContext({ teamEmails: [] }));
  const [row] = await emailRows();
  await env.DB.prepare("UPDATE emails SET status = 'due', due_at_ms = ?, attempts = 0").bind(startMs).run();
  await Promise.all(Array.from({ length: 20 }, () => sendEmail(ctx, row?.id ?? "")));
  expect(mail.received).toHaveLength(1);
  expect(await emailRows()).toMatchObject([{ status: "sent", attempts: 1 }]);
});

test("a sender that died is followed by another when its lease is over, and what it says then counts no more", async () => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx);
  await join(ctx, programId, await register(ctx));
  await deliverAll(ctx);
  await env.DB.prepare("UPDATE emails SET status = 'due', due_at_ms = ?").bind(startMs).run();
  const id = (await emailRows())[0]?.id ?? "";
  const quick = openMailService();
  const patient: Context = {
    ...ctx,
    outside: {
      ...ctx.outside,
      sendEmail: async () => {
        await sendEmail(quick.in({ ...ctx, nowMs: startMs + 10 * 60_000 }), id);
        return { isSent: false, reason: "status_400", isFinal: true };
      },
    },
  };
  await sendEmail(patient, id);
  expect(await emailRows()).toMatchObject([{ status: "sent", reason: null }]);
  expect(quick.received).toHaveLength(1);
});

test("a reward's end is announced a week before, once, and when it is used nothing more is said", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  const ann = await createReferrer(ctx, programId, "Ann Archer");
  const seed = { programId, beneficiaryId: ann.id, claim: "automatic" as const };
  await seedReward({ ...seed, expiresAtMs: startMs + 7 * dayMs });
  await seedReward({ ...seed, expiresAtMs: startMs + 7 * dayMs + 1 });
  await seedReward({ ...seed, expiresAtMs: startMs - 1 });
  expect(await announceExpiringRewards(ctx)).toEqual({ announced: 1 });
  expect(await announceExpiringRewards(ctx)).toEqual({ announced: 0 });
  await deliverAll(ctx);
  expect(mail.received.map(({ text }) => text).join()).toContain("Good until 9 May 2026.");
  expect(await announceExpiringRewards({ ...ctx, nowMs: startMs + dayMs })).toEqual({ announced: 1 });
  await env.DB.prepare("UPDATE rewards SET state = 'redeemed'").run();
  await deliverAll({ ...ctx, nowMs: startMs + dayMs });
  expect(mail.received).toHaveLength(1);
});

test("the team is told once that a budget is nearly used up, by whichever run sees it", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const limit = [
    { per: "program" as const, budget: { unit: "GBP", amount_minor: 10_000 }, window: "calendar_month" as const },
  ];
  const grant = [{ to: "referrer" as const, kind: "credit" as const, amount_minor: 4000, currency: "GBP" }];
  const rules = [{ key: "credit", on: { event: "payment" as const, occurrence: "first" as const }, grant, limit }];
  const { programId } = await publishProgram(ctx, { rules, fulfilment: { credit: "wallet" } });
  const ann = await createReferrer(ctx, programId, "Ann Archer");
  const pay = async (who: string) => {
    const signup = {
      id: `s-${who}`,
      type: "signup",
      program: programId,
      referee: referee(who),
      code: ann.code,
    } as const;
    await record(ctx, { ...signup, codeSource: "typed" });
    const payment = { id: `p-${who}`, type: "payment", referee: referee(who), paymentRef: who } as const;
    await record(ctx, { ...payment, amountMinor: 9900, currency: "GBP" });
  };
  await pay("mike");
  expect(await watchBudgets(ctx)).toEqual({ nearing: 0 });
  await pay("mary");
  expect(await watchBudgets(ctx)).toEqual({ nearing: 1 });
  expect(await watchBudgets({ ...ctx, nowMs: startMs + dayMs })).toEqual({ nearing: 0 });
  expect(await watchBudgets({ ...ctx, nowMs: startMs + 31 * dayMs })).toEqual({ nearing: 0 });
  await deliverAll(ctx);
  const budget = mail.received.find(({ to }) => to.includes("team@example.com"));
  expect(budget?.subject).toContain("80 % of a budget");
  expect(budget?.text).toContain("GBP 80.00 of GBP 100.00");
  expect(budget?.text).toMatch(/It starts anew on 2026-0(5-31 23|6-01 00):00 UTC\./);
});
