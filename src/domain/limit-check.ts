import type { ByPlan, Grant, Multiply, Rate } from "#domain/grant";
import { isCurrency, multiplyBps } from "#domain/money";
import type { Limit, Rule } from "#domain/program";
import type { Issue } from "#domain/refusal";

/** Limits that are stated twice, and budgets that the rule's grants can never take from. */
export function checkLimits(rule: Rule, path: string): Issue[] {
  const limits = rule.limit ?? [];
  return limits.flatMap((limit, index) => {
    const at = `${path}.limit[${index}]`;
    const isRepeated = limits.findIndex((other) => nameOf(other) === nameOf(limit)) < index;
    return [
      ...(isRepeated
        ? [{ path: at, message: "is stated twice: another limit counts the same in the same window" }]
        : []),
      ...checkBudget(limit, rule, at),
    ];
  });
}

function nameOf(limit: Limit): string {
  return `${limit.per} ${limit.window ?? "ever"} ${"max" in limit ? "" : limit.budget.unit}`;
}

function checkBudget(limit: Limit, rule: Rule, path: string): Issue[] {
  if ("max" in limit) return [];
  const { unit, amount_minor: most } = limit.budget;
  const uses = concernedGrants(limit, rule).map(({ grant, index }) => ({ grant, index, use: useOf(grant, unit) }));
  const refused = uses.filter(({ use }) => use === "refused");
  if (refused.length > 0) {
    return refused.map(({ index }) => ({
      path: `${path}.budget.unit`,
      message: `must be the unit of what it limits: grant[${index}] never comes to ${unit}`,
    }));
  }
  const dear = uses.filter(({ grant, use }) => use === "counted" && leastOf(grant, unit) > most);
  if (dear.length > 0) {
    return dear.map(({ grant, index }) => ({
      path: `${path}.budget.amount_minor`,
      message: `must be at least ${leastOf(grant, unit)}, or it never pays grant[${index}] once`,
    }));
  }
  // A budget of the program or a campaign may count the rewards of other rules.
  const isWide = limit.per === "program" || limit.per === "campaign";
  if (isWide || uses.some(({ use }) => use === "counted")) return [];
  return [{ path: `${path}.budget.unit`, message: `counts nothing: no grant of the rule comes to ${unit}` }];
}

/** A limit per person counts what that side gets; in a rule that pays the other side alone, what that one gets. */
function concernedGrants({ per }: Limit, { grant: grants }: Rule): { grant: Grant; index: number }[] {
  const isOfSide = grants.some(({ to }) => to === per);
  return grants.map((grant, index) => ({ grant, index })).filter(({ grant }) => !isOfSide || grant.to === per);
}

/** `free`: it has no price, so it takes nothing from a budget of money. */
function useOf(grant: Grant, unit: string): "counted" | "free" | "refused" {
  const units = unitsOf(grant);
  if (units === "payment") return isCurrency(unit) ? "counted" : "refused";
  if (units.includes(unit)) return "counted";
  return isCurrency(unit) && grant.kind !== "credit" && !units.some(isCurrency) ? "free" : "refused";
}

/** The least that one reward of a grant can take from a budget that counts it. */
function leastOf(grant: Grant, unit: string): number {
  switch (grant.kind) {
    case "credit":
      return leastAmount(grant);
    case "points":
      return leastAmount("quantity" in grant ? { ...grant, amount_minor: grant.quantity } : grant);
    case "free_month":
      return unit === "free_months" ? grant.quantity : (grant.worth?.amount_minor ?? 0);
    case "premium_days":
      return grant.quantity;
    case "discount":
      return "percent_bps" in grant ? 0 : grant.amount_minor;
    case "feature":
    case "badge":
      return 0;
  }
}

function leastAmount(amount: { multiply?: Multiply | undefined } & ({ amount_minor: number } | ByPlan | Rate)): number {
  if ("rate_bps" in amount) return 1;
  const amounts =
    "by_plan" in amount ? [...Object.values(amount.by_plan), amount.default_minor] : [amount.amount_minor];
  const lowering = (amount.multiply ?? []).map(({ by_bps: factor }) => factor).filter((factor) => factor < 10_000);
  const least = Math.min(...amounts.filter((minor) => minor > 0));
  return least === Infinity ? 0 : multiplyBps(least, lowering);
}

/** The units that a grant is counted in; `payment`: whatever the payment's currency is. */
function unitsOf(grant: Grant): string[] | "payment" {
  switch (grant.kind) {
    case "credit":
      return grant.currency === undefined ? "payment" : [grant.currency];
    case "free_month":
      return grant.worth === undefined ? ["free_months"] : ["free_months", grant.worth.currency];
    case "premium_days":
    case "points":
      return [grant.kind];
    case "discount":
      return "percent_bps" in grant ? [] : [grant.currency];
    case "feature":
    case "badge":
      return [];
  }
}
