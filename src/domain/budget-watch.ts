import { windowEndMs, windowStartMs } from "#domain/calendar";
import { everMs } from "#domain/counter";
import type { CounterKey } from "#domain/counter";
import { budgetCounterName } from "#domain/limit";
import type { Limit, ProgramDocument } from "#domain/program";

/** From so much on the team is told. */
const nearingPercent = 80;

export type UsedCounter = CounterKey & { used: number };

/** A budget that is nearly used up. `key` names limit and window, wherever the limit stands in the document. */
export type NearingBudget = {
  key: string;
  startsAtMs: number;
  payload: {
    rule: string;
    limit_index: number;
    unit: string;
    amount_minor: number;
    used_minor: number;
    percent: number;
  };
  /** Null: it has no end. */
  endsAtMs: number | null;
};

/**
 * The budgets of rules, campaigns and the whole program that are at 80 % or more in the window that is open now. What
 * one person may get is no budget of the team's.
 */
export function findNearingBudgets(
  document: ProgramDocument,
  counters: readonly UsedCounter[],
  nowMs: number,
): NearingBudget[] {
  const found = new Map<string, NearingBudget>();
  for (const { key: rule, limit: limits = [] } of document.rules) {
    for (const [limitIndex, limit] of limits.entries()) {
      for (const budget of nearingOf(limit, { rule, limitIndex }, { document, counters, nowMs })) {
        // Rules that state one budget of the program share it.
        if (!found.has(budget.key)) found.set(budget.key, budget);
      }
    }
  }
  return [...found.values()];
}

function nearingOf(
  limit: Limit,
  { rule, limitIndex }: { rule: string; limitIndex: number },
  { document, counters, nowMs }: { document: ProgramDocument; counters: readonly UsedCounter[]; nowMs: number },
): NearingBudget[] {
  if (!("budget" in limit)) return [];
  const { unit, amount_minor: amount } = limit.budget;
  const window = limit.window ?? "ever";
  const isOf = budgetCounterName(limit, rule);
  if (isOf === null) return [];
  const endsAtMs = windowEndMs(window, nowMs, document.time_zone);
  return counters
    .filter((counter) => counter.scope === "" && counter.endsAtMs === endsAtMs && isOf(counter.name))
    .filter(({ used }) => used * 100 >= amount * nearingPercent)
    .map(({ name, used }) => ({
      key: `${name} ${amount} ${endsAtMs}`,
      startsAtMs: windowStartMs(window, nowMs, document.time_zone),
      payload: {
        rule,
        limit_index: limitIndex,
        unit,
        amount_minor: amount,
        used_minor: used,
        percent: Number((BigInt(used) * 100n) / BigInt(amount)),
      },
      endsAtMs: endsAtMs === everMs ? null : endsAtMs,
    }));
}
