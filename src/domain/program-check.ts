import { maxConditionDepth, maxConditionNodes } from "#domain/condition";
import type { Condition } from "#domain/condition";
import { isAllowedDestination } from "#domain/destination";
import { factTypes } from "#domain/facts";
import type { EventType } from "#domain/event";
import type { Grant } from "#domain/grant";
import { longestCookieDays } from "#domain/journey";
import { isCurrency } from "#domain/money";
import type { ProgramDocument, Rule } from "#domain/program";
import type { Issue } from "#domain/refusal";

/** The other events take back or end something. */
const earningEvents: readonly EventType[] = ["signup_started", "signup", "trial_started", "activated", "payment"];

const longestWindowDays = 400;

/** What the shape of a document cannot say: every place where it contradicts itself or the engine. */
export function checkProgram(document: ProgramDocument): Issue[] {
  return [
    ...checkTimeZone(document),
    ...checkAddresses(document),
    ...checkDays(document),
    ...checkCodes(document),
    ...(document.eligibility?.referrer === undefined
      ? []
      : checkCondition(document.eligibility.referrer, "eligibility.referrer")),
    ...checkRuleKeys(document.rules),
    ...document.rules.flatMap((rule, index) => checkRule(rule, `rules[${index}]`, document)),
  ];
}

function checkTimeZone({ time_zone: zone }: ProgramDocument): Issue[] {
  const named = /^[A-Za-z]/.test(zone) && isKnown(() => new Intl.DateTimeFormat("en", { timeZone: zone }));
  return named ? [] : [{ path: "time_zone", message: "must be an IANA time zone such as Europe/London" }];
}

function checkAddresses({ destination, fallback_url: fallback, cookie }: ProgramDocument): Issue[] {
  const { url, allowed_hosts: hosts } = destination;
  const allowed = `must be an https address on one of ${hosts.join(", ")}`;
  const issues: Issue[] = [];
  if (!isAllowedDestination(url, hosts)) issues.push({ path: "destination.url", message: allowed });
  if (fallback !== undefined && !isAllowedDestination(fallback, hosts))
    issues.push({ path: "fallback_url", message: allowed });
  if (cookie.domain !== undefined && !isCookieDomain(cookie.domain)) {
    issues.push({ path: "cookie.domain", message: "must be a domain with at least two labels, in lower case" });
  }
  return issues;
}

function isCookieDomain(domain: string): boolean {
  return /^\.?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain);
}

function checkDays({ cookie, attribution }: ProgramDocument): Issue[] {
  return [
    ...checkWhole(cookie.days, "cookie.days", longestCookieDays),
    ...checkWhole(attribution.window_days, "attribution.window_days", longestWindowDays),
  ];
}

function checkCodes({ codes }: ProgramDocument): Issue[] {
  const hasWords = codes.words !== undefined && Object.keys(codes.words).length > 0;
  if (codes.style === "memorable" && !hasWords)
    return [{ path: "codes.words", message: "is needed for memorable codes" }];
  if (codes.style === "random" && hasWords) return [{ path: "codes.words", message: "is for memorable codes only" }];
  return [];
}

function checkRuleKeys(rules: Rule[]): Issue[] {
  return rules.flatMap(({ key }, index) =>
    rules.findIndex((rule) => rule.key === key) === index
      ? []
      : [{ path: `rules[${index}].key`, message: `${key} is used by another rule` }],
  );
}

function checkRule(rule: Rule, path: string, document: ProgramDocument): Issue[] {
  const issues = rule.grant.flatMap((grant, index) => checkGrant(grant, `${path}.grant[${index}]`, document));
  issues.push(...checkOccasion(rule, path));
  if (rule.when !== undefined) issues.push(...checkCondition(rule.when, `${path}.when`));
  if (rule.qualify?.verified === true && rule.on.event !== "payment") {
    issues.push({ path: `${path}.qualify.verified`, message: "only payments are verified" });
  }
  return [...issues, ...checkReversal(rule, `${path}.reverse`)];
}

