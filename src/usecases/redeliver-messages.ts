import type { Context } from "#context";
import { mostRedelivered } from "#domain/delivery";
import { idAt, timeOfId } from "#domain/id";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import {
  commitRedelivery,
  findDelivery,
  findMessage,
  insertDelivery,
  listRedeliverable,
} from "#store/webhook-deliveries";
import type { RedeliveredStatus } from "#store/webhook-deliveries";
import { findWebhookEndpoint } from "#store/webhook-endpoints";
import { describeChange } from "#usecases/describe-change";
import type { FoundDelivery } from "#usecases/ping-webhook-endpoint";

export type RedeliveryRange = {
  endpointId: string;
  /** When the messages were written: from this time on, and before that one. */
  fromMs: number;
  untilMs: number | undefined;
  status: RedeliveredStatus;
};
export type Redelivered = { count: number; nextFromMs: number | null };

/**
 * Sends a message to an endpoint again, whatever became of it before, with a ladder of its own; for the first time where
 * the endpoint was not there, disabled or did not want its type.
 */
export async function redeliverMessage(
  ctx: Context,
  { endpointId, messageId }: { endpointId: string; messageId: string },
): Promise<Result<FoundDelivery, Refusal>> {
  const refused = await refuseUnlessEnabled(ctx, endpointId);
  if (refused !== null) return refused;
  const found =
    (await findDelivery(ctx.db, { endpointId, messageId })) ?? (await addDelivery(ctx, endpointId, messageId));
  if (found === null) return refuse({ code: "not_found", what: "delivery" });
  await redeliver(ctx, { endpointId, status: "any" }, [messageId]);
  const again = { status: "due", attempts: 0, dueAtMs: ctx.nowMs, finishedAtMs: null } as const;
  return ok({ ...found, delivery: { ...found.delivery, ...again } });
}

async function addDelivery(ctx: Context, endpointId: string, messageId: string): Promise<FoundDelivery | null> {
  const message = await findMessage(ctx.db, ctx.actor.mode, messageId);
  if (message === null) return null;
  await insertDelivery(ctx.db, { endpointId, messageId }, ctx.nowMs);
  return findDelivery(ctx.db, { endpointId, messageId });
}

/** The same for the messages of a time, oldest first. `nextFromMs`: where those begin that were too many for once. */
export async function redeliverRange(ctx: Context, range: RedeliveryRange): Promise<Result<Redelivered, Refusal>> {
  const { endpointId, status, fromMs, untilMs = ctx.nowMs + 1 } = range;
  const refused = await refuseUnlessEnabled(ctx, endpointId);
  if (refused !== null) return refused;
  const bounds = { fromId: idAt("msg", fromMs), untilId: idAt("msg", untilMs) };
  const found = await listRedeliverable(ctx.db, { endpointId, status, ...bounds, limit: mostRedelivered + 1 });
  const ids = found.slice(0, mostRedelivered);
  const [next] = found.slice(mostRedelivered);
  if (ids.length > 0) await redeliver(ctx, { endpointId, status }, ids);
  return ok({ count: ids.length, nextFromMs: next === undefined ? null : timeOfId(next) });
}

async function redeliver(
  ctx: Context,
  { endpointId, status }: { endpointId: string; status: RedeliveredStatus },
  ids: readonly string[],
): Promise<void> {
  const [firstId = "", lastId = firstId] = [ids[0], ids.at(-1)];
  const detail = { messages: ids.length, first: firstId, last: lastId };
  const audit = describeChange(ctx, "webhook_endpoint.redelivered", endpointId, detail);
  await commitRedelivery(ctx.db, { endpointId, status, firstId, lastId, nowMs: ctx.nowMs }, audit);
  ctx.ring(ids.map((id) => ({ id })));
}

async function refuseUnlessEnabled(ctx: Context, id: string): Promise<Result<never, Refusal> | null> {
  const endpoint = await findWebhookEndpoint(ctx.db, ctx.actor.mode, id);
  if (endpoint === null) return refuse({ code: "not_found", what: "webhook endpoint" });
  return endpoint.status === "enabled" ? null : refuse({ code: "webhook_endpoint_disabled", endpoint: id });
}
