import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { readUnsubscribeToken } from "#domain/unsubscribe";
import { addressHash } from "#store/address-hash";
import { issueLink } from "#usecases/issue-link";
import { suppressAddress } from "#usecases/suppress-address";
import { deliverAll, emailRows, join, openMailService, register } from "#support/email-ground";
import { createReferrer, engineContext, inTestMode, publishProgram, record, referee, startMs } from "#support/engine";
import { createFulfilmentGround } from "#support/fulfilment-ground";
import { seedReward } from "#support/reward-seeds";

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
  expect(told).toContainEqual(["mike@icloud.com", "Yours to use: 1 free month"]);
});

test("a reward that all goes towards an earlier debt is not called usable, and a dispute earns nobody anything", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  const ann = await createReferrer(ctx, programId, "Ann Archer");
  const reward = await seedReward({ programId, beneficiaryId: ann.id });
  const message = async (id: string, type: string) =>
    env.DB.prepare(
      `INSERT INTO outbox (id, mode, type, payload, due_at_ms, status, created_at_ms)
       VALUES (?1, 'live', ?2, json_object('program_id', ?3, 'reward_id', ?4), 0, 'due', ?5)`,
    )
      .bind(id, type, programId, reward.id, startMs)
      .run();
  await message("msg_owed", "reward.available");
  await env.DB.prepare("UPDATE accounts SET balance = 0").run();
  await deliverAll(ctx);
  expect(await emailRows()).toMatchObject([{ template: "available", status: "skipped", reason: "balance_owed" }]);

  await env.DB.prepare("UPDATE rewards SET state = 'pending', disputed = 1").run();
  await message("msg_recalled", "reward.pending");
  await deliverAll(ctx);
  expect(await emailRows()).toHaveLength(1);
  expect(mail.received).toEqual([]);
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
  ["without an address", "UPDATE participants SET email = NULL", "no_address"],
  ["who is suspended", "UPDATE participants SET status = 'suspended'", "suspended"],
])("somebody %s is not written to, and the row says why", async (_who, change, reason) => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  await join(ctx, programId, await register(ctx));
  await env.DB.prepare(change).run();
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

test("what Stripe gets is told when it is there: not while it waits, and without a day on which it expires", async () => {
  const mail = openMailService();
  const ground = await createFulfilmentGround({ customerId: null });
  const ctx = mail.in(ground.ctx);
  await env.DB.prepare("UPDATE participants SET email = 'sarah@example.com'").run();
  await deliverAll(ctx);
  const welcomed = mail.received.length;
  const id = await ground.grant(1000, 30);
  await deliverAll(ctx);
  await ground.handOver(id);
  expect(await ground.standing(id)).toMatchObject({ status: "waiting" });
  await deliverAll(ctx);
  expect(mail.received).toHaveLength(welcomed);

  await ground.map("cus_sarah");
  await env.DB.prepare("UPDATE fulfilments SET status = 'due'").run();
  await ground.handOver(id);
  expect(await ground.standing(id)).toMatchObject({ status: "done" });
  await deliverAll(ctx);
  const [told, ...more] = mail.received.slice(welcomed);
  expect(more).toEqual([]);
  expect(told?.text).toContain("has given you GBP 10.00 in credit.");
  expect(told?.text).toContain("It’s on your account.");
  expect(told?.text).not.toContain("Good until");
});
