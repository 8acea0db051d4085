import * as z from "zod";
import { eventTypes, ownIdPrefixes } from "#domain/event";
import type { RecordedAnswer, ReportedEvent } from "#domain/event";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { problemSchema } from "#http/contract/problem";
import {
  bag,
  currency,
  externalId,
  id,
  instant,
  kind,
  pathId,
  personId,
  shownInstant,
  showInstant,
  text,
} from "#http/contract/wire";
import type { InboxEvent } from "#store/events";

const tag = "Events";
const maxBatchEvents = 500;
const batchLimitBytes = 1024 * 1024;
const maxAmountMinor = 1_000_000_000_000;

const ownPrefixes = Object.values(ownIdPrefixes);
const eventId = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 visible ASCII symbols")
  .refine((text) => !ownPrefixes.some((prefix) => text.startsWith(prefix)), {
    error: `must not start with ${ownPrefixes.join(", ")}, as Bouquet's own ids do`,
  });
const amount = z.int().min(0).max(maxAmountMinor);
const reference = externalId;

const referee = z.strictObject({
  external_id: personId,
  kind,
  email: z.email("must be an email address").max(254).optional(),
  name: text(200).min(1).optional(),
  created_at: instant.optional(),
  organization: text(200).min(1).optional(),
});

const eventFields = z.strictObject({
  id: eventId.meta({
    description: "The caller's own; the same id with the same content answers the first answer again.",
  }),
  type: z.enum(eventTypes),
  occurred_at: instant.optional(),
  program: pathId.optional(),
  referee: referee.optional(),
  click: z.string().max(4096).optional(),
  code: z.string().min(1).max(64).optional(),
  code_source: z.enum(["typed", "url"]).optional(),
  payment_ref: reference.optional(),
  dispute_id: reference.optional(),
  amount_minor: amount.optional(),
  currency: currency.optional(),
  plan: text(64).min(1).optional(),
  interval: z.enum(["month", "year"]).optional(),
  mrr_minor: amount.optional(),
  payment_fingerprint: text(128).min(1).optional(),
  context: bag.optional(),
  source_details: bag.optional(),
});
type EventFields = z.output<typeof eventFields>;

/** What a type cannot do without. Refunds and disputes may name the payment alone; a refund without an amount is a full one. */
function neededFields(type: EventFields["type"]): (keyof EventFields)[] {
  if (type === "payment") return ["referee", "payment_ref", "amount_minor", "currency"];
  if (type === "refund") return ["payment_ref"];
  return type.startsWith("dispute_") ? ["payment_ref", "dispute_id"] : ["referee"];
}

export const reportedEvent = eventFields
  .superRefine((event, refinement) => {
    for (const name of neededFields(event.type)) {
      if (event[name] === undefined) {
        refinement.addIssue({ code: "custom", path: [name], message: `is needed for ${event.type} events` });
      }
    }
    if (event.code_source !== undefined && event.code === undefined) {
      refinement.addIssue({ code: "custom", path: ["code"], message: "is needed with code_source" });
    }
  })
  .transform(readEvent)
  .meta({ id: "Event" });

function readEvent(wire: EventFields): ReportedEvent {
  const { occurred_at, referee: person, code_source, payment_ref, dispute_id, amount_minor, mrr_minor, ...rest } = wire;
  const { payment_fingerprint, source_details, ...same } = rest;
  return {
    ...same,
    occurredAtMs: occurred_at,
    referee: person && {
      externalId: person.external_id,
      kind: person.kind,
      email: person.email,
      name: person.name,
      createdAtMs: person.created_at,
      organization: person.organization,
    },
    codeSource: code_source,
    paymentRef: payment_ref,
    disputeId: dispute_id,
    amountMinor: amount_minor,
    mrrMinor: mrr_minor,
    paymentFingerprint: payment_fingerprint,
    sourceDetails: source_details,
  };
}

const shownOutcome = z
  .strictObject({
    program_id: id("prg"),
    program: z.string(),
    referral_id: id("ref").nullable(),
    referrer_id: id("ptc").nullable(),
    stage: z.string().nullable(),
    conversion: z.strictObject({ id: id("cnv"), payment_ref: z.string(), ordinal: z.int() }).nullable(),
    rewards: z.array(
      z.strictObject({
        id: id("rwd"),
        rule: z.string(),
        to: z.enum(["referrer", "referee"]),
        beneficiary_id: id("ptc"),
        kind: z.string(),
        quantity: z.int(),
        unit: z.string(),
        state: z.string(),
      }),
    ),
    denials: z.array(
      z.strictObject({ code: z.string(), rule: z.string().nullable(), participant_id: z.string().nullable() }),
    ),
  })
  .meta({ id: "EventOutcome" });

