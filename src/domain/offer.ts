import { findBadge } from "#domain/badge";
import type { ByPlan, CreditGrant, DiscountGrant, Grant, Multiply, PointsGrant, Rate, Side } from "#domain/grant";
import { formatMoney, multiplyBps } from "#domain/money";
import type { CountOccasion, EventOccasion, ProgramDocument, Rule } from "#domain/program";
import { prospectOf } from "#domain/prospect";
import type { KnownReferrer } from "#domain/prospect";

/** What one side gets, and what for: "1 free month when you make your first payment". */
export type OfferLine = { what: string; when: string };
export type Offer = Record<Side, OfferLine[]>;

/** What a program promises both sides when this one refers, in words for the referee to read. */
export function describeOffer(document: ProgramDocument, referrer: KnownReferrer): Offer {
  const rules = rulesFor(document, referrer).filter((rule) => !isLadder(rule));
  const linesFor = (side: Side) =>
    rules.flatMap((rule) => promisesOf(rule, side, referrer)).map(({ what, when }) => ({ what, when }));
  return { referrer: linesFor("referrer"), referee: linesFor("referee") };
}

/** The rules that may pay when this one refers; who will be referred is not known yet. */
export function rulesFor(document: ProgramDocument, referrer: KnownReferrer): Rule[] {
  return document.rules
    .filter(
      (rule) =>
        (rule.flow?.referrer === undefined || rule.flow.referrer.includes(referrer.kind)) &&
        prospectOf(rule, referrer).outcome !== "never",
    )
    .map((rule) => ({ ...rule, grant: rule.grant.map((grant) => withName(grant, document)) }));
}

/** A badge by the name that people read. */
function withName(grant: Grant, document: ProgramDocument): Grant {
  if (grant.kind !== "badge") return grant;
  const badge = findBadge({ kind: grant.kind, label: grant.badge }, [document]);
  return badge === null ? grant : { ...grant, badge: badge.name };
}

/** What a rule promises one side, with what must still prove true. */
export function promisesOf(rule: Rule, side: Side, referrer: KnownReferrer): (OfferLine & { grant: Grant })[] {
  const { outcome, currency } = prospectOf(rule, referrer);
  const when = `${describeOccasion(rule)}${outcome === "open" ? ", if the conditions of the program are met" : ""}`;
  const grants = rule.grant.filter(({ to }) => to === side);
  return grants.map((grant) => ({ grant, what: describeGrant(grant, currency), when }));
}

/** Milestones, tiers and who leads are between the referrer and the team: a friend reads what he himself brings about. */
function isLadder({ on, milestone, tier }: Rule): boolean {
  if ("leader" in on) return true;
  return "count" in on && "reaches" in on.count && (milestone !== undefined || tier !== undefined);
}

/** `currency`: the one that a payment must have to earn it, where the rule says so. */
export function describeGrant(grant: Grant, currency?: string): string {
  switch (grant.kind) {
    case "credit":
      return describeCredit(grant, currency);
    case "points":
      return describePoints(grant);
    case "free_month":
      return countOf(grant.quantity, "free month");
    case "premium_days":
      return countOf(grant.quantity, "premium day");
    case "discount":
      return describeDiscount(grant);
    case "feature":
      return grant.feature.replaceAll("_", " ");
    case "badge":
      return `the badge “${grant.badge}”`;
  }
}

export function describeOccasion({ on, qualify }: Pick<Rule, "on" | "qualify">): string {
  if ("leader" in on) return `when you lead ${on.leader === "month" ? "the month" : "your category in a month"}`;
  return "count" in on ? describeCount(on, qualify?.stay_days) : describeEvent(on, qualify?.stay_days);
}

function describeCredit(grant: CreditGrant, paidIn: string | undefined): string {
  if ("rate_bps" in grant) return describeShare({ ...grant, currency: grant.currency ?? paidIn });
  const most = describeMost(grant, (amount) => priceOf(amount, grant.currency));
  return grant.currency === "credits" ? most : `${most} in credit`;
}

