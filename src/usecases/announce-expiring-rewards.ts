import type { Context } from "#context";
import { expiryNotice, noticeMs } from "#domain/expiry-notice";
import { listExpiringRewards } from "#store/expiring-rewards";
import type { ExpiryPlace } from "#store/expiring-rewards";
import { commitNewMessages } from "#store/outbox";

const pageSize = 500;
/** Bounds one run; what is left over is told by the next one. */
const mostPages = 40;

/** Tells of every reward that expires within a week, once: the same one again is there already. */
export async function announceExpiringRewards(ctx: Context): Promise<{ announced: number }> {
  let announced = 0;
  let after: ExpiryPlace = { expiresAtMs: ctx.nowMs + 1, id: "" };
  for (let page = 0; page < mostPages; page += 1) {
    const found = await listExpiringRewards(ctx.db, { after, untilMs: ctx.nowMs + noticeMs, limit: pageSize });
    const messages = found.map(({ reward, mode }) => expiryNotice(reward, mode));
    const added = await commitNewMessages(ctx.db, messages, ctx.nowMs);
    ctx.ring(added);
    announced += added.length;
    const last = found.at(-1)?.reward;
    if (last === undefined || found.length < pageSize) break;
    after = { expiresAtMs: last.expiresAtMs, id: last.id };
  }
  return { announced };
}
