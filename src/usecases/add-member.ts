import type { Context } from "#context";
import { mayManage } from "#domain/rights";
import type { Role } from "#domain/rights";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitNewMember } from "#store/members";
import type { Member } from "#store/members";
import { describeChange } from "#usecases/describe-change";

/** One member for one address, however often he is added at once. */
export async function addMember(
  ctx: Context,
  input: { name: string; email: string; role: Role },
): Promise<Result<Member, Refusal>> {
  const { role } = input;
  if (!mayManage(ctx.actor, role)) return refuse({ code: "role_beyond_yours", role });
  const member: Member = { ...input, id: ctx.newId("mbr"), createdAtMs: ctx.nowMs, removedAtMs: null };
  try {
    await commitNewMember(ctx.db, member, describeChange(ctx, "member.added", member.id, { role }));
  } catch (error) {
    if (violatedConstraint(error) === "member_exists") return refuse({ code: "member_exists" });
    throw error;
  }
  return ok(member);
}
