import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { sendEmail } from "#usecases/send-email";
import { deliverAll, emailRows, join, openMailService, register } from "#support/email-ground";
import { engineContext, publishProgram, startMs } from "#support/engine";

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
