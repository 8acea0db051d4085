import type { Context } from "#context";
import type { Dispatch } from "#domain/dispatch";
import { inLanes } from "#domain/lanes";
import { listDueEmails } from "#store/emails";
import { sendEmail } from "#usecases/send-email";

/** Bounds one tick: each waits for a mail service. */
const mostPerTick = 50;
/** A Worker has six connections, and others of the tick need some. */
const lanes = 2;

/** Sends the emails that are due, as far as time allows. */
export async function sendDueEmails(ctx: Context, isOver: () => boolean): Promise<{ tried: number; left: number }> {
  const due = await listDueEmails(ctx.db, { nowMs: ctx.nowMs, limit: mostPerTick });
  const worked = { tried: 0, left: 0 };
  await inLanes(
    due.map((email) => [email]),
    lanes,
    async ({ id }) => {
      const isTried = !isOver();
      worked[isTried ? "tried" : "left"] += 1;
      if (isTried) await sendEmail(ctx, id);
    },
  );
  return worked;
}

/** Those that a message has just led to. What fails is the sweep's. */
export async function sendEmailsOf(ctx: Context, _messageId: string, dispatch: Dispatch | null): Promise<null> {
  for (const { id } of dispatch?.emails ?? []) await sendEmail(ctx, id);
  return null;
}
