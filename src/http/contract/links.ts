import * as z from "zod";
import { channels } from "#domain/journey";
import { linkProblems, problemOfLink } from "#domain/link-use";
import { programNowMs } from "#domain/mode";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import {
  bag,
  campaign,
  externalId,
  id,
  instant,
  kind,
  pathId,
  shownInstant,
  showInstant,
  text,
} from "#http/contract/wire";
import type { StoredLink } from "#store/links";
import type { LinkClicks } from "#usecases/count-clicks";

const tag = "Links";
const message = text(280);
const destinationUrl = z.string().max(2048);
/** Its form is checked after normalisation, by the code policy. */
const chosenCode = z.string().min(1).max(64);

const tallies = z
  .strictObject({ human: z.int(), repeat: z.int(), bot: z.int(), preview: z.int(), prefetch: z.int() })
  .meta({ id: "ClickTallies" });

const linkFields = {
  id: id("lnk"),
  program_id: id("prg"),
  program: z.string().meta({ description: "The program's key." }),
  participant_id: id("ptc"),
  code: z.string(),
  former_codes: z.array(z.string()).meta({ description: "Earlier codes; they keep working." }),
  url: z.string(),
  qr_svg_url: z.string(),
  qr_png_url: z.string(),
  default: z.boolean(),
  channel: z.enum(channels),
  campaign: z.string().nullable(),
  destination_url: z.string().meta({
    description:
      "Where clicks lead now: to the link's own destination, else to the one that its program has published.",
  }),
  own_destination: z.boolean().meta({
    description: "False for a link that follows its program to whatever destination is published.",
  }),
  message: z.string().nullable(),
  context: z.record(z.string(), z.unknown()).nullable(),
  status: z.enum(["active", "paused", "expired"]),
  usable: z.boolean().meta({ description: "Whether clicks are redirected to the destination now." }),
  reason: z.enum(linkProblems).nullable().meta({ description: "Why they are not." }),
  expires_at: shownInstant,
  created_at: shownInstant,
  updated_at: shownInstant,
};

export const shownLink = z.strictObject(linkFields).meta({ id: "Link" });
export const shownLinkWithClicks = z
  .strictObject({
    ...linkFields,
    clicks: z.strictObject({ ...tallies.shape, by_channel: z.partialRecord(z.enum(channels), tallies) }),
  })
  .meta({ id: "LinkWithClicks" });

export function showLink(
  { link, program }: StoredLink,
  codes: readonly string[],
  at: { origin: string; nowMs: number },
): z.input<typeof shownLink> {
  const nowMs = programNowMs(program, at.nowMs);
  const reason = problemOfLink(link, program, nowMs);
  return {
    id: link.id,
    program_id: link.programId,
    program: program.key,
    participant_id: link.participantId,
    code: link.code,
    former_codes: codes.filter((code) => code !== link.code),
    url: `${at.origin}/r/${link.code}`,
    qr_svg_url: `${at.origin}/qr/${link.code}.svg`,
    qr_png_url: `${at.origin}/qr/${link.code}.png`,
    default: link.isDefault === 1,
    // Safe because the column is written from the same closed list.
    channel: link.channel as (typeof channels)[number],
    campaign: link.campaign,
    destination_url: link.destinationUrl ?? program.destination.url,
    own_destination: link.destinationUrl !== null,
    message: link.message,
    // Safe because contexts are written from parsed bodies only.
    context: link.context as Record<string, unknown> | null,
    status: nowMs >= link.expiresAtMs ? "expired" : link.status,
    usable: reason === null,
    reason,
    expires_at: showInstant(link.expiresAtMs),
    created_at: showInstant(link.createdAtMs),
    updated_at: showInstant(link.updatedAtMs),
  };
}

export function showLinkWithClicks(
  link: z.input<typeof shownLink>,
  clicks: LinkClicks,
): z.input<typeof shownLinkWithClicks> {
  return { ...link, clicks: { ...clicks.total, by_channel: clicks.byChannel } };
}

export const issueLinkOperation = defineOperation({
  method: "post",
  path: "/v1/links",
  operationId: "issueLink",
  summary: "Get or create a participant's link in a program",
  description:
    "Without `campaign` and `code` it is the participant's default link: 201 when it was made, 200 and unchanged when it was there. With either it is a further link; a `code` that this participant has in this program already answers its link.",
  tag,
  scope: "links:write",
  body: z
    .strictObject({
      program: pathId.meta({ description: "A program's id or key." }),
      participant: z.union(
        [pathId, z.strictObject({ kind, external_id: externalId })],
        "must be an id, or kind and external_id",
      ),
      code: chosenCode.optional(),
      channel: z.enum(channels).default("link"),
      campaign: campaign.optional(),
      destination_url: destinationUrl.optional().meta({
        description: "On a host that the program allows. Left out, the link follows its program's destination.",
      }),
      message: message.optional(),
      context: bag.optional(),
      expires_at: instant.optional(),
    })
    .transform(({ participant, destination_url, expires_at, ...rest }) => ({
      ...rest,
      participant:
        typeof participant === "string" ? participant : { kind: participant.kind, externalId: participant.external_id },
      destinationUrl: destination_url,
      expiresAtMs: expires_at,
    })),
  idempotency: { forget: [] },
  statuses: [200, 201],
  answer: shownLink,
  refusals: [
    "not_found",
    "program_unpublished",
    "participant_erased",
    "participant_suspended",
    "destination_not_allowed",
    "code_taken",
    "code_reserved",
    "code_invalid",
    "rate_limited",
    "referrals_disabled",
    "busy",
  ],
});

export const listLinksOperation = defineOperation({
  method: "get",
  path: "/v1/links",
  operationId: "listLinks",
  summary: "List links, newest first",
  tag,
  scope: "links:read",
  participant: { by: "filter", name: "participant_id" },
  query: z.strictObject({ ...pageQuery("links"), program: pathId.optional(), participant_id: pathId.optional() }),
  answer: pageOf(shownLink).meta({ id: "LinkPage" }),
});

const params = z.strictObject({ id: pathId });

export const getLinkOperation = defineOperation({
  method: "get",
  path: "/v1/links/:id",
  operationId: "getLink",
  summary: "Get a link with its clicks",
  tag,
  scope: "links:read",
  participant: { by: "owner" },
  params,
  answer: shownLinkWithClicks,
  refusals: ["not_found"],
});

export const changeLinkOperation = defineOperation({
  method: "patch",
  path: "/v1/links/:id",
  operationId: "changeLink",
  summary: "Pause, resume, expire or redirect a link, or give it another code",
  tag,
  scope: "links:write",
  params,
  body: z
    .strictObject({
      status: z.enum(["active", "paused", "expired"]).optional(),
      code: chosenCode.optional(),
      destination_url: destinationUrl
        .nullish()
        .meta({ description: "On a host that the program allows. Null: the link follows its program's destination." }),
      message: message.nullish(),
      context: bag.nullish(),
      expires_at: instant.optional(),
    })
    .refine((body) => body.status !== "expired" || body.expires_at === undefined, {
      path: ["expires_at"],
      message: "cannot be given when status is expired",
    })
    .transform(({ destination_url, expires_at, ...rest }) => ({
      ...rest,
      destinationUrl: destination_url,
      expiresAtMs: expires_at,
    })),
  answer: shownLink,
  refusals: [
    "not_found",
    "participant_erased",
    "destination_not_allowed",
    "code_taken",
    "code_reserved",
    "code_invalid",
    "rate_limited",
    "busy",
  ],
});

export const linkOperations = [issueLinkOperation, listLinksOperation, getLinkOperation, changeLinkOperation];
