import type { Context } from "#context";
import { mayManage } from "#domain/rights";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findMember } from "#store/members";
import type { Member } from "#store/members";

/**
 * A member's keys are his, and of those who may manage him: then the answer is the member whose role that was decided
 * on. Null where no role mattered: for himself, and for one who was removed, whose keys are over.
 */
export async function judgeMembersKey(ctx: Context, memberId: string): Promise<Result<Member | null, Refusal>> {
  const { actor } = ctx;
  if (actor.type === "key" && actor.member?.id === memberId) return ok(null);
  const member = await findMember(ctx.db, memberId);
  if (member === null || mayManage(actor, member.role)) return ok(member);
  return refuse({ code: "role_beyond_yours", role: member.role });
}
