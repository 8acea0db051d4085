import type { Context } from "#context";
import { isRaise, mayManage } from "#domain/rights";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitMemberChange } from "#store/members";
import type { Member, MemberFields } from "#store/members";
import { changedFields, describeChange, nameFields } from "#usecases/describe-change";
import { manageMember } from "#usecases/manage-member";

/**
 * Whoever changes a role must be able to manage both: the one that was and the one that will be. Who is raised gets
 * keys anew: the secrets of the old ones were seen by those who could manage the lower role, and perhaps not the higher.
 */
export async function changeMember(
  ctx: Context,
  { id, fields }: { id: string; fields: { [F in keyof MemberFields]: MemberFields[F] | undefined } },
): Promise<Result<Member, Refusal>> {
  return manageMember(ctx, id, async (member) => {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const set: MemberFields = changedFields(member, given);
    const { role: to } = set;
    if (to !== undefined && !mayManage(ctx.actor, to)) return refuse({ code: "role_beyond_yours", role: to });
    if (Object.keys(set).length === 0) return ok(member);
    const endsKeys = to !== undefined && isRaise(member.role, to);
    const change = to === undefined ? {} : { from: member.role, to, keys_revoked: endsKeys };
    const audit = describeChange(ctx, "member.changed", id, { fields: nameFields(set), ...change });
    await commitMemberChange(ctx.db, { member, set, endKeysAtMs: endsKeys ? ctx.nowMs : null }, audit);
    return ok({ ...member, ...set });
  });
}
