import type { Context } from "#context";
import type { FulfilmentFacts } from "#domain/fulfilment";
import type { FulfilmentPlan } from "#domain/fulfilment-plan";
import type { NewAuditRow } from "#store/audit-log";
import { describeChange } from "#usecases/describe-change";
import { fulfilmentJob } from "#usecases/open-fulfilment-facts";

/** The audit row of what the outside has more or less by now; null where that is the same as before. */
export function describeGiven(
  ctx: Context,
  { fulfilment, program }: FulfilmentFacts,
  { plan, externalId }: { plan: FulfilmentPlan; externalId: string | null },
): NewAuditRow | null {
  const { rewardId, mode, givenQuantity, form } = fulfilment;
  const quantity = plan.set.givenQuantity - givenQuantity;
  if (quantity === 0) return null;
  const action = quantity > 0 ? "reward.fulfilled" : "reward.fulfilment_taken_back";
  const about = { program_id: program.id, form, quantity: Math.abs(quantity), external_id: externalId };
  return describeChange({ ...ctx, actor: { type: "job", name: fulfilmentJob, mode } }, action, rewardId, about);
}
