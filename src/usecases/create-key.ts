import type { Context } from "#context";
import { mayDo } from "#domain/actor";
import type { Scope } from "#domain/actor";
import type { Mode } from "#domain/mode";
import { mayManage } from "#domain/rights";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitNewApiKey } from "#store/api-keys";
import type { ApiKey } from "#store/api-keys";
import { sha256Hex } from "#store/digest";
import { findMember } from "#store/members";
import { describeChange } from "#usecases/describe-change";

const secretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretSize = 40;

/** Its secret exists in this answer only. */
export type NewKey = { key: ApiKey; secret: string };

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
  await commitNewApiKey(ctx.db, key, describeChange(ctx, "key.created", key.id, { scopes: key.scopes }));
  return ok(made);
}

/** A key of a member, in the mode that he wants: it may do what his role may, whatever that is at the time. */
export async function createMemberKey(
  ctx: Context,
  input: { memberId: string; name: string; mode: Mode; expiresAtMs?: number | undefined },
): Promise<Result<NewKey, Refusal>> {
  const member = await findMember(ctx.db, input.memberId);
  if (member === null) return refuse({ code: "not_found", what: "member" });
  const { id: memberId, role } = member;
  if (!mayManage(ctx.actor, role)) return refuse({ code: "role_beyond_yours", role });
  const made = makeKey(ctx, { ...input, scopes: [] });
  const detail = { member_id: memberId, mode: input.mode };
  await commitNewApiKey(ctx.db, made.key, describeChange(ctx, "key.created", made.key.id, detail));
  return ok(made);
}

export function makeKey(
  ctx: Context,
  of: Pick<ApiKey, "name" | "mode" | "scopes" | "memberId"> & { expiresAtMs?: number | null | undefined },
): NewKey {
  const secret = `bq_${of.mode}_${ctx.newCode(secretAlphabet, secretSize)}`;
  const key: ApiKey = {
    id: ctx.newId("key"),
    hash: sha256Hex(secret),
    mode: of.mode,
    name: of.name,
    scopes: of.scopes,
    memberId: of.memberId,
    rotatedTo: null,
    lastUsedAtMs: null,
    createdAtMs: ctx.nowMs,
    expiresAtMs: of.expiresAtMs ?? null,
    revokedAtMs: null,
  };
  return { key, secret };
}
