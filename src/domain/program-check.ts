import { checkBadges } from "#domain/badge-check";
import { checkCondition } from "#domain/condition-check";
import { isAllowedDestination } from "#domain/destination";
import { checkEmails } from "#domain/email-check";
import { checkFulfilment } from "#domain/grant-check";
import type { ProgramDocument, Rule } from "#domain/program";
import { checkFraud } from "#domain/program-fraud";
import type { Issue } from "#domain/refusal";
import { checkRule, eligibilityFacts } from "#domain/rule-check";

/** What the shape of a document cannot say: every place where it contradicts itself or the engine. */
export function checkProgram(document: ProgramDocument): Issue[] {
  return [
    ...checkTimeZone(document),
    ...checkAddresses(document),
    ...checkCodes(document),
    ...(document.eligibility?.referrer === undefined
      ? []
      : checkCondition(document.eligibility.referrer, "eligibility.referrer", eligibilityFacts)),
    ...checkRuleKeys(document.rules),
    ...document.rules.flatMap((rule, index) => checkRule(rule, `rules[${index}]`, document)),
    ...checkTiers(document.rules),
    ...checkBadges(document),
    ...checkFraud(document),
    ...checkFulfilment(document),
    ...checkEmails(document),
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

/** Levels that one referrer can hold must differ in name and in height, or the highest is none. */
function checkTiers(rules: Rule[]): Issue[] {
  const tiers = rules.flatMap(({ on, flow, tier }, index) =>
    tier !== undefined && "count" in on && "reaches" in on.count
      ? [{ path: `rules[${index}]`, key: tier.key, reaches: on.count.reaches, flow }]
      : [],
  );
  return tiers.flatMap((tier, index) => {
    const rivals = tiers.slice(0, index).filter((other) => isSharedFlow(tier.flow, other.flow));
    const [namesake, equal] = [
      rivals.find(({ key }) => key === tier.key),
      rivals.find(({ reaches }) => reaches === tier.reaches),
    ];
    return [
      ...(namesake === undefined
        ? []
        : [{ path: `${tier.path}.tier.key`, message: `is the tier of ${namesake.path}, for the same participants` }]),
      ...(equal === undefined
        ? []
        : [{ path: `${tier.path}.on.count.reaches`, message: `is where the tier of ${equal.path} begins` }]),
    ];
  });
}

function isSharedFlow(a: Rule["flow"], b: Rule["flow"]): boolean {
  return (["referrer", "referee"] as const).every((side) => {
    const [ours, theirs] = [a?.[side], b?.[side]];
    return ours === undefined || theirs === undefined || ours.some((kind) => theirs.includes(kind));
  });
}

function isKnown(build: () => unknown): boolean {
  try {
    build();
    return true;
  } catch {
    return false;
  }
}
