import * as z from "zod";
import { isEmailAddress } from "#domain/mailbox";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { shownInstant, showInstant } from "#http/contract/wire";
import type { Suppression } from "#store/email-suppressions";

const tag = "Emails";

const email = z.string().max(254).refine(isEmailAddress, "must be an email address");

const shownSuppression = z
  .strictObject({
    address_hash: z.string().meta({ description: "SHA-256 of the normalised address, in hex." }),
    reason: z.enum(["unsubscribed", "bounced", "complained", "by_hand"]),
    created_at: shownInstant,
  })
  .meta({ id: "EmailSuppression" });

export function showSuppression({ addressHash, reason, createdAtMs }: Suppression): z.input<typeof shownSuppression> {
  return { address_hash: addressHash, reason, created_at: showInstant(createdAtMs) };
}

export const listSuppressionsOperation = defineOperation({
  method: "get",
  path: "/v1/emails/suppressions",
  operationId: "listEmailSuppressions",
  summary: "List whom nobody writes to, by hash",
  description: "In no order that says anything: what is kept is a hash of each address.",
  tag,
  scope: "emails:read",
  query: z.strictObject(pageQuery("suppressions")),
  answer: pageOf(shownSuppression).meta({ id: "EmailSuppressionPage" }),
});

export const suppressAddressOperation = defineOperation({
  method: "post",
  path: "/v1/emails/suppressions",
  operationId: "suppressAddress",
  summary: "Write to an address no more",
  description: "Once more is once: the first reason stays.",
  tag,
  scope: "emails:write",
  body: z
    .strictObject({ email, reason: z.enum(["bounced", "complained", "by_hand"]).optional() })
    .transform(({ email, reason = "by_hand" }) => ({ email, reason })),
  answer: shownSuppression,
});

export const allowAddressOperation = defineOperation({
  method: "post",
  path: "/v1/emails/suppressions/remove",
  operationId: "allowAddress",
  summary: "Write to an address again",
  description: "Only when its owner asks for it.",
  tag,
  scope: "emails:write",
  body: z.strictObject({ email }),
  answer: z
    .strictObject({ removed: z.boolean().meta({ description: "False: nobody had asked for no emails." }) })
    .meta({ id: "EmailSuppressionRemoved" }),
});

export const suppressionOperations = [listSuppressionsOperation, suppressAddressOperation, allowAddressOperation];
