import * as z from "zod";
import { callActions, fulfilmentForms, fulfilmentStatuses } from "#domain/fulfilment";
import type { FulfilmentCall } from "#domain/fulfilment";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { StoredFulfilment } from "#store/fulfilments";

const tag = "Fulfilments";

const fulfilmentFields = {
  reward_id: id("rwd"),
  program_id: id("prg"),
  program: z.string(),
  participant_id: id("ptc"),
  form: z.enum(fulfilmentForms).meta({
    description: "`balance`: a credit at Stripe. `coupon`: one at Stripe. `webhook`: your app, told by a delivery.",
  }),
  status: z.enum(fulfilmentStatuses),
  given_quantity: z.int().meta({ description: "How much of the reward the outside has by now, in the reward's unit." }),
  reason: z.string().nullable().meta({ description: "Why it waits, failed, or ended with nothing given." }),
  detail: z.string().nullable().meta({ description: "The provider's own words." }),
  attempts: z.int().meta({ description: "How many attempts failed in a row." }),
  due_at: shownInstant
    .nullable()
    .meta({ description: "While it is `due`: the next attempt, or when one under way is taken to be lost." }),
  created_at: shownInstant,
  updated_at: shownInstant,
};

const shownCall = z
  .strictObject({
    action: z.enum(callActions),
    quantity: z.int().meta({ description: "In the reward's unit." }),
    idempotency_key: z.string(),
    external_id: z.string().nullable().meta({ description: "What the provider calls the result." }),
    response_status: z.int().nullable().meta({ description: "Null where nothing was answered." }),
    error: z.string().nullable().meta({ description: "Null after a success, and while nobody knows." }),
    at: shownInstant,
    duration_ms: z.int(),
  })
  .meta({ id: "FulfilmentCall" });

const shownFulfilment = z.strictObject(fulfilmentFields).meta({ id: "Fulfilment" });
const shownFulfilmentWithCalls = z
  .strictObject({
    ...fulfilmentFields,
    calls: z.array(shownCall).meta({ description: "The newest hundred, the oldest first." }),
  })
  .meta({ id: "FulfilmentWithCalls" });

export function showFulfilment({ fulfilment, program }: StoredFulfilment): z.input<typeof shownFulfilment> {
  const { rewardId, programId, participantId, form, status, givenQuantity, reason, detail, attempts } = fulfilment;
  return {
    reward_id: rewardId,
    program_id: programId,
    program,
    participant_id: participantId,
    form,
    status,
    given_quantity: givenQuantity,
    reason,
    detail,
    attempts,
    due_at: status === "due" ? showInstant(fulfilment.dueAtMs) : null,
    created_at: showInstant(fulfilment.createdAtMs),
    updated_at: showInstant(fulfilment.updatedAtMs),
  };
}

export function showCall(call: FulfilmentCall): z.input<typeof shownCall> {
  return {
    action: call.action,
    quantity: call.quantity,
    idempotency_key: call.idempotencyKey,
    external_id: call.externalId,
    response_status: call.responseStatus,
    error: call.error,
    at: showInstant(call.atMs),
    duration_ms: call.durationMs,
  };
}

/** What is due or done comes and goes and has no index of its own; what one person has is little enough to look through. */
const isFound = ({ status, participant_id: participant }: { status?: unknown; participant_id?: unknown }) =>
  (status !== "due" && status !== "done") || participant !== undefined;

export const listFulfilmentsOperation = defineOperation({
  method: "get",
  path: "/v1/fulfilments",
  operationId: "listFulfilments",
  summary: "List what is handed over outside, the newest reward first",
  tag,
  scope: "rewards:read",
  query: z
    .strictObject({
      ...pageQuery("fulfilments"),
      status: z
        .enum(fulfilmentStatuses)
        .optional()
        .meta({ description: "`waiting` or `dead`; the others of one participant, with `participant_id`." }),
      program: pathId.optional(),
      participant_id: pathId.optional(),
    })
    .refine(isFound, { path: ["status"], message: "needs participant_id beside it, unless it is waiting or dead" }),
  answer: pageOf(shownFulfilment).meta({ id: "FulfilmentPage" }),
});

const params = z.strictObject({ reward_id: pathId });

export const getFulfilmentOperation = defineOperation({
  method: "get",
  path: "/v1/fulfilments/:reward_id",
  operationId: "getFulfilment",
  summary: "Get a fulfilment with its calls",
  tag,
  scope: "rewards:read",
  params,
  answer: shownFulfilmentWithCalls,
  refusals: ["not_found"],
});

export const retryFulfilmentOperation = defineOperation({
  method: "post",
  path: "/v1/fulfilments/:reward_id/retry",
  operationId: "retryFulfilment",
  summary: "Try a fulfilment again that waits or failed",
  description: "Within a minute. One that is due already stays as it is.",
  tag,
  scope: "rewards:write",
  params,
  answer: shownFulfilment,
  refusals: ["not_found", "fulfilment_done"],
});

export const fulfilmentOperations = [listFulfilmentsOperation, getFulfilmentOperation, retryFulfilmentOperation];
