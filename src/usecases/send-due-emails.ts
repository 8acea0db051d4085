import type { Context } from "#context";
import type { Dispatch } from "#domain/dispatch";
import { describeFault } from "#domain/fault";
import { workInTurn } from "#domain/lanes";
import type { Turn } from "#domain/lanes";
import { listDueEmails } from "#store/emails";
import { sendEmail } from "#usecases/send-email";

/** Bounds one tick: each waits for a mail service. */
const mostPerTick = 50;

/** Sends the emails that are due, as far as time allows. */
export async function sendDueEmails(ctx: Context, turn: Turn): Promise<{ tried: number; left: number }> {
  const due = await listDueEmails(ctx.db, { nowMs: ctx.nowMs, limit: mostPerTick });
  return workInTurn(due, turn, async ({ id }) => sendOrLog(ctx, id));
}

/** Those that a message has just led to. What fails is the sweep's. */
export async function sendEmailsOf(ctx: Context, { dispatch }: { dispatch: Dispatch | null }): Promise<null> {
  for (const { id } of dispatch?.emails ?? []) await sendOrLog(ctx, id);
  return null;
}

/** A fault at one email keeps none of the others from its turn; its lease runs out and it is due again. */
async function sendOrLog(ctx: Context, id: string): Promise<void> {
  try {
    await sendEmail(ctx, id);
  } catch (error) {
    ctx.log("error", "email_failed", { email_id: id, error: describeFault(error) });
  }
}
