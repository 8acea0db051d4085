import * as z from "zod";
import { roles } from "#domain/rights";
import { newKeyName, shownNewKey } from "#http/contract/keys";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, instant, pathId, shownInstant, showInstant, showInstantOrNull, text } from "#http/contract/wire";
import type { Member } from "#store/members";

const tag = "Members";
const role = z.enum(roles);
const name = text(100).min(1);
const params = z.strictObject({ id: pathId });

export const shownMember = z
  .strictObject({
    id: id("mbr"),
    name: z.string(),
    email: z.string(),
    role,
    created_at: shownInstant,
    removed_at: shownInstant.nullable(),
  })
  .meta({ id: "Member" });

export function showMember({ id, name, email, role, createdAtMs, removedAtMs }: Member): z.input<typeof shownMember> {
  return {
    id,
    name,
    email,
    role,
    created_at: showInstant(createdAtMs),
    removed_at: showInstantOrNull(removedAtMs),
  };
}

export const listMembersOperation = defineOperation({
  method: "get",
  path: "/v1/members",
  operationId: "listMembers",
  summary: "List the team, newest first, with those who were removed",
  tag,
  scope: "members:read",
  query: z.strictObject(pageQuery("members")),
  answer: pageOf(shownMember).meta({ id: "MemberPage" }),
});

export const addMemberOperation = defineOperation({
  method: "post",
  path: "/v1/members",
  operationId: "addMember",
  summary: "Add somebody to the team",
  description: "Only an owner makes owners; any other role takes every scope that the role has.",
  tag,
  scope: "members:write",
  liveOnly: true,
  body: z.strictObject({
    name,
    email: z
      .email("must be an email address")
      .max(254)
      .transform((email) => email.toLowerCase()),
    role,
  }),
  statuses: [201],
  answer: shownMember,
  refusals: ["live_key_needed", "role_beyond_yours", "member_exists"],
});

export const changeMemberOperation = defineOperation({
  method: "patch",
  path: "/v1/members/:id",
  operationId: "changeMember",
  summary: "Give a member another role or name",
  description:
    "Another role holds within 10 seconds for every key of the member. Whoever is raised needs new keys: those that he has are revoked, since others may know their secrets.",
  tag,
  scope: "members:write",
  liveOnly: true,
  params,
  body: z.strictObject({ name: name.optional(), role: role.optional() }),
  answer: shownMember,
  refusals: ["not_found", "live_key_needed", "role_beyond_yours", "last_owner", "busy"],
});

export const removeMemberOperation = defineOperation({
  method: "delete",
  path: "/v1/members/:id",
  operationId: "removeMember",
  summary: "Remove a member, and with him all his keys within 10 seconds",
  tag,
  scope: "members:write",
  liveOnly: true,
  params,
  answer: shownMember,
  refusals: ["not_found", "live_key_needed", "role_beyond_yours", "last_owner", "busy"],
});

export const createMemberKeyOperation = defineOperation({
  method: "post",
  path: "/v1/members/:id/keys",
  operationId: "createMemberKey",
  summary: "Create a key of a member",
  description: "It may do what the member's role may, also when he gets a lower one. A higher one ends it.",
  tag,
  scope: "members:write",
  liveOnly: true,
  params,
  body: z
    .strictObject({ name: newKeyName, mode: z.enum(["live", "test"]), expires_at: instant.optional() })
    .transform(({ expires_at, ...rest }) => ({ ...rest, expiresAtMs: expires_at })),
  idempotency: { forget: ["secret"] },
  statuses: [201],
  answer: shownNewKey,
  refusals: ["not_found", "live_key_needed", "role_beyond_yours", "busy"],
});

export const memberOperations = [
  listMembersOperation,
  addMemberOperation,
  changeMemberOperation,
  removeMemberOperation,
  createMemberKeyOperation,
];
