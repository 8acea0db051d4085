import { mayDo, scopes } from "#domain/actor";
import type { Actor, Scope } from "#domain/actor";

/** From the one that may do most: each may do all that those after it may. */
export const roles = ["owner", "admin", "support", "analyst"] as const;
export type Role = (typeof roles)[number];

const reading = scopes.filter((scope) => scope.endsWith(":read"));

/**
 * What a member's keys may do. Owners and admins differ in one thing, which no scope tells: `mayManage`.
 * docs/guides/rights.md shows the table.
 */
export const roleScopes: { readonly [role in Role]: readonly Scope[] } = {
  owner: scopes,
  admin: scopes,
  support: [...reading, "referrals:write", "rewards:write", "reviews:write"],
  analyst: reading,
};

/**
 * Whether somebody may make members of that role, change or remove them, and make or end keys of theirs. Owners are the
 * business of owners; for the rest nobody hands on a right that he lacks, so that nobody raises himself, be it by way of
 * somebody else.
 */
export function mayManage(actor: Actor, role: Role): boolean {
  if (role === "owner") return actor.type === "key" && actor.member?.role === "owner";
  return roleScopes[role].every((scope) => mayDo(actor, scope));
}

/** Whether another role may do more than the one before. */
export function isRaise(from: Role, to: Role): boolean {
  return roles.indexOf(to) < roles.indexOf(from);
}
