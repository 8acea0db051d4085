import { windowEndMs } from "#domain/calendar";
import type { CounterChange, CounterKey } from "#domain/counter";
import { isCurrency } from "#domain/money";
import type { Limit, ProgramDocument, Rule } from "#domain/program";
import type { Reward } from "#domain/reward";

/**
 * A place that a reward took under a limit: so much of a counter. With `byQuantity` what is taken back of the
 * reward frees its part of the place; without it the place is free when all of the reward is gone.
 */
export type Place = CounterKey & { amount: number; byQuantity: boolean };

/** A place that a reward would take, and how much of it there is; `cap` is null where the limit only counts. */
export type LimitUse = { place: Place; cap: number | null; limit: Limit };

export type LimitSetting = {
  /** In force now: limits and time zone go by it, while the rule itself was promised earlier. */
  current: ProgramDocument;
  referrerId: string;
  refereeId: string;
  campaign: string | null;
};

/**
 * The places that a reward under a rule takes. A limit of the whole program or of a campaign counts the rewards
 * of every rule, and stops those of the rules that state it.
 */
export function limitUses(rule: Rule, reward: Reward, setting: LimitSetting): LimitUse[] | "budget_other_unit" {
  const own = setting.current.rules.find(({ key }) => key === rule.key) ?? rule;
  const uses = new Map<string, LimitUse>();
  for (const stated of [own, ...setting.current.rules.filter(({ key }) => key !== own.key)]) {
    for (const limit of stated.limit ?? []) {
      if (!isConcerned(limit, { stated, own }, reward, setting)) continue;
      const amount = amountUnder(limit, reward);
      if (amount === null && stated === own) return "budget_other_unit";
      if (amount === null || amount === 0) continue;
      const use = useOf(limit, own, { reward, amount }, setting);
      const name = JSON.stringify(use.place);
      const known = uses.get(name);
      if (known === undefined) uses.set(name, stated === own ? use : { ...use, cap: null });
      else if (stated === own) uses.set(name, { ...use, cap: Math.min(use.cap ?? Infinity, known.cap ?? Infinity) });
    }
  }
  return [...uses.values()];
}

/** How much of its places a reward has given back by now. */
export function freedOf({ state, reversedQuantity }: Reward, { amount, byQuantity }: Place): number {
  if (state === "reversed" || state === "voided") return amount;
  return byQuantity ? reversedQuantity : 0;
}

/** What a step of a reward gives back of its places. */
export function freedPlaces(before: Reward, after: Reward): CounterChange[] {
  return (after.places ?? []).flatMap((place) => {
    const { scope, endsAtMs, name } = place;
    const freed = freedOf(after, place) - freedOf(before, place);
    return freed > 0 ? [{ scope, endsAtMs, name, delta: -freed, cap: null, expected: null }] : [];
  });
}

function isConcerned(
  { per }: Limit,
  { stated, own }: { stated: Rule; own: Rule },
  { side }: Reward,
  { campaign }: LimitSetting,
): boolean {
  if (per === "campaign") return campaign !== null;
  if (per === "program") return true;
  if (stated !== own) return false;
  if (per === "rule" || per === "pair") return true;
  // A limit per person counts what that side gets; in a rule that pays the other side alone, what that one gets.
  return side === per || !own.grant.some(({ to }) => to === per);
}

/** How much a reward takes: one, or its value in the budget's unit. Null: its value is in another unit. */
function amountUnder(limit: Limit, { kind, unit, quantity, worthMinor, worthCurrency }: Reward): number | null {
  if ("max" in limit) return 1;
  const { unit: budget } = limit.budget;
  if (unit === budget) return quantity;
  if (worthCurrency === budget) return worthMinor ?? 0;
  // What has no price takes nothing from a budget of money.
  const hasPrice = kind === "credit" || worthCurrency !== null || isCurrency(unit);
  return isCurrency(budget) && !hasPrice ? 0 : null;
}

function useOf(
  limit: Limit,
  own: Rule,
  { reward, amount }: { reward: Reward; amount: number },
  { current, referrerId, refereeId, campaign }: LimitSetting,
): LimitUse {
  const { per, window = "ever" } = limit;
  const measure = "max" in limit ? "number" : limit.budget.unit;
  const names: Record<Limit["per"], { scope: string; what: string }> = {
    program: { scope: "", what: "program" },
    campaign: { scope: "", what: `campaign:${campaign ?? ""}` },
    rule: { scope: "", what: `rule:${own.key}` },
    referrer: { scope: referrerId, what: `rule:${own.key}:referrer` },
    referee: { scope: refereeId, what: `rule:${own.key}:referee` },
    pair: { scope: refereeId, what: `rule:${own.key}:pair:${referrerId}:${reward.side}` },
  };
  const { scope, what } = names[per];
  const place = {
    scope,
    endsAtMs: windowEndMs(window, reward.earnedAtMs, current.time_zone),
    name: `limit:${what}:${measure}:${window}`,
    amount,
    byQuantity: "budget" in limit && limit.budget.unit === reward.unit,
  };
  return { place, cap: "max" in limit ? limit.max : limit.budget.amount_minor, limit };
}

/** Whether a counter without a person is that of a budget; null for a limit that counts each person apart. */
export function budgetCounterName({ per, window = "ever", ...limit }: Limit, rule: string) {
  if (!("budget" in limit)) return null;
  const rest = `${limit.budget.unit}:${window}`;
  if (per === "program" || per === "rule") {
    const own = per === "program" ? `limit:program:${rest}` : `limit:rule:${rule}:${rest}`;
    return (name: string) => name === own;
  }
  // Each campaign has a counter of its own.
  return per === "campaign" ? (name: string) => name.startsWith("limit:campaign:") && name.endsWith(`:${rest}`) : null;
}
