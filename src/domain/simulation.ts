import { isCurrency, shareOf } from "#domain/money";
import type { Reward, RewardState } from "#domain/reward";
import { rewardStates } from "#domain/reward";

/** A reward as a summary needs it; `denial` is why it was denied. */
export type SummedReward = Pick<
  Reward,
  "ruleKey" | "unit" | "quantity" | "reversedQuantity" | "redeemedQuantity" | "worthMinor" | "worthCurrency" | "state"
> & { denial: string | null };

/** What became of so much of a unit: what was granted stands, was taken back or expired. */
export type UnitSum = {
  unit: string;
  granted: number;
  denied: number;
  reversed: number;
  expired: number;
  standing: number;
};

/** How rewards stand in the end. */
export type RewardSum = {
  states: Record<RewardState, number>;
  units: UnitSum[];
  /** What stands costs so much; what has no price is not in it. */
  costs: { currency: string; amountMinor: number }[];
  denials: { reason: string; rewards: number }[];
};

export type Compared<T> = { simulated: T; actual: T; difference: T };

export function sumRewards(rewards: readonly SummedReward[]): RewardSum {
  const costs = rewards.flatMap(costOf);
  const denied = rewards.filter(({ state }) => state === "denied");
  return {
    states: mapStates((state) => rewards.filter((reward) => reward.state === state).length),
    units: grouped(rewards, ({ unit }) => unit).map(([unit, all]) => sumUnit(unit, all)),
    costs: grouped(costs, ({ currency }) => currency).map(([currency, all]) => ({
      currency,
      amountMinor: sum(all.map(({ amountMinor }) => amountMinor)),
    })),
    denials: grouped(denied, ({ denial }) => denial ?? "unknown").map(([reason, all]) => ({
      reason,
      rewards: all.length,
    })),
  };
}

/** Rule by rule, those of either side, in the order of their keys. */
export function compareRules(
  simulated: readonly SummedReward[],
  actual: readonly SummedReward[],
  keys: readonly string[],
): ({ rule: string } & Compared<RewardSum>)[] {
  const all = new Set([...keys, ...[...simulated, ...actual].map(({ ruleKey }) => ruleKey)]);
  return [...all].map((rule) => {
    const ofRule = (rewards: readonly SummedReward[]) => rewards.filter(({ ruleKey }) => ruleKey === rule);
    return { rule, ...compareRewards(ofRule(simulated), ofRule(actual)) };
  });
}

export function compareRewards(
  simulatedRewards: readonly SummedReward[],
  actualRewards: readonly SummedReward[],
): Compared<RewardSum> {
  const [simulated, actual] = [sumRewards(simulatedRewards), sumRewards(actualRewards)];
  const difference: RewardSum = {
    states: mapStates((state) => simulated.states[state] - actual.states[state]),
    units: subtract(simulated.units, actual.units, "unit"),
    costs: subtract(simulated.costs, actual.costs, "currency"),
    denials: subtract(simulated.denials, actual.denials, "reason"),
  };
  return { simulated, actual, difference };
}

/** What is neither taken back nor expired; what was used of an expired one stands. */
function standingOf({ state, quantity, reversedQuantity, redeemedQuantity }: SummedReward): number {
  if (state === "denied" || state === "voided") return 0;
  return state === "expired" ? Math.min(redeemedQuantity, quantity - reversedQuantity) : quantity - reversedQuantity;
}

function sumUnit(unit: string, rewards: readonly SummedReward[]): UnitSum {
  const of = (measure: (reward: SummedReward) => number) => sum(rewards.map(measure));
  return {
    unit,
    granted: of(({ state, quantity }) => (state === "denied" ? 0 : quantity)),
    denied: of(({ state, quantity }) => (state === "denied" ? quantity : 0)),
    reversed: of(reversedOf),
    expired: of((reward) =>
      reward.state === "expired" ? reward.quantity - reversedOf(reward) - standingOf(reward) : 0,
    ),
    standing: of(standingOf),
  };
}

function reversedOf({ state, quantity, reversedQuantity }: SummedReward): number {
  if (state === "denied") return 0;
  return state === "voided" ? quantity : reversedQuantity;
}

function costOf(reward: SummedReward): { currency: string; amountMinor: number }[] {
  const { unit, quantity, worthMinor, worthCurrency } = reward;
  const standing = standingOf(reward);
  if (standing === 0) return [];
  if (isCurrency(unit)) return [{ currency: unit, amountMinor: standing }];
  if (worthMinor === null || worthCurrency === null) return [];
  return [{ currency: worthCurrency, amountMinor: shareOf(worthMinor, standing, quantity) }];
}

/** One row per name of either side, each number less the other's. */
function subtract<T extends object>(left: readonly T[], right: readonly T[], by: keyof T): T[] {
  const names = new Set([...left, ...right].map((row) => row[by]));
  return [...names].map((name) => {
    const [a, b] = [left, right].map((rows) => rows.find((row) => row[by] === name));
    const fields = Object.keys(a ?? b ?? {}) as (keyof T)[];
    const numbers = fields.map((field) => [
      field,
      field === by ? name : Number(a?.[field] ?? 0) - Number(b?.[field] ?? 0),
    ]);
    // Safe because every field but the name is a number.
    return Object.fromEntries(numbers) as T;
  });
}

function mapStates(numberOf: (state: RewardState) => number): Record<RewardState, number> {
  // Safe because every state is among them.
  return Object.fromEntries(rewardStates.map((state) => [state, numberOf(state)])) as Record<RewardState, number>;
}

function grouped<T>(rows: readonly T[], by: (row: T) => string): [string, T[]][] {
  return [...Map.groupBy(rows, by)].sort(([a], [b]) => (a < b ? -1 : 1));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
