import * as z from "zod";
import { scopes } from "#domain/actor";
import type { Scope } from "#domain/actor";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, instant, pathId, shownInstant, showInstant, showInstantOrNull, text, whole } from "#http/contract/wire";
import type { ApiKey } from "#store/api-keys";
import type { NewKey } from "#usecases/make-key";

const tag = "Keys";

export const newKeyName = text(100).min(1);

const keyFields = {
  id: id("key"),
  mode: z.enum(["live", "test"]),
  name: z.string(),
  scopes: z.array(z.enum(scopes)).meta({ description: "Empty for a member's key, whose rights are his role's." }),
  member_id: id("mbr").nullable().meta({ description: "Whose it is; null for a server key." }),
  rotated_to: id("key").nullable().meta({ description: "The key that takes its place." }),
  created_at: shownInstant,
  last_used_at: shownInstant.nullable().meta({ description: "To the hour; null: not yet." }),
  expires_at: shownInstant.nullable(),
  revoked_at: shownInstant.nullable(),
};
export const shownKey = z.strictObject(keyFields).meta({ id: "Key" });
export const shownNewKey = z
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
    member_id: key.memberId,
    rotated_to: key.rotatedTo,
    created_at: showInstant(key.createdAtMs),
    last_used_at: showInstantOrNull(key.lastUsedAtMs),
    expires_at: showInstantOrNull(key.expiresAtMs),
    revoked_at: showInstantOrNull(key.revokedAtMs),
  };
}

export function showNewKey({ key, secret }: NewKey): z.input<typeof shownNewKey> {
  return { ...showKey(key), secret };
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
      name: newKeyName,
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
  summary: "List keys, without their secrets",
  tag,
  scope: "keys:read",
  query: z.strictObject({ ...pageQuery("keys"), member_id: pathId.optional() }),
  answer: pageOf(shownKey).meta({ id: "KeyPage" }),
});

export const revokeKeyOperation = defineOperation({
  method: "delete",
  path: "/v1/keys/:id",
  operationId: "revokeKey",
  summary: "Revoke a key, within 10 seconds everywhere",
  description: "A key of a member by himself, or by whoever may manage his role.",
  tag,
  scope: "keys:write",
  params: z.strictObject({ id: pathId }),
  answer: shownKey,
  refusals: ["not_found", "role_beyond_yours"],
});

export const rotateKeyOperation = defineOperation({
  method: "post",
  path: "/v1/keys/:id/rotate",
  operationId: "rotateKey",
  summary: "Create the key that takes another's place; both are good for a while",
  description:
    "The new key has the old one's name, scopes or member, and its end. A server key is rotated by a key that has all its scopes, a member's by the member or whoever may manage his role.",
  tag,
  scope: "keys:write",
  params: z.strictObject({ id: pathId }),
  body: z.strictObject({
    grace_hours: whole(0, 168)
      .default(24)
      .meta({ description: "How long the old key stays good; 0: it ends at once." }),
  }),
  idempotency: { forget: ["secret"] },
  statuses: [201],
  answer: shownNewKey,
  refusals: ["not_found", "role_beyond_yours", "key_over", "busy"],
});

export const keyOperations = [createKeyOperation, listKeysOperation, revokeKeyOperation, rotateKeyOperation];