function describePoints(grant: PointsGrant): string {
  const show = (quantity: number) => countOf(quantity, "point");
  if ("quantity" in grant) return describeMost({ ...grant, amount_minor: grant.quantity }, show);
  if ("by_plan" in grant) return describeMost(grant, show);
  const most = grant.max_minor === undefined ? "" : `, up to ${show(largest(grant.max_minor, grant.multiply))}`;
  return `points for the amount paid${most}`;
}

/** "up to" the most that a table of plans or factors may make of it. */
function describeMost(
  amount: { multiply?: Multiply | undefined } & ({ amount_minor: number } | ByPlan),
  show: (amountMinor: number) => string,
): string {
  const amounts =
    "by_plan" in amount ? [...Object.values(amount.by_plan), amount.default_minor] : [amount.amount_minor];
  const most = largest(Math.max(...amounts), amount.multiply);
  return new Set([...amounts, most]).size === 1 ? show(most) : `up to ${show(most)}`;
}

function describeShare({
  rate_bps: rate,
  max_minor: max,
  currency,
  multiply,
}: Rate & { currency?: string | undefined; multiply?: Multiply | undefined }): string {
  const most = largest(rate, multiply);
  const share = `${most === rate ? "" : "up to "}${percentOf(most)} of the payment in credit`;
  // Without a currency it is the payment's, which is not known yet.
  if (max === undefined || currency === undefined) return share;
  return `${share}, up to ${priceOf(largest(max, multiply), currency)}`;
}

function describeDiscount(grant: DiscountGrant): string {
  const off = "percent_bps" in grant ? percentOf(grant.percent_bps) : priceOf(grant.amount_minor, grant.currency);
  return grant.label === undefined ? `${off} off` : `${off} off ${grant.label}`;
}

function largest(amount: number, multiply: Multiply | undefined): number {
  const factors = (multiply ?? []).map(({ by_bps: factor }) => factor).filter((factor) => factor > 10_000);
  return multiplyBps(amount, factors);
}

function describeCount({ count }: CountOccasion, stayDays: number | undefined): string {
  const staying = (verb: string) => (stayDays === undefined ? "" : ` and ${verb} ${countOf(stayDays, "day")}`);
  if ("reaches" in count) {
    const friends = count.reaches === 1 ? "a friend has" : `${count.reaches} friends have`;
    return `when ${friends} paid${staying("stayed")}`;
  }
  return count.every === 1
    ? `for each friend who pays${staying("stays")}`
    : `for every ${count.every} friends who pay${staying("stay")}`;
}

function describeEvent({ event, occurrence }: EventOccasion, stayDays: number | undefined): string {
  if (event !== "payment") return `when you ${occasions[event]}`;
  const stay = stayDays === undefined ? "" : `, once you have stayed ${countOf(stayDays, "day")}`;
  if (occurrence === "first") return `when you make your first payment${stay}`;
  if (occurrence === "every") return `each time you make a payment${stay}`;
  if ("nth" in occurrence) return `when you make your ${ordinalOf(occurrence.nth)} payment${stay}`;
  const { at_most: most, for_months: months } = occurrence;
  const bounds = [
    ...(most === undefined ? [] : [`, ${countOf(most, "time")} at most`]),
    ...(months === undefined ? [] : [`, for ${countOf(months, "month")}`]),
  ];
  return `each time you make a payment${bounds.join("")}${stay}`;
}

const occasions: Record<Exclude<EventOccasion["event"], "payment">, string> = {
  signup: "sign up",
  signup_started: "start to sign up",
  trial_started: "start your trial",
  activated: "get started",
};

/** A currency stands before its amount, credits behind. */
function priceOf(amountMinor: number, unit: string): string {
  const price = formatMoney(amountMinor, unit);
  return unit === "credits" ? price.replace(/^credits (\d+)(?:\.00|(\.\d\d))$/, "$1$2 credits") : price;
}

function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function percentOf(bps: number): string {
  return `${bps / 100} %`;
}

const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };

function ordinalOf(number: number): string {
  return `${number}${suffixes[new Intl.PluralRules("en", { type: "ordinal" }).select(number)] ?? "th"}`;
}
