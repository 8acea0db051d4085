import type { Context } from "#context";
import { secondMs } from "#domain/day";
import type { Dispatch } from "#domain/dispatch";
import { describeFault } from "#domain/fault";
import type { Turn } from "#domain/lanes";
import { listDueMessages } from "#store/dispatch";
import { dispatchMessage } from "#usecases/dispatch-message";
import type { JobResult } from "#usecases/run-job";
import { sendDueEmails, sendEmailsOf } from "#usecases/send-due-emails";
import { sendDueWebhooks, sendWebhooksOf } from "#usecases/send-webhooks";
import { fulfilDueRewards, fulfilRewardOf } from "#usecases/sweep-fulfilments";

/** `dispatch`: what the message led to; null where it was handed on before. */
type Rung = { messageId: string; dispatch: Dispatch | null; lanes: number };

/** One way in which messages go out. */
type Sender = {
  /** So many requests of it are under way at once. */
  lanes: number;
  /** Whatever is due by now, as far as time allows. */
  sendDue: (ctx: Context, turn: Turn) => Promise<Record<string, number>>;
  /** What one message led to. Answers after how many seconds the doorbell shall ring for it again, or null. */
  sendOf: (ctx: Context, rung: Rung) => Promise<number | null>;
};

/**
 * A Worker has six connections at once, and what waits for one is timed out as if it were under way: together the
 * senders have six lanes, so that receivers that hang make no email and no call of Stripe's fail.
 */
export const senders = {
  webhooks: { lanes: 3, sendDue: sendDueWebhooks, sendOf: sendWebhooksOf },
  emails: { lanes: 1, sendDue: sendDueEmails, sendOf: sendEmailsOf },
  fulfilments: { lanes: 2, sendDue: fulfilDueRewards, sendOf: fulfilRewardOf },
} satisfies Record<string, Sender>;

/** Bounds one tick. */
const pageSize = 100;
/** The next tick comes after a minute; an attempt that began in time may take a quarter of one. */
const budgetMs = 40 * secondMs;

/**
 * The safety net under the doorbell: whatever is due is handed on and sent, whether anybody rang or not. The senders
 * work side by side, and one that fails keeps none of the others from its turn; what they did is counted all the same.
 */
export async function deliverMessages(ctx: Context): Promise<JobResult> {
  const endMs = ctx.platform.wallMs() + budgetMs;
  const isOver = () => ctx.platform.wallMs() >= endMs;
  const dispatched = await dispatchDue(ctx, isOver);
  const ways = Object.entries<Sender>(senders);
  const sent = await Promise.allSettled(
    ways.map(async ([name, { lanes, sendDue }]) => {
      const counts = await sendDue(ctx, { lanes, isOver });
      return Object.entries(counts).map(([what, count]) => [`${name}_${what}`, count] as const);
    }),
  );
  const counts = sent.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  const errors = sent.flatMap((result, at) =>
    result.status === "rejected" ? [`${ways[at]?.[0]}: ${describeFault(result.reason)}`] : [],
  );
  return {
    counts: { dispatched, ...Object.fromEntries(counts) },
    ...(errors.length > 0 && { error: errors.join("\n") }),
  };
}

async function dispatchDue(ctx: Context, isOver: () => boolean): Promise<number> {
  let dispatched = 0;
  for (const { id } of await listDueMessages(ctx.db, { nowMs: ctx.nowMs, limit: pageSize })) {
    if (isOver()) break;
    await dispatchMessage(ctx, id);
    dispatched += 1;
  }
  return dispatched;
}
