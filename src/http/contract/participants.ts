import * as z from "zod";
import { boardNames } from "#domain/leaderboard";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import {
  bag,
  externalId,
  id,
  instant,
  kind,
  pathId,
  personId,
  shownInstant,
  showInstant,
  showInstantOrNull,
  text,
} from "#http/contract/wire";
import type { StoredParticipant } from "#store/participants";

const tag = "Participants";
const status = z.enum(["active", "suspended", "inactive"]);
const name = text(200).min(1);
const boardName = z
  .enum(boardNames)
  .nullable()
  .meta({ description: "How boards show his name; null: as the program says." });
const boardOptOut = z.boolean().meta({ description: "True: he stands on no board." });

/** A field left out stays as it is; null empties it. */
const fields = z.strictObject({
  name: name.nullish(),
  email: z.email("must be an email address").max(254).nullish(),
  organization: name.nullish(),
  category: text(64).min(1).nullish(),
  location: text(200).min(1).nullish(),
  avatar_url: z
    .url({ protocol: /^https$/, error: "must be an https address" })
    .max(2048)
    .nullish(),
  profile: bag.nullish(),
  status: status.optional(),
  payment_fingerprint: text(128).min(1).nullish(),
  registered_at: instant.nullish().meta({ description: "When the account was made in the main app; null: not said." }),
  board_name: boardName.optional(),
  board_opt_out: boardOptOut.optional(),
});

const body = fields.transform((given) => {
  const { avatar_url, payment_fingerprint, registered_at, board_name, board_opt_out, ...rest } = given;
  return {
    ...rest,
    avatarUrl: avatar_url,
    paymentFingerprint: payment_fingerprint,
    registeredAtMs: registered_at,
    boardName: board_name,
    boardOptOut: board_opt_out,
  };
});

export const shownParticipant = z
  .strictObject({
    id: id("ptc"),
    mode: z.enum(["live", "test"]),
    kind: z.string(),
    external_id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    organization: z.string().nullable(),
    category: z.string().nullable(),
    location: z.string().nullable(),
    avatar_url: z.string().nullable(),
    profile: z.record(z.string(), z.unknown()).nullable(),
    status,
    registered_at: shownInstant.nullable(),
    board_name: boardName,
    board_opt_out: boardOptOut,
    erased_at: shownInstant.nullable().meta({ description: "Since when nothing is kept of the person but an id." }),
    created_at: shownInstant,
    updated_at: shownInstant,
  })
  .meta({ id: "Participant" });

export function showParticipant(participant: StoredParticipant): z.input<typeof shownParticipant> {
  const { id, mode, kind, name, email, organization, category, location, status } = participant;
  return {
    id,
    mode,
    kind,
    external_id: participant.externalId,
    name,
    email,
    organization,
    category,
    location,
    avatar_url: participant.avatarUrl,
    // Safe because profiles are written from parsed bodies only.
    profile: participant.profile as Record<string, unknown> | null,
    status,
    registered_at: showInstantOrNull(participant.registeredAtMs),
    board_name: participant.boardName,
    board_opt_out: participant.boardOptOut,
    erased_at: showInstantOrNull(participant.erasedAtMs),
    created_at: showInstant(participant.createdAtMs),
    updated_at: showInstant(participant.updatedAtMs),
  };
}

export const upsertParticipantOperation = defineOperation({
  method: "put",
  path: "/v1/participants/:kind/:external_id",
  operationId: "upsertParticipant",
  summary: "Register or change a participant by the main app's own id",
  tag,
  scope: "participants:write",
  params: z.strictObject({ kind, external_id: personId }),
  body,
  statuses: [200, 201],
  answer: shownParticipant,
  refusals: ["participant_erased", "busy"],
});

export const listParticipantsOperation = defineOperation({
  method: "get",
  path: "/v1/participants",
  operationId: "listParticipants",
  summary: "List participants",
  tag,
  scope: "participants:read",
  query: z.strictObject({
    ...pageQuery("participants"),
    kind: kind.optional(),
    external_id: externalId.optional(),
    status: status.optional(),
  }),
  answer: pageOf(shownParticipant).meta({ id: "ParticipantPage" }),
});

const params = z.strictObject({ id: pathId });

export const getParticipantOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id",
  operationId: "getParticipant",
  summary: "Get a participant",
  tag,
  scope: "participants:read",
  participant: { by: "param", name: "id" },
  params,
  answer: shownParticipant,
  refusals: ["not_found"],
});

export const changeParticipantOperation = defineOperation({
  method: "patch",
  path: "/v1/participants/:id",
  operationId: "changeParticipant",
  summary: "Change a participant",
  tag,
  scope: "participants:write",
  params,
  body,
  answer: shownParticipant,
  refusals: ["not_found", "participant_erased"],
});

export const changeBoardPreferencesOperation = defineOperation({
  method: "patch",
  path: "/v1/participants/:id/board-preferences",
  operationId: "changeBoardPreferences",
  summary: "Change how boards show a participant, and whether they do",
  description: "Both are the participant's own choice, so his token may do it.",
  tag,
  scope: "participants:write",
  participant: { by: "param", name: "id" },
  params,
  body: z
    .strictObject({ board_name: boardName.optional(), board_opt_out: boardOptOut.optional() })
    .transform((chosen) => ({ boardName: chosen.board_name, boardOptOut: chosen.board_opt_out })),
  answer: shownParticipant,
  refusals: ["not_found", "participant_erased"],
});

export const participantOperations = [
  upsertParticipantOperation,
  listParticipantsOperation,
  getParticipantOperation,
  changeParticipantOperation,
  changeBoardPreferencesOperation,
];
