import { decideEvent } from "#domain/decide-event";
import type { EventAnswer, ReportedEvent } from "#domain/event";
import type { ReadableEvent } from "#domain/event-facts";
import type { NewId } from "#domain/id";
import { applyPlan } from "#domain/replay-apply";
import { factsFrom } from "#domain/replay-facts";
import type { World } from "#domain/replay-world";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";

/** An event with what the door made of it. */
export type Delivery = { event: ReportedEvent; readable: ReadableEvent; verified: boolean; actor: string };

export type Moment = { nowMs: number; newId: NewId };

/** Facts, decision, effect: what `usecases/record-event.ts` does with a database, by the same decision. */
export function recordInWorld(
  world: World,
  { event, readable, verified, actor }: Delivery,
  { nowMs, newId }: Moment,
): Result<EventAnswer, Refusal> {
  const facts = factsFrom(world, event, { readable, nowMs });
  if (facts.known !== null && facts.known.contentHash !== readable.contentHash)
    return refuse({ code: "event_content_differs", eventId: event.id });
  const first = facts.known?.answer ?? null;
  if (first !== null) return ok(first);
  const flags = { referralsEnabled: true, rewardsEnabled: true };
  const plan = decideEvent({ event, readable, verified, facts, ...flags, actor, nowMs, newId });
  if (!plan.ok) return plan;
  applyPlan(world, plan.value);
  return ok(plan.value.event.answer);
}
