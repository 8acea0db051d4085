import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitKeyRevocation, findApiKey } from "#store/api-keys";
import type { ApiKey } from "#store/api-keys";
import { describeChange } from "#usecases/describe-change";
import { judgeMembersKey } from "#usecases/key-rights";

/** Complete within 10 seconds, when the last isolate has read the key again. A revoked key stays revoked. */
export async function revokeKey(ctx: Context, id: string): Promise<Result<ApiKey, Refusal>> {
  const key = await findApiKey(ctx.db, ctx.actor.mode, id);
  if (key === null) return refuse({ code: "not_found", what: "key" });
  if (key.revokedAtMs !== null) return ok(key);
  const judged = key.memberId === null ? ok(null) : await judgeMembersKey(ctx, key.memberId);
  if (!judged.ok) return judged;
  await commitKeyRevocation(ctx.db, id, ctx.nowMs, describeChange(ctx, "key.revoked", id));
  return ok({ ...key, revokedAtMs: ctx.nowMs });
}
