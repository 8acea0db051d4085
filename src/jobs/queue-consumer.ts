import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { dispatchMessage } from "#usecases/dispatch-message";
import { sendEmail } from "#usecases/send-email";

/** What a message of the queue became. `retry`: the queue brings it again. `dead`: it never made sense. */
type Outcome = "done" | "retry" | "dead";

/** Each message fares for itself: one that fails keeps none of the others from its turn. */
export async function answerDoorbell(batch: MessageBatch, openJobContext: (name: string) => Context): Promise<void> {
  const ctx = openJobContext("deliver_messages");
  for (const message of batch.messages) {
    const outcome = await answerRing(ctx, message.body);
    if (outcome === "retry") message.retry();
    else message.ack();
  }
}

async function answerRing(ctx: Context, body: unknown): Promise<Outcome> {
  if (!isRing(body)) {
    ctx.log("error", "ring_not_understood");
    return "dead";
  }
  try {
    const dispatch = await dispatchMessage(ctx, body.message_id);
    for (const { id } of dispatch?.emails ?? []) await sendEmail(ctx, id);
    return "done";
  } catch (error) {
    ctx.log("error", "ring_failed", { message_id: body.message_id, error: describeFault(error) });
    return "retry";
  }
}

function isRing(body: unknown): body is { message_id: string } {
  return typeof body === "object" && body !== null && "message_id" in body && typeof body.message_id === "string";
}
