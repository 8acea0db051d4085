import * as z from "zod";
import type { DeliveryReport } from "#domain/provider";
import { reportWhopEvent } from "#domain/whop-delivery";
import { whopEventTypes } from "#domain/whop-event";
import { externalId, metadata, notUnderstood, orNull, parseJson } from "#integrations/wire-shapes";

/** What an event of Whop's says, in the shape of API version v1. */
export function readWhopEvent(body: string): DeliveryReport {
  const json = parseJson(body);
  if (!usedType.safeParse(json).success) return { outcome: "ignored", reason: "type_not_used" };
  const event = usedEvent.safeParse(json);
  if (!event.success) return notUnderstood(event.error);
  return reportWhopEvent({ ...event.data, timestampMs: event.data.timestamp });
}

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** A JSON number as it was written: money never passes through a fraction of ours. */
const decimal = z
  .number()
  .min(0)
  .max(10_000_000_000)
  .transform((number) => String(number))
  .pipe(z.string().regex(/^\d+(\.\d+)?$/));
const currency = z.string().regex(/^[A-Za-z]{3}$/);
const named = z.looseObject({ id: externalId });
const user = orNull(named);

const payment = z
  .looseObject({
    id: externalId,
    total: orNull(decimal),
    currency: orNull(currency),
    paid_at: orNull(instant),
    billing_reason: orNull(z.string()),
    metadata,
    user,
    membership: orNull(z.looseObject({ status: orNull(z.string()) })),
    plan: orNull(named),
  })
  .transform(({ paid_at: paidAtMs, ...rest }) => ({ ...rest, paidAtMs }));

const refund = z
  .looseObject({
    id: externalId,
    amount: decimal,
    currency,
    status: z.string(),
    created_at: instant,
    payment: orNull(named),
  })
  .transform(({ created_at: createdAtMs, ...rest }) => ({ ...rest, createdAtMs }));

const dispute = z
  .looseObject({ id: externalId, status: z.string(), created_at: orNull(instant), payment: orNull(named) })
  .transform(({ created_at: createdAtMs, ...rest }) => ({ ...rest, createdAtMs }));

const membership = z.looseObject({ id: externalId, status: orNull(z.string()), metadata, user });

const envelope = { timestamp: instant };

const usedEvent = z.discriminatedUnion("type", [
  z.looseObject({ ...envelope, type: z.literal("payment.succeeded"), data: payment }),
  z.looseObject({ ...envelope, type: z.enum(["refund.created", "refund.updated"]), data: refund }),
  z.looseObject({ ...envelope, type: z.enum(["dispute.created", "dispute.updated"]), data: dispute }),
  z.looseObject({ ...envelope, type: z.enum(["membership.activated", "membership.deactivated"]), data: membership }),
]);
const usedType = z.looseObject({ type: z.enum(whopEventTypes) });
