import { dayMs } from "#domain/day";
import { isHandedOver } from "#domain/decide-emails";
import { isTeamTemplate } from "#domain/email-template";
import type { EmailTemplate } from "#domain/email-template";
import type { EmailFacts } from "#domain/email-values";
import { describeGrant, describeOccasion } from "#domain/offer";
import type { ProgramDocument, Rule } from "#domain/program";
import type { Reward } from "#domain/reward";

/** Facts to look at a template with: a person and a reward as the program might have them. */
export function sampleFacts(template: EmailTemplate, document: ProgramDocument, nowMs: number): EmailFacts {
  const rule = sampleRule(template, document);
  const reward = sampleReward(template, rule, nowMs);
  return {
    payload: samplePayloads[template] ?? {},
    type: sampleTypeOf(template, reward, document),
    program: { name: document.name, document },
    participant: { id: "ptc_sample", kind: rule?.flow?.referrer?.[0] ?? "customer", name: "Alex Morgan" },
    code: "SAMPLE42",
    reward,
    rule,
    given: template === "invitation" || template === "reminder" ? invitationSample(document) : {},
  };
}

const samplePayloads: Partial<Record<EmailTemplate, Record<string, unknown>>> = {
  budget: {
    rule: "first-payment",
    unit: "GBP",
    amount_minor: 500_000,
    used_minor: 412_000,
    percent: 82,
    window_ends_at: "2030-01-01T00:00:00.000Z",
  },
  failure: { job: "release_rewards" },
};
const sampleTypes: Partial<Record<EmailTemplate, string>> = { budget: "budget.nearing", failure: "job.failing" };

/** The type of the message that would lead to it: of what Stripe gets, the one that tells that it is there. */
export function sampleTypeOf(template: EmailTemplate, reward: Reward, document: ProgramDocument): string | null {
  const isOfUse = template === "available" || template === "milestone" || template === "tier";
  if (isOfUse && isHandedOver(reward, { current: document, promised: null })) return "reward.redeemed";
  return sampleTypes[template] ?? null;
}

/** One that a milestone or tier has words for; invented where the program has none yet. */
function sampleRule(template: EmailTemplate, { rules }: ProgramDocument): Rule | null {
  const isFitting = ({ milestone, tier }: Rule) =>
    template === "tier" ? tier !== undefined : template === "milestone" ? milestone !== undefined : true;
  const found = rules.find(isFitting) ?? rules[0] ?? null;
  if (found === null || isFitting(found)) return found;
  const milestone = { title: "Three friends", description: "Three friends have joined in.", reward: "" };
  return { ...found, milestone, tier: { key: "gold", title: "Gold" } };
}

function sampleReward(template: EmailTemplate, rule: Rule | null, nowMs: number): Reward {
  return {
    id: "rwd_sample",
    programId: "prg_sample",
    referralId: "ref_sample",
    ruleKey: rule?.key ?? "first-payment",
    grantIndex: 0,
    subject: "sample",
    beneficiaryId: "ptc_sample",
    side: "referrer",
    ...sampleValue(rule),
    reversedQuantity: 0,
    redeemedQuantity: 0,
    worthMinor: null,
    worthCurrency: null,
    state: template === "earned" || isTeamTemplate(template) ? "pending" : "available",
    position: 1,
    version: 1,
    claim: rule?.claim ?? "automatic",
    earnedAtMs: nowMs,
    releaseAtMs: nowMs + 14 * dayMs,
    needsReview: template === "review_waiting",
    riskDays: null,
    disputed: false,
    expiresDays: null,
    expiresAtMs: template === "expiring" ? nowMs + 6 * dayMs : nowMs + 365 * dayMs,
    ordinal: null,
    criterion: null,
    places: null,
    transactionId: null,
  };
}

/** What the rule's first grant comes to; an amount that depends on a payment is a round one here. */
function sampleValue(rule: Rule | null): Pick<Reward, "kind" | "unit" | "quantity" | "label"> {
  const grant = rule?.grant[0];
  switch (grant?.kind) {
    case "free_month":
      return { kind: "free_month", unit: "free_months", quantity: grant.quantity, label: null };
    case "premium_days":
      return { kind: "premium_days", unit: "premium_days", quantity: grant.quantity, label: null };
    case "points":
      return { kind: "points", unit: "points", quantity: 100, label: null };
    case "badge":
      return { kind: "badge", unit: "badges", quantity: 1, label: grant.badge };
    case "feature":
      return { kind: "feature", unit: "features", quantity: 1, label: grant.feature };
    case "credit":
      return { kind: "credit", unit: grant.currency ?? "GBP", quantity: 2500, label: null };
    case "discount":
    case undefined:
      return { kind: "credit", unit: "GBP", quantity: 2500, label: null };
  }
}

function invitationSample(document: ProgramDocument): EmailFacts["given"] {
  const rule = document.rules.find(({ grant, on }) => "event" in on && grant.some(({ to }) => to === "referee"));
  const grant = rule?.grant.find(({ to }) => to === "referee");
  return {
    referrer: "Sam Rivera",
    message: "“I’ve been very happy with it. I think you would be too!”",
    ...(rule !== undefined &&
      grant !== undefined && { offer: `You get ${describeGrant(grant)} ${describeOccasion(rule)}.` }),
    until: "The invitation is open for 30 days.",
  };
}
