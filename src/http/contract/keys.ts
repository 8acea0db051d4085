import * as z from "zod";
import { scopes } from "#domain/actor";
import type { Scope } from "#domain/actor";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, instant, pathId, shownInstant, showInstant, showInstantOrNull, text } from "#http/contract/wire";
import type { ApiKey } from "#store/api-keys";

const tag = "Keys";

const keyFields = {
  id: id("key"),
  mode: z.enum(["live", "test"]),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  created_at: shownInstant,
  expires_at: shownInstant.nullable(),
  revoked_at: shownInstant.nullable(),
};
export const shownKey = z.strictObject(keyFields).meta({ id: "Key" });
const shownNewKey = z
  .strictObject({
    ...keyFields,
    secret: z
      .string()
      .nullable()
      .meta({ description: "Shown this once; null when an Idempotency-Key replays the answer." }),
  })
  .meta({ id: "NewKey" });

export function showKey(key: ApiKey): z.input<typeof shownKey> {
  return {
    id: key.id,
    mode: key.mode,
    name: key.name,
    // Safe because scopes are written from parsed bodies only.
    scopes: key.scopes as Scope[],
    created_at: showInstant(key.createdAtMs),
    expires_at: showInstantOrNull(key.expiresAtMs),
    revoked_at: showInstantOrNull(key.revokedAtMs),
  };
}

export const createKeyOperation = defineOperation({
  method: "post",
  path: "/v1/keys",
  operationId: "createKey",
  summary: "Create a server key of the same mode",
  description: "A key can give another only the scopes that it has itself.",
  tag,
  scope: "keys:write",
  body: z
    .strictObject({
      name: text(100).min(1),
      scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
      expires_at: instant.optional(),
    })
    .transform(({ expires_at, ...rest }) => ({ ...rest, expiresAtMs: expires_at })),
  idempotency: { forget: ["secret"] },
  statuses: [201],
  answer: shownNewKey,
});

export const listKeysOperation = defineOperation({
  method: "get",
  path: "/v1/keys",
  operationId: "listKeys",
  summary: "List server keys, without their secrets",
  tag,
  scope: "keys:read",
  query: z.strictObject(pageQuery("keys")),
  answer: pageOf(shownKey).meta({ id: "KeyPage" }),
});

export const revokeKeyOperation = defineOperation({
  method: "delete",
  path: "/v1/keys/:id",
  operationId: "revokeKey",
  summary: "Revoke a server key, within 10 seconds everywhere",
  tag,
  scope: "keys:write",
  params: z.strictObject({ id: pathId }),
  answer: shownKey,
  refusals: ["not_found"],
});

export const keyOperations = [createKeyOperation, listKeysOperation, revokeKeyOperation];
