import type { Context } from "#context";
import { minuteMs } from "#domain/day";
import { describeFault } from "#domain/fault";
import { senders } from "#jobs/deliver-messages";
import { dispatchMessage } from "#usecases/dispatch-message";

/** What a ring of the doorbell became. `again`: the queue brings it once more. `dead`: it never made sense. */
type Outcome = { is: "done" } | { is: "again"; afterSeconds: number } | { is: "dead" };

/** What waits longer than this comes again, with an instant of its own: receivers refuse signatures that are old. */
const budgetMs = minuteMs;

/** Each message fares for itself: one that fails keeps none of the others from its turn. */
export async function answerDoorbell(batch: MessageBatch, openJobContext: (name: string) => Context): Promise<void> {
  const ctx = openJobContext("deliver_messages");
  const endMs = ctx.platform.wallMs() + budgetMs;
  for (const message of batch.messages) {
    const isOver = ctx.platform.wallMs() >= endMs;
    const outcome = isOver ? ({ is: "again", afterSeconds: 1 } as const) : await answerRing(ctx, message.body);
    if (outcome.is === "again") message.retry({ delaySeconds: outcome.afterSeconds });
    else message.ack();
  }
}

/** The message is handed on, unless it was before, and goes out at once by every way that it takes. */
async function answerRing(ctx: Context, body: unknown): Promise<Outcome> {
  if (!isRing(body)) {
    ctx.log("error", "ring_not_understood");
    return { is: "dead" };
  }
  const { message_id: id } = body;
  try {
    const dispatch = await dispatchMessage(ctx, id);
    const next = await Promise.all(
      Object.values(senders).map(({ lanes, sendOf }) => sendOf(ctx, { messageId: id, dispatch, lanes })),
    );
    const soonest = Math.min(...next.filter((seconds) => seconds !== null));
    return Number.isFinite(soonest) ? { is: "again", afterSeconds: soonest } : { is: "done" };
  } catch (error) {
    ctx.log("error", "ring_failed", { message_id: id, error: describeFault(error) });
    return { is: "again", afterSeconds: 1 };
  }
}

function isRing(body: unknown): body is { message_id: string } {
  return typeof body === "object" && body !== null && "message_id" in body && typeof body.message_id === "string";
}
