import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { inLanes } from "#domain/lanes";
import type { Turn } from "#domain/lanes";
import { endDeliveriesOfDisabled, listDueDeliveries, listDueOf } from "#store/webhook-deliveries";
import type { DeliveryKey } from "#store/webhook-deliveries";
import { deliverWebhook } from "#usecases/deliver-webhook";
import type { Delivered } from "#usecases/deliver-webhook";

/** Bounds one tick: each attempt asks the database twice, and a tick may ask about a thousand times. */
const mostPerTick = 120;
const mostPerEndpoint = 30;
const mostEndedPerTick = 1000;
/** An endpoint that fails for longer than this waits for the sweep, so that it holds up no message for the others. */
const failingForMs = 60_000;
/** What is due again this soon is rung for again; everything later is the sweep's. */
const soonMs = 30_000;

/** How many attempts succeeded, or did not; `left`: those whose turn did not come. */
export type Sent = { done: number; failed: number; left: number };

/**
 * Sends what is due at every endpoint, a few of them side by side. One that does not answer has had its turn for this
 * tick; `isOver` says that there is no time for another attempt. What waits longest goes first, so that whoever had no
 * turn now has one at the next tick.
 */
export async function sendDueWebhooks(ctx: Context, { lanes, isOver }: Turn): Promise<Sent> {
  await endDeliveriesOfDisabled(ctx.db, { nowMs: ctx.nowMs, most: mostEndedPerTick });
  const due = await listDueDeliveries(ctx.db, { nowMs: ctx.nowMs, perEndpoint: mostPerEndpoint });
  const fairShare = Math.max(1, Math.floor(mostPerTick / Math.max(1, due.length)));
  const sent: Sent = { done: 0, failed: 0, left: 0 };
  const silent = new Set<string>();
  await inLanes(
    due.map((queue) => queue.slice(0, fairShare)),
    lanes,
    async (key) => {
      if (isOver() || silent.has(key.endpointId)) {
        sent.left += 1;
        return;
      }
      const delivered = await tryDelivery(ctx, key);
      if (delivered === null) return;
      if (!delivered.isAnswered) silent.add(key.endpointId);
      if (delivered.delivery.status === "done") sent.done += 1;
      else sent.failed += 1;
    },
  );
  return sent;
}

/** Sends one message wherever it is due. How many seconds until it should be rung for again, or null. */
export async function sendWebhooksOf(
  ctx: Context,
  { messageId, lanes }: { messageId: string; lanes: number },
): Promise<number | null> {
  const { nowMs } = ctx;
  const due = await listDueOf(ctx.db, messageId, { nowMs, failingSinceMs: nowMs - failingForMs });
  const nextMs: number[] = [];
  await inLanes(
    due.map((key) => [key]),
    lanes,
    async (key) => {
      const delivery = (await tryDelivery(ctx, key))?.delivery;
      if (delivery?.status === "due") nextMs.push(delivery.dueAtMs - nowMs);
    },
  );
  const soonest = Math.min(...nextMs);
  return soonest <= soonMs ? Math.ceil(soonest / 1000) + 1 : null;
}

/** A fault of ours at one delivery keeps none of the others from its turn; its lease runs out and it is due again. */
async function tryDelivery(ctx: Context, key: DeliveryKey): Promise<Delivered | null> {
  try {
    return await deliverWebhook(ctx, key);
  } catch (error) {
    const fields = { endpoint_id: key.endpointId, message_id: key.messageId, error: describeFault(error) };
    ctx.log("error", "delivery_failed", fields);
    return null;
  }
}
