import { withBadgeName } from "#domain/badge";
import type { EmailTemplate } from "#domain/email-template";
import { cleanLine } from "#domain/email-text";
import type { EmailValues } from "#domain/email-text";
import { firstName, isLinkLike } from "#domain/first-name";
import { isCurrency } from "#domain/money";
import { describeOffer } from "#domain/offer";
import type { ProgramDocument, Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { leftOf } from "#domain/reward";
import { quantityText, valueText } from "#domain/sentence";

/** All that an email says something of. What it is not about is null. */
export type EmailFacts = {
  /** What its message reported. */
  payload: Record<string, unknown>;
  type: string | null;
  program: { name: string; document: ProgramDocument } | null;
  /** Who gets it, or whom the team is told of. */
  participant: { id: string; kind: string; name: string | null } | null;
  /** The code of the participant's default link. */
  code: string | null;
  reward: Reward | null;
  /** What the reward was promised by. */
  rule: Rule | null;
  /** What is known from elsewhere, such as who invites and with which words. */
  given: EmailValues;
};

/** The placeholders of a template, as they are for these facts: plain text in one line each. */
export function valuesOf(template: EmailTemplate, facts: EmailFacts, origin: string): EmailValues {
  const { program } = facts;
  const values: EmailValues = {
    name: template === "review_waiting" ? fullNameOf(facts) : (greetingOf(facts) ?? "there"),
    program: program?.name ?? "Bouquet",
    ...(facts.code !== null && { link: `${origin}/r/${facts.code}` }),
    ...(template === "welcome" && { offer: offerToReferrer(facts) }),
    ...rewardValues(facts),
    ...budgetValues(facts),
    ...(template === "failure" && { problem: problemOf(facts) }),
    ...facts.given,
  };
  const cleaned = Object.entries(values).map(([name, text]) => [name, name === "link" ? text : cleanLine(text, 500)]);
  // Safe because these are the same keys.
  return Object.fromEntries(cleaned) as EmailValues;
}

/** A name that looks like an address is left out: a mail client would make a link of it. */
function greetingOf({ participant }: EmailFacts): string | null {
  return firstName(participant?.name ?? null);
}

function fullNameOf({ participant }: EmailFacts): string {
  const name = cleanLine(participant?.name ?? "", 80);
  return name === "" || isLinkLike(name) ? (participant?.id ?? "a participant") : name;
}

/** `Your friends get 1 free month when they make their first payment; you get …`, two of each at most. */
function offerToReferrer({ program, participant }: EmailFacts): string {
  if (program === null || participant === null) return "";
  const { referrer, referee } = describeOffer(program.document, { kind: participant.kind });
  const friends = referee.slice(0, 2).map(({ what, when }) => `your friends get ${what} ${ofThem(when)}`);
  const own = referrer.slice(0, 2).map(({ what, when }) => `you get ${what} ${ofFriend(when)}`);
  const all = [...friends, ...own].join("; ");
  return all === "" ? "" : `${all.charAt(0).toUpperCase()}${all.slice(1)}.`;
}

/** An offer is written for the referee to read; here it is told to the referrer, and the referee is a friend. */
function ofThem(when: string): string {
  return theirs(when.replace(/^(when|each time) you /, "$1 they "));
}

function ofFriend(when: string): string {
  return theirs(when.replace(/^(when|each time) you (\w+)/, "$1 a friend $2s"));
}

function theirs(when: string): string {
  return when
    .replace("once you have", "once they have")
    .replace(/\byour (first|\d+(?:st|nd|rd|th)|trial)\b/, "their $1");
}

function rewardValues({ reward, rule, program, type }: EmailFacts): EmailValues {
  if (reward === null) return {};
  const zone = program?.document.time_zone ?? "UTC";
  return {
    reward: rewardWords(withBadgeName(reward, [program?.document])),
    reward_id: reward.id,
    rule: reward.ruleKey,
    thanks: thanksFor(reward),
    when: whenOf(reward, zone),
    // What was handed over outside is on an account there, which knows no day of ours.
    expiry: type === "reward.redeemed" ? "It’s on your account." : expiryOf(reward, zone),
    ...(rule?.milestone !== undefined && {
      milestone: rule.milestone.title,
      description: rule.milestone.description,
    }),
    ...(rule?.tier !== undefined && { tier: rule.tier.title }),
  };
}

/** What is left of it, or what was used: `1 free month`, `GBP 10.00 in credit`, `the badge Bronze`. */
export function rewardWords(reward: Reward): string {
  const { quantity, reversedQuantity } = reward;
  const told = [leftOf(reward), quantity - reversedQuantity].find((part) => part > 0) ?? quantity;
  const words = valueText({ ...reward, quantity: told }).replace(".00 credits", " credits");
  return reward.kind === "credit" && isCurrency(reward.unit) ? `${words} in credit` : words;
}

function thanksFor({ side, referralId }: Reward): string {
  if (referralId === null) return "It’s a thank-you from us.";
  return side === "referrer" ? "Thank you for bringing a friend along." : "Thank you for joining in.";
}

/** What a pending reward waits for, the longest wait first. */
function whenOf({ releaseAtMs, needsReview, disputed }: Reward, zone: string): string {
  if (disputed) return "It will be yours once an open question about the payment is settled.";
  const held = releaseAtMs === null ? null : dateText(releaseAtMs, zone);
  if (needsReview && held === null) return "It will be yours as soon as our team has had a look at it.";
  if (needsReview) return `It will be yours from ${held} on, once our team has had a look at it.`;
  return held === null ? "It will be yours in a moment." : `It will be yours from ${held} on.`;
}

function expiryOf({ claim, expiresAtMs }: Reward, zone: string): string {
  if (expiresAtMs === null) return claim === "manual" ? "You can claim it whenever you like." : "";
  const day = dateText(expiresAtMs, zone);
  return claim === "manual" ? `Claim it before ${day}, when it expires.` : `Good until ${day}.`;
}

/** As people read a day: `16 May 2026`. */
export function dateText(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "long" }).format(atMs);
}

function budgetValues({ payload, type }: EmailFacts): EmailValues {
  if (type !== "budget.nearing") return {};
  const unit = String(payload["unit"]);
  const endsAt = payload["window_ends_at"];
  return {
    rule: String(payload["rule"]),
    percent: `${Number(payload["percent"])}%`,
    used: quantityText(Number(payload["used_minor"]), unit),
    budget: quantityText(Number(payload["amount_minor"]), unit),
    ...(typeof endsAt === "string" && { window: `It starts anew on ${endsAt.replace("T", " ").slice(0, 16)} UTC.` }),
  };
}

/** What failed, by the message that told it. Names and ids only. */
function problemOf({ type, payload }: EmailFacts): string {
  const named = (...fields: string[]) => {
    const found = fields.map((field) => payload[field]).find((value) => typeof value === "string");
    return typeof found === "string" ? found : "(unnamed)";
  };
  if (type === "job.failing") return `The job ${named("job", "name")} has failed several times in a row.`;
  if (type === "endpoint.disabled") {
    return `The webhook endpoint ${named("endpoint_id", "endpoint")} is disabled: it was gone, or failed for five days.`;
  }
  return `The reward ${named("reward_id", "fulfilment_id")} could not be handed over by the billing provider.`;
}
