import type { Grant } from "#domain/grant";
import { isCurrency } from "#domain/money";
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
  const { unit } = limit.budget;
  const uses = concernedGrants(limit, rule).map(({ grant, index }) => ({ index, use: useOf(grant, unit) }));
  const refused = uses.filter(({ use }) => use === "refused");
  if (refused.length > 0) {
    return refused.map(({ index }) => ({
      path: `${path}.budget.unit`,
      message: `must be the unit of what it limits: grant[${index}] never comes to ${unit}`,
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
