import type { Context } from "#context";
import type { Mode } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok } from "#domain/result";
import type { Result } from "#domain/result";
import { commitNewApiKey } from "#store/api-keys";
import { describeChange } from "#usecases/describe-change";
import { makeKey } from "#usecases/make-key";
import type { NewKey } from "#usecases/make-key";
import { manageMember } from "#usecases/manage-member";

/** A key of a member, in the mode that he wants: it may do what his role may, until he is raised. */
export async function createMemberKey(
  ctx: Context,
  input: { memberId: string; name: string; mode: Mode; expiresAtMs?: number | undefined },
): Promise<Result<NewKey, Refusal>> {
  return manageMember(ctx, input.memberId, async (member) => {
    const made = makeKey(ctx, { ...input, scopes: [] });
    const audit = describeChange(ctx, "key.created", made.key.id, { member_id: member.id, mode: input.mode });
    await commitNewApiKey(ctx.db, { key: made.key, member }, audit);
    return ok(made);
  });
}