export const shownAnswer = z
  .strictObject({
    event_id: z.string(),
    status: z.enum(["applied", "parked", "erased"]).meta({
      description:
        "`parked`: kept, and taken up when the referee binds. `erased`: sent again after its person was erased; nothing is made of it.",
    }),
    outcomes: z.array(shownOutcome),
  })
  .meta({ id: "EventAnswer" });

export function showAnswer(answer: RecordedAnswer): z.input<typeof shownAnswer> {
  return {
    event_id: answer.eventId,
    status: answer.status,
    outcomes: answer.outcomes.map((outcome) => ({
      program_id: outcome.programId,
      program: outcome.program,
      referral_id: outcome.referralId,
      referrer_id: outcome.referrerId,
      stage: outcome.stage,
      conversion: outcome.conversion && {
        id: outcome.conversion.id,
        payment_ref: outcome.conversion.paymentRef,
        ordinal: outcome.conversion.ordinal,
      },
      rewards: outcome.rewards.map(({ beneficiaryId, ...reward }) => ({ ...reward, beneficiary_id: beneficiaryId })),
      denials: outcome.denials.map(({ participantId, ...denial }) => ({ ...denial, participant_id: participantId })),
    })),
  };
}

const shownEvent = z
  .strictObject({
    id: z.string(),
    type: z.string(),
    status: z.enum(["pending", "parked", "applied", "refused"]),
    program_id: id("prg").nullable(),
    referee_id: id("ptc").nullable(),
    payment_ref: z.string().nullable(),
    verified: z.boolean(),
    occurred_at: shownInstant,
    received_at: shownInstant,
    reported_by: z.string(),
    answer: shownAnswer.nullable(),
    refusal: z
      .string()
      .nullable()
      .meta({ description: "Why an event that was stored before it could be decided was refused later." }),
  })
  .meta({ id: "InboxEvent" });

export function showEvent(event: InboxEvent): z.input<typeof shownEvent> {
  return {
    id: event.eventId,
    type: event.type,
    status: event.status,
    program_id: event.programId,
    referee_id: event.refereeId,
    payment_ref: event.paymentRef,
    verified: event.verified,
    occurred_at: showInstant(event.occurredAtMs),
    received_at: showInstant(event.receivedAtMs),
    reported_by: event.actor,
    answer: event.answer && showAnswer(event.answer),
    refusal: event.refusal,
  };
}

const eventRefusals = [
  "not_found",
  "program_unpublished",
  "event_content_differs",
  "conversion_mismatch",
  "busy",
] as const;

export const recordEventOperation = defineOperation({
  method: "post",
  path: "/v1/events",
  operationId: "recordEvent",
  summary: "Report one event",
  tag,
  scope: "events:write",
  body: reportedEvent,
  answer: shownAnswer,
  refusals: eventRefusals,
});

export const recordEventsOperation = defineOperation({
  method: "post",
  path: "/v1/events/batch",
  operationId: "recordEvents",
  summary: "Report up to 500 events; each is answered on its own",
  description:
    "Answers come in the order of the events, each with the status that it would have had alone. Events of one referee are taken in the order given.",
  tag,
  scope: "events:write",
  body: z.strictObject({
    events: z.array(z.json()).min(1).max(maxBatchEvents).meta({ description: "Events, as for POST /v1/events." }),
  }),
  bodyLimitBytes: batchLimitBytes,
  batch: "events",
  answer: z
    .strictObject({
      data: z.array(
        z.union([
          z.strictObject({ status: z.literal(200), answer: shownAnswer }),
          z.strictObject({ status: z.int(), problem: problemSchema }),
        ]),
      ),
    })
    .meta({ id: "EventBatchAnswer" }),
});

export const listEventsOperation = defineOperation({
  method: "get",
  path: "/v1/events",
  operationId: "listEvents",
  summary: "List reported events, newest first; `status=parked` shows those that wait for their referee",
  tag,
  scope: "events:read",
  query: z.strictObject({
    ...pageQuery("events"),
    status: z.enum(["pending", "parked", "applied", "refused"]).optional(),
    referee_id: pathId.optional(),
    payment_ref: reference.optional(),
  }),
  answer: pageOf(shownEvent).meta({ id: "InboxEventPage" }),
});

export const getEventOperation = defineOperation({
  method: "get",
  path: "/v1/events/:id",
  operationId: "getEvent",
  summary: "Get a reported event by its caller's id",
  tag,
  scope: "events:read",
  params: z.strictObject({ id: pathId }),
  answer: shownEvent,
  refusals: ["not_found"],
});

export const eventOperations = [recordEventOperation, recordEventsOperation, listEventsOperation, getEventOperation];
