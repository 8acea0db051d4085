import type { Context } from "#context";
import { mayDo } from "#domain/actor";
import type { Scope } from "#domain/actor";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitNewApiKey } from "#store/api-keys";
import type { ApiKey } from "#store/api-keys";
import { sha256Hex } from "#store/digest";
import { describeChange } from "#usecases/describe-change";

const secretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretSize = 40;

/** A key of the same mode. Its secret exists in this answer only; nobody gives away a scope that they lack. */
export async function createKey(
  ctx: Context,
  input: { name: string; scopes: Scope[]; expiresAtMs?: number | undefined },
): Promise<Result<{ key: ApiKey; secret: string }, Refusal>> {
  const { actor } = ctx;
  const beyond = input.scopes.find((scope) => !mayDo(actor, scope));
  if (beyond !== undefined) return refuse({ code: "insufficient_scope", needed: beyond });
  const secret = `bq_${actor.mode}_${ctx.newCode(secretAlphabet, secretSize)}`;
  const key: ApiKey = {
    id: ctx.newId("key"),
    hash: sha256Hex(secret),
    mode: actor.mode,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    memberId: null,
    rotatedTo: null,
    lastUsedAtMs: null,
    createdAtMs: ctx.nowMs,
    expiresAtMs: input.expiresAtMs ?? null,
    revokedAtMs: null,
  };
  await commitNewApiKey(ctx.db, key, describeChange(ctx, "key.created", key.id, { scopes: key.scopes }));
  return ok({ key, secret });
}
