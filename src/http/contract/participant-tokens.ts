import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { id, pathId, shownInstant, whole } from "#http/contract/wire";

const shortestTtlSeconds = 60;
export const longestTtlSeconds = 3600;

export const shownToken = z
  .strictObject({
    token: z.string().meta({ description: "For `Authorization: Bearer`, in the participant's browser." }),
    participant_id: id("ptc"),
    expires_at: shownInstant,
  })
  .meta({ id: "ParticipantToken" });

export const issueTokenOperation = defineOperation({
  method: "post",
  path: "/v1/participants/:id/tokens",
  operationId: "issueToken",
  summary: "Issue a token by which a participant sees and claims what is his",
  description:
    "A JWT that is kept nowhere and ends by itself; within 10 seconds also when the participant is suspended or erased. Whoever has this scope can act for every participant of the mode.",
  tag: "Participants",
  scope: "tokens:write",
  params: z.strictObject({ id: pathId }),
  body: z.strictObject({ ttl_seconds: whole(shortestTtlSeconds, longestTtlSeconds).default(900) }),
  statuses: [201],
  answer: shownToken,
  refusals: ["not_found", "participant_suspended"],
});
