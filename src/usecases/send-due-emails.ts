import type { Context } from "#context";
import type { Dispatch } from "#domain/dispatch";
import { workInTurn } from "#domain/lanes";
import type { Turn } from "#domain/lanes";
import { listDueEmails } from "#store/emails";
import { sendEmail } from "#usecases/send-email";

/** Bounds one tick: each waits for a mail service. */
const mostPerTick = 50;

/** Sends the emails that are due, as far as time allows. */
export async function sendDueEmails(ctx: Context, turn: Turn): Promise<{ tried: number; left: number }> {
  const due = await listDueEmails(ctx.db, { nowMs: ctx.nowMs, limit: mostPerTick });
  return workInTurn(due, turn, async ({ id }) => sendEmail(ctx, id));
}

/** Those that a message has just led to. What fails is the sweep's. */
export async function sendEmailsOf(ctx: Context, { dispatch }: { dispatch: Dispatch | null }): Promise<null> {
  for (const { id } of dispatch?.emails ?? []) await sendEmail(ctx, id);
  return null;
}
