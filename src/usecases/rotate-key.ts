import type { Context } from "#context";
import { mayDo } from "#domain/actor";
import type { Scope } from "#domain/actor";
import { hourMs } from "#domain/day";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitKeyRotation, findApiKey } from "#store/api-keys";
import type { ApiKey } from "#store/api-keys";
import { violatedConstraint } from "#store/database";
import type { Member } from "#store/members";
import { describeChange } from "#usecases/describe-change";
import { judgeMembersKey } from "#usecases/key-rights";
import { makeKey } from "#usecases/make-key";
import type { NewKey } from "#usecases/make-key";
import { retryRaces } from "#usecases/retry-races";

const attempts = 3;

/**
 * Another key with the same name, rights and end; the old one is good until the grace is over. Once for each key: two
 * who rotate it at once would else both believe that theirs is the one that stays.
 */
export async function rotateKey(
  ctx: Context,
  { id, graceHours }: { id: string; graceHours: number },
): Promise<Result<NewKey, Refusal>> {
  const isRace = (error: unknown) => violatedConstraint(error) === "facts_stale";
  return retryRaces({ name: ctx.requestId, attempts, isRace }, async () => {
    const old = await findApiKey(ctx.db, ctx.actor.mode, id);
    if (old === null) return refuse({ code: "not_found", what: "key" } satisfies Refusal);
    const over = refuseOver(old, ctx.nowMs);
    if (over !== null) return over;
    const judged = await judge(ctx, old);
    if (!judged.ok) return judged;
    const made = makeKey(ctx, old);
    const endsAtMs = Math.min(old.expiresAtMs ?? Infinity, ctx.nowMs + graceHours * hourMs);
    const audit = describeChange(ctx, "key.rotated", id, { rotated_to: made.key.id, grace_hours: graceHours });
    await commitKeyRotation(ctx.db, { old, key: made.key, endsAtMs, member: judged.value }, audit);
    return ok(made);
  });
}

function refuseOver({ id, revokedAtMs, expiresAtMs, rotatedTo }: ApiKey, nowMs: number) {
  const over = (reason: "revoked" | "expired" | "rotated") =>
    refuse({ code: "key_over", key: id, reason, rotatedTo } satisfies Refusal);
  if (revokedAtMs !== null) return over("revoked");
  if (rotatedTo !== null) return over("rotated");
  return expiresAtMs !== null && expiresAtMs <= nowMs ? over("expired") : null;
}

/** Whoever gets another's secret could do all that the key can: so he must be able to already. */
async function judge(ctx: Context, { memberId, scopes }: ApiKey): Promise<Result<Member | null, Refusal>> {
  if (memberId !== null) return judgeMembersKey(ctx, memberId);
  // Safe because scopes are written from parsed bodies only.
  const needed = (scopes as Scope[]).find((scope) => !mayDo(ctx.actor, scope));
  return needed === undefined ? ok(null) : refuse({ code: "insufficient_scope", needed });
}
