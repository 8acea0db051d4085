import type { Context } from "#context";
import { mayManage } from "#domain/rights";
import type { Refusal } from "#domain/refusal";
import { refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { findMember } from "#store/members";
import type { Member } from "#store/members";
import { retryRaces } from "#usecases/retry-races";

const attempts = 3;

/**
 * Reads a member, asks whether the actor may manage him, and does what is wanted; anew when somebody else changed him
 * in between, which the batch finds out (`guardRole`).
 */
export async function manageMember<T>(
  ctx: Context,
  id: string,
  act: (member: Member) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const isRace = (error: unknown) => violatedConstraint(error) === "facts_stale";
  try {
    return await retryRaces({ name: ctx.requestId, attempts, isRace }, async () => {
      const member = await findMember(ctx.db, id);
      if (member === null) return refuse({ code: "not_found", what: "member" } satisfies Refusal);
      const { role } = member;
      if (!mayManage(ctx.actor, role)) return refuse({ code: "role_beyond_yours", role } satisfies Refusal);
      return act(member);
    });
  } catch (error) {
    if (violatedConstraint(error) === "last_owner") return refuse({ code: "last_owner", member: id });
    throw error;
  }
}
