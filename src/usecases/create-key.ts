import type { Context } from "#context";
import { mayDo } from "#domain/actor";
import type { Scope } from "#domain/actor";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitNewApiKey } from "#store/api-keys";
import { describeChange } from "#usecases/describe-change";
import { makeKey } from "#usecases/make-key";
import type { NewKey } from "#usecases/make-key";

/** A server key of the same mode. Nobody gives away a scope that they lack. */
export async function createKey(
  ctx: Context,
  input: { name: string; scopes: Scope[]; expiresAtMs?: number | undefined },
): Promise<Result<NewKey, Refusal>> {
  const { actor } = ctx;
  const beyond = input.scopes.find((scope) => !mayDo(actor, scope));
  if (beyond !== undefined) return refuse({ code: "insufficient_scope", needed: beyond });
  const made = makeKey(ctx, { ...input, mode: actor.mode, scopes: [...new Set(input.scopes)], memberId: null });
  const { key } = made;
  const audit = describeChange(ctx, "key.created", key.id, { scopes: key.scopes });
  await commitNewApiKey(ctx.db, { key, member: null }, audit);
  return ok(made);
}
