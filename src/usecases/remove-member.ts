import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok } from "#domain/result";
import type { Result } from "#domain/result";
import { commitMemberRemoval } from "#store/members";
import type { Member } from "#store/members";
import { describeChange } from "#usecases/describe-change";
import { manageMember } from "#usecases/manage-member";

/** From then on, and within 10 seconds in every isolate, none of his keys is good for anything. */
export async function removeMember(ctx: Context, id: string): Promise<Result<Member, Refusal>> {
  return manageMember(ctx, id, async (member) => {
    const audit = describeChange(ctx, "member.removed", id, { role: member.role });
    await commitMemberRemoval(ctx.db, { member, atMs: ctx.nowMs }, audit);
    return ok({ ...member, removedAtMs: ctx.nowMs });
  });
}
