import { expect, test } from "vitest";
import { scopes } from "#domain/actor";
import type { Actor, Scope } from "#domain/actor";
import { isRaise, mayManage, roles, roleScopes } from "#domain/rights";
import type { Role } from "#domain/rights";

const member = (role: Role): Actor => ({
  type: "key",
  id: "key_1",
  mode: "live",
  scopes: roleScopes[role],
  member: { id: "mbr_1", role },
});
const server = (held: readonly Scope[]): Actor => ({ type: "key", id: "key_1", mode: "live", scopes: held });
const managed = (actor: Actor) => roles.filter((role) => mayManage(actor, role));

test("owners and admins have every scope, analysts those that change nothing, and support three verbs more", () => {
  expect(roleScopes.owner).toEqual(scopes);
  expect(roleScopes.admin).toEqual(scopes);
  expect(roleScopes.analyst.filter((scope) => !scope.endsWith(":read"))).toEqual([]);
  expect(roleScopes.analyst).toContain("fraud:read");
  const more = roleScopes.support.filter((scope) => !roleScopes.analyst.includes(scope));
  expect(more).toEqual(["referrals:write", "rewards:write", "reviews:write"]);
});

test("owners manage everybody, admins everybody else, and others only who has no right that they lack", () => {
  expect(managed(member("owner"))).toEqual(["owner", "admin", "support", "analyst"]);
  expect(managed(member("admin"))).toEqual(["admin", "support", "analyst"]);
  expect(managed(member("support"))).toEqual(["support", "analyst"]);
  expect(managed(member("analyst"))).toEqual(["analyst"]);
});

test("a server key manages no owner whatever its scopes, and nobody who has a scope more", () => {
  expect(managed(server(scopes))).toEqual(["admin", "support", "analyst"]);
  expect(managed(server(scopes.filter((scope) => scope !== "privacy:write")))).toEqual(["support", "analyst"]);
  expect(managed(server(["members:write"]))).toEqual([]);
});

test("participants, jobs and the public manage nobody", () => {
  expect(managed({ type: "participant", id: "ptc_1", mode: "live" })).toEqual([]);
  expect(managed({ type: "job", name: "sweep_pending_events", mode: "live" })).toEqual([]);
  expect(managed({ type: "public", mode: "live" })).toEqual([]);
});

test("a raise is whatever lets somebody do or manage more, and each role may do all that a lower one may", () => {
  for (const from of roles) {
    for (const to of roles) {
      const gains =
        roleScopes[to].some((scope) => !roleScopes[from].includes(scope)) ||
        managed(member(to)).length > managed(member(from)).length;
      expect({ from, to, isRaise: isRaise(from, to) }).toEqual({ from, to, isRaise: gains });
    }
  }
});
