import type { Context } from "#context";
import { mayManage } from "#domain/rights";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitMemberChange, commitMemberRemoval, findMember } from "#store/members";
import type { Member, MemberFields } from "#store/members";
import { changedFields, describeChange, nameFields } from "#usecases/describe-change";
import { retryRaces } from "#usecases/retry-races";

const attempts = 3;

/** Whoever changes a role must be able to manage both: the one that was and the one that will be. */
export async function changeMember(
  ctx: Context,
  { id, fields }: { id: string; fields: { [F in keyof MemberFields]: MemberFields[F] | undefined } },
): Promise<Result<Member, Refusal>> {
  return whileMemberChanges(ctx, id, async (member) => {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const set: MemberFields = changedFields(member, given);
    if (set.role !== undefined && !mayManage(ctx.actor, set.role))
      return refuse({ code: "role_beyond_yours", role: set.role });
    if (Object.keys(set).length === 0) return ok(member);
    const detail = { fields: nameFields(set), ...(set.role === undefined ? {} : { from: member.role, to: set.role }) };
    await commitMemberChange(ctx.db, { member, set }, describeChange(ctx, "member.changed", id, detail));
    return ok({ ...member, ...set });
  });
}

/** From then on, and within 10 seconds in every isolate, none of his keys is good for anything. */
export async function removeMember(ctx: Context, id: string): Promise<Result<Member, Refusal>> {
  return whileMemberChanges(ctx, id, async (member) => {
    const audit = describeChange(ctx, "member.removed", id, { role: member.role });
    await commitMemberRemoval(ctx.db, { member, atMs: ctx.nowMs }, audit);
    return ok({ ...member, removedAtMs: ctx.nowMs });
  });
}

/** Reads the member and changes him; anew when somebody else did in between. */
async function whileMemberChanges(
  ctx: Context,
  id: string,
  change: (member: Member) => Promise<Result<Member, Refusal>>,
): Promise<Result<Member, Refusal>> {
  const isRace = (error: unknown) => violatedConstraint(error) === "facts_stale";
  try {
    return await retryRaces({ name: ctx.requestId, attempts, isRace }, async () => {
      const member = await findMember(ctx.db, id);
      if (member === null) return refuse({ code: "not_found", what: "member" } satisfies Refusal);
      const { role } = member;
      if (!mayManage(ctx.actor, role)) return refuse({ code: "role_beyond_yours", role } satisfies Refusal);
      return change(member);
    });
  } catch (error) {
    if (violatedConstraint(error) === "last_owner") return refuse({ code: "last_owner", member: id });
    throw error;
  }
}
