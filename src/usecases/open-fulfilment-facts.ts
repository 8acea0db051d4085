import type { Context } from "#context";
import { actorName } from "#domain/actor";
import type { FulfilmentFacts } from "#domain/fulfilment";
import type { FulfilmentSetting } from "#domain/fulfilment-plan";
import { programNowMs } from "#domain/mode";
import type { StoredFulfilmentFacts } from "#store/fulfilment-facts";

/** Who hands rewards over, whatever made it look: a tick, the doorbell or a delivery. */
export const fulfilmentJob = "fulfil_rewards";

/** What was read, with what the deployment can do, and who acts when: value moves by the program's clock. */
export function openFulfilmentFacts(ctx: Context, loaded: StoredFulfilmentFacts) {
  const { mode } = loaded.fulfilment;
  const account = ctx.outside.stripe(mode);
  const facts: FulfilmentFacts = { ...loaded, isConfigured: account !== null };
  const times = { programNowMs: programNowMs(loaded.program, ctx.nowMs), nowMs: ctx.nowMs };
  const actor = actorName({ type: "job", name: fulfilmentJob, mode });
  const setting: FulfilmentSetting = { actor, nowMs: times.programNowMs, newId: ctx.newId, times };
  return { account, facts, setting };
}