function checkOccasion({ on: { event, occurrence } }: Rule, path: string): Issue[] {
  if (!earningEvents.includes(event))
    return [{ path: `${path}.on.event`, message: `earns nothing; use one of ${earningEvents.join(", ")}` }];
  if (occurrence === "every" && event !== "payment")
    return [{ path: `${path}.on.occurrence`, message: "must be first, because only payments happen more than once" }];
  return [];
}

function checkReversal({ on: { event }, reverse }: Rule, path: string): Issue[] {
  if (reverse === undefined) return [];
  const issues: Issue[] = [];
  if (event !== "payment") issues.push({ path, message: "only what a payment earns is taken back with it" });
  if (new Set(reverse.on).size < reverse.on.length)
    issues.push({ path: `${path}.on`, message: "names an event twice" });
  return issues;
}

function checkGrant(grant: Grant, path: string, document: ProgramDocument): Issue[] {
  const issues: Issue[] = [];
  if (document.fulfilment[grant.kind] === undefined) {
    issues.push({ path: `fulfilment.${grant.kind}`, message: `is needed because ${path} grants it` });
  }
  if (grant.kind === "credit") {
    return [
      ...issues,
      ...checkWhole(grant.amount_minor, `${path}.amount_minor`),
      ...checkCurrency(grant.currency, `${path}.currency`),
    ];
  }
  issues.push(...checkWhole(grant.quantity, `${path}.quantity`, 120));
  if (grant.worth !== undefined) issues.push(...checkCurrency(grant.worth.currency, `${path}.worth.currency`));
  return issues;
}

function checkWhole(value: number, path: string, max = 1_000_000_000): Issue[] {
  return value >= 1 && value <= max ? [] : [{ path, message: `must be 1 to ${max}` }];
}

function checkCurrency(currency: string, path: string): Issue[] {
  return isCurrency(currency) ? [] : [{ path, message: "must be an ISO 4217 code" }];
}

function checkCondition(root: Condition, path: string): Issue[] {
  let nodes = 0;
  const issues = visit(root, path, 1);
  return nodes > maxConditionNodes ? [{ path, message: `must have at most ${maxConditionNodes} parts` }] : issues;

  function visit(condition: Condition, at: string, depth: number): Issue[] {
    nodes += 1;
    if (depth > maxConditionDepth) return [{ path: at, message: `must be nested at most ${maxConditionDepth} deep` }];
    if ("all" in condition) return condition.all.flatMap((inner, i) => visit(inner, `${at}.all[${i}]`, depth + 1));
    if ("any" in condition) return condition.any.flatMap((inner, i) => visit(inner, `${at}.any[${i}]`, depth + 1));
    if ("not" in condition) return visit(condition.not, `${at}.not`, depth + 1);
    return checkComparison(condition, at);
  }
}

type Comparison = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;

function checkComparison(comparison: Comparison, path: string): Issue[] {
  // Safe because each comparison is an object with one operator and its two operands.
  const [operator, [name, operand]] = Object.entries(comparison)[0] as [string, [string, unknown]];
  if (!isFactName(name)) {
    return [
      { path: `${path}.${operator}[0]`, message: `is not a fact; use one of ${Object.keys(factTypes).join(", ")}` },
    ];
  }
  const type = factTypes[name];
  const ordered = operator !== "eq" && operator !== "ne" && operator !== "in";
  if (ordered && type !== "number")
    return [{ path: `${path}.${operator}[0]`, message: `is a ${type}, which ${operator} cannot order` }];
  const operands = Array.isArray(operand) ? operand : [operand];
  const fits = operands.every((value) => value === null || typeof value === type);
  return fits ? [] : [{ path: `${path}.${operator}[1]`, message: `must be a ${type}, as ${name} is` }];
}

function isFactName(name: string): name is keyof typeof factTypes {
  return Object.hasOwn(factTypes, name);
}

function isKnown(build: () => unknown): boolean {
  try {
    build();
    return true;
  } catch {
    return false;
  }
}
