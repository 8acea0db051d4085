import type { Context } from "#context";
import { addressHash, addressObject } from "#store/address-hash";
import { commitNoSuppression, commitSuppression, findSuppression } from "#store/email-suppressions";
import type { Suppression } from "#store/email-suppressions";
import { describeChange } from "#usecases/describe-change";

/** Nobody writes to this mailbox from now on. Once more is once. */
export async function suppressAddress(
  ctx: Context,
  { email, reason }: { email: string; reason: Suppression["reason"] },
): Promise<Suppression> {
  const suppression = { mode: ctx.actor.mode, addressHash: addressHash(email), reason, createdAtMs: ctx.nowMs };
  const known = await findSuppression(ctx.db, suppression);
  if (known !== null) return known;
  const audit = describeChange(ctx, "email.suppressed", addressObject(suppression.addressHash), { reason });
  await commitSuppression(ctx.db, suppression, audit);
  return suppression;
}

/** Whether there was anything to lift. */
export async function allowAddress(ctx: Context, email: string): Promise<boolean> {
  const key = { mode: ctx.actor.mode, addressHash: addressHash(email) };
  if ((await findSuppression(ctx.db, key)) === null) return false;
  await commitNoSuppression(ctx.db, key, describeChange(ctx, "email.allowed", addressObject(key.addressHash)));
  return true;
}
