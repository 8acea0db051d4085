import { decideRate, owe } from "#domain/rate-limit";
import type { RateDecision } from "#domain/rate-limit";
import { rateName, ratePolicies } from "#domain/rate-limit-policies";
import type { RateCall } from "#domain/rate-limit-policies";

/** Who has spent what, in an isolate or in the limiter itself. `untold`: units that the limiter knows nothing of yet. */
export type RateMemory = Map<string, RateState>;
export type RateState = { tatMs: number; untold: number };

/** An isolate's memory, and when it last found the limiter down. */
export type RateShield = { memory: RateMemory; failedAtMs: number };

export function createRateShield(): RateShield {
  return { memory: new Map(), failedAtMs: -Infinity };
}

/** Beyond that whoever was not heard of for longest is forgotten. */
export const mostRates = 20_000;

/** Decides by what is remembered, and remembers it. */
export function spend(memory: RateMemory, call: RateCall): RateDecision {
  const name = rateName(call);
  const known = memory.get(name);
  const decision = decideRate(ratePolicies[call.policy], known?.tatMs ?? null, call);
  const untold = (known?.untold ?? 0) + (decision.allowed ? call.cost : 0);
  remember(memory, name, { tatMs: decision.tatMs, untold });
  return decision;
}

/** What `spend` would decide. Changes nothing. */
export function foresee(memory: RateMemory, call: RateCall): RateDecision {
  return decideRate(ratePolicies[call.policy], memory.get(rateName(call))?.tatMs ?? null, call);
}

/** Counts what was spent elsewhere, and answers until when all is paid off. */
export function addSpent(memory: RateMemory, call: RateCall): number {
  const name = rateName(call);
  const tatMs = owe(ratePolicies[call.policy], memory.get(name)?.tatMs ?? null, call);
  remember(memory, name, { tatMs, untold: 0 });
  return tatMs;
}

/** The units to tell the limiter of now; 0 while they are too few. Who takes them has to tell them. */
export function takeUntold(memory: RateMemory, call: RateCall): number {
  const state = memory.get(rateName(call));
  const policy = ratePolicies[call.policy];
  if (state === undefined || policy.by !== "isolates" || state.untold < policy.tellAfter) return 0;
  const { untold } = state;
  state.untold = 0;
  return untold;
}

/** Takes in what the limiter knows of all isolates together; what was spent here meanwhile comes on top. */
export function learn(memory: RateMemory, call: RateCall, limiterTatMs: number): void {
  const name = rateName(call);
  const { tatMs = 0, untold = 0 } = memory.get(name) ?? {};
  const policy = ratePolicies[call.policy];
  const learntMs = owe(policy, limiterTatMs, { nowMs: call.nowMs, cost: untold });
  remember(memory, name, { tatMs: Math.max(tatMs, learntMs), untold });
}

/** Puts back what was written down. */
export function recall(memory: RateMemory, call: RateCall, tatMs: number): void {
  remember(memory, rateName(call), { tatMs, untold: 0 });
}

/** To the end, so that the first is always the one that was not heard of for longest. */
function remember(memory: RateMemory, name: string, state: RateState): void {
  memory.delete(name);
  if (memory.size >= mostRates) memory.delete(memory.keys().next().value ?? "");
  memory.set(name, state);
}
