import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import { isStayDue } from "#store/due-items";
import type { DueItem } from "#store/due-items";
import { tellTogether } from "#usecases/feed-boards";
import { endStay } from "#usecases/end-stay";
import { expireReward } from "#usecases/expire-reward";
import { releaseReward } from "#usecases/release-reward";

/** How many of the due things are done, and how many are left for the next time. */
export type Settled = { done: number; failed: number };

/** Does what is due, one after the other: one that fails keeps none of the others from its turn. */
export async function settleDueItems(ctx: Context, items: readonly DueItem[]): Promise<Settled> {
  const settled: Settled = { done: 0, failed: 0 };
  return tellTogether(ctx, async (gathering) => {
    for (const item of items) settled[(await settleDueItem(gathering, item)) ? "done" : "failed"]++;
    return settled;
  });
}

/** Under the job's name, whoever lets time pass. */
export async function settleDueItem(ctx: Context, item: DueItem): Promise<boolean> {
  const { mode, what } = item;
  const job: Context = { ...ctx, actor: { type: "job", name: jobNames[what], mode } };
  try {
    const result = await settle(job, item);
    if (!result.ok) ctx.log("error", "due_item_refused", { ...idOf(item), refusal: result.refusal.code });
    else if (item.what !== "stay" || !(await isStayDue(ctx.db, item))) return true;
    else ctx.log("error", "due_item_still_due", idOf(item));
  } catch (error) {
    ctx.log("error", "due_item_failed", { ...idOf(item), error: describeFault(error) });
  }
  return false;
}

export const jobNames = { release: "release_rewards", expiry: "expire_rewards", stay: "end_stays" } as const;

function settle(job: Context, item: DueItem): Promise<Result<unknown, Refusal>> {
  if (item.what === "stay") return endStay(job, item);
  return item.what === "release" ? releaseReward(job, item.rewardId) : expireReward(job, item.rewardId);
}

/** Never whom it is about. */
function idOf(item: DueItem): Record<string, string | number> {
  const id = item.what === "stay" ? { referral_id: item.referralId } : { reward_id: item.rewardId };
  return { what: item.what, due_at_ms: item.dueAtMs, ...id };
}
