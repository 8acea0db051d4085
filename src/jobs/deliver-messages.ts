import type { Context } from "#context";
import type { Dispatch } from "#domain/dispatch";
import { listDueMessages } from "#store/dispatch";
import { dispatchMessage } from "#usecases/dispatch-message";
import { sendDueEmails, sendEmailsOf } from "#usecases/send-due-emails";
import { sendDueWebhooks, sendWebhooksOf } from "#usecases/send-webhooks";
import { fulfilDueRewards, fulfilRewardOf } from "#usecases/sweep-fulfilments";

/** One way in which messages go out. */
type Sender = {
  /** Whatever is due by now, as far as time allows. */
  sendDue: (ctx: Context, isOver: () => boolean) => Promise<Record<string, number>>;
  /**
   * What one message led to; `dispatch` is null where it was handed on before. Answers after how many seconds the
   * doorbell shall ring for it again, or null.
   */
  sendOf: (ctx: Context, messageId: string, dispatch: Dispatch | null) => Promise<number | null>;
};

export const senders: Record<string, Sender> = {
  webhooks: { sendDue: sendDueWebhooks, sendOf: sendWebhooksOf },
  emails: { sendDue: sendDueEmails, sendOf: sendEmailsOf },
  fulfilments: { sendDue: fulfilDueRewards, sendOf: fulfilRewardOf },
};

/** Bounds one tick. */
const pageSize = 100;
/** The next tick comes after a minute; an attempt that began in time may take a quarter of one. */
const budgetMs = 40_000;

/**
 * The safety net under the doorbell: whatever is due is handed on and sent, whether anybody rang or not. The senders
 * work side by side, and one that fails keeps none of the others from its turn.
 */
export async function deliverMessages(ctx: Context): Promise<Record<string, number>> {
  const endMs = Date.now() + budgetMs;
  const isOver = () => Date.now() >= endMs;
  const messages = await listDueMessages(ctx.db, { nowMs: ctx.nowMs, limit: pageSize });
  for (const { id } of messages) await dispatchMessage(ctx, id);
  const sent = await Promise.allSettled(
    Object.entries(senders).map(async ([name, { sendDue }]) => {
      const counts = await sendDue(ctx, isOver);
      return Object.entries(counts).map(([what, count]) => [`${name}_${what}`, count] as const);
    }),
  );
  const counts = sent.flatMap((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
  return { dispatched: messages.length, ...Object.fromEntries(counts) };
}
