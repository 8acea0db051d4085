import type { Context } from "#context";
import type { ApiKey } from "#store/api-keys";
import { sha256Hex } from "#store/digest";

const secretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretSize = 40;

/** Its secret exists in this answer only. */
export type NewKey = { key: ApiKey; secret: string };

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
