import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { checkEmails } from "#domain/email-check";
import { sampleFacts } from "#domain/email-sample";
import { dateText, rewardWords, valuesOf } from "#domain/email-values";
import type { EmailFacts } from "#domain/email-values";
import { aDocument, aReward, aRule, nowMs } from "#support/domain-factories";

const origin = "https://go.example.com";

function valuesFor(changes: Partial<EmailFacts>, template: Parameters<typeof valuesOf>[0] = "earned") {
  return valuesOf(template, { ...sampleFacts(template, aDocument(), nowMs), ...changes }, origin);
}

const named = (name: string | null) => ({ participant: { id: "ptc_1", kind: "supplier", name } });

test("people are greeted by their first name, and those without one or with an address for a name as somebody", () => {
  expect(valuesFor(named("Ada Lovelace")).name).toBe("Ada");
  for (const name of [null, "", "  ", "ada@example.com", "evil.example/win", "https://evil.example"]) {
    expect(valuesFor(named(name)).name).toBe("there");
  }
});

test("the team reads the whole name, or the id of who has none", () => {
  expect(valuesFor(named("Ada\r\nLovelace"), "review_waiting").name).toBe("Ada Lovelace");
  expect(valuesFor(named(null), "review_waiting").name).toBe("ptc_1");
});

test.each([
  [{ kind: "credit", unit: "GBP", quantity: 4900 }, "GBP 49.00 in credit"],
  [{ kind: "credit", unit: "credits", quantity: 3750 }, "37.50 credits"],
  [{ kind: "credit", unit: "credits", quantity: 2500 }, "25 credits"],
  [{ kind: "free_month", unit: "free_months", quantity: 2 }, "2 free months"],
  [{ kind: "badge", unit: "badges", quantity: 1, label: "Bronze" }, "the badge Bronze"],
  [{ kind: "discount", unit: "percent_bps", quantity: 2500 }, "25 % off"],
])("a reward is told as %j", (fields, words) => {
  expect(rewardWords(aReward(fields))).toBe(words);
});

test("of a reward that was used in part what is left is told", () => {
  expect(rewardWords(aReward({ quantity: 1000, redeemedQuantity: 400 }))).toBe("GBP 6.00 in credit");
});

test.each([
  [{ releaseAtMs: nowMs + dayMs }, "It will be yours from 3 May 2026 on."],
  [{ needsReview: true }, "It will be yours as soon as our team has had a look at it."],
  [
    { needsReview: true, releaseAtMs: nowMs + dayMs },
    "It will be yours from 3 May 2026 on, once our team has had a look at it.",
  ],
  [{ disputed: true, needsReview: true }, "It will be yours once an open question about the payment is settled."],
  [{}, "It will be yours in a moment."],
])("what a pending reward waits for is told: %j", (fields, when) => {
  expect(valuesFor({ reward: aReward({ state: "pending", ...fields }) }).when).toBe(when);
});

test.each([
  [{}, ""],
  [{ claim: "manual" as const }, "You can claim it whenever you like."],
  [{ expiresAtMs: nowMs }, "Good until 2 May 2026."],
  [{ expiresAtMs: nowMs, claim: "manual" as const }, "Claim it before 2 May 2026, when it expires."],
])("until when a reward can be used is told: %j", (fields, expiry) => {
  expect(valuesFor({ reward: aReward(fields) }, "available").expiry).toBe(expiry);
});

test("what was handed over outside is on an account there, all that was not taken back, and expires no more", () => {
  const reward = aReward({ state: "redeemed", quantity: 1000, reversedQuantity: 300, redeemedQuantity: 700 });
  const told = valuesFor({ type: "reward.redeemed", reward: { ...reward, expiresAtMs: nowMs } }, "available");
  expect(told).toMatchObject({ reward: "GBP 7.00 in credit", expiry: "It’s on your account." });
});

test("a made-up reward that Stripe would get is shown as it is told once it is there", () => {
  const facts = (way: "stripe" | "wallet", template: "available" | "expiring" = "available") =>
    sampleFacts(template, aDocument({ fulfilment: { credit: way } }), nowMs);
  expect(valuesOf("available", facts("stripe"), origin).expiry).toBe("It’s on your account.");
  expect(valuesOf("available", facts("wallet"), origin).expiry).toBe("Good until 2 May 2027.");
  expect(valuesOf("expiring", facts("stripe", "expiring"), origin).expiry).toBe("Good until 8 May 2026.");
});

test("a day is the program's", () => {
  const lateMs = Date.UTC(2026, 4, 1, 23, 30);
  expect(dateText(lateMs, "UTC")).toBe("1 May 2026");
  expect(dateText(lateMs, "Europe/London")).toBe("2 May 2026");
});

test("who is thanked for what depends on the side and on who granted it", () => {
  expect(valuesFor({ reward: aReward({ side: "referee" }) }).thanks).toBe("Thank you for joining in.");
  expect(valuesFor({ reward: aReward({ referralId: null }) }).thanks).toBe("It’s a thank-you from us.");
});

test("the welcome tells the referrer what both sides get", () => {
  const rule = aRule({
    grant: [
      { to: "referrer", kind: "free_month", quantity: 1 },
      { to: "referee", kind: "free_month", quantity: 2 },
    ],
  });
  const document = aDocument({ rules: [rule] });
  const { offer } = valuesFor({ program: { name: "P", document } }, "welcome");
  expect(offer).toBe(
    "Your friends get 2 free months when they make their first payment; you get 1 free month when a friend makes their first payment.",
  );
});

test("a failure names the job, endpoint or reward that its message is about", () => {
  const problem = (type: string, payload: Record<string, unknown>) => valuesFor({ type, payload }, "failure").problem;
  expect(problem("job.failing", { job: "release_rewards" })).toContain("release_rewards");
  expect(problem("endpoint.disabled", { endpoint_id: "whe_1" })).toContain("whe_1");
  expect(problem("fulfilment.failed", { reward_id: "rwd_1" })).toContain("rwd_1");
});

test("an unknown placeholder and a button where there is none are told with their place and what is allowed", () => {
  const templates = { earned: { subject: "{name} {surname}", button: "Go" }, welcome: { body: "{link} { }" } };
  expect(checkEmails(aDocument({ emails: { templates } }))).toEqual([
    {
      path: "emails.templates.welcome.body",
      message: "has { }; allowed in braces: {name}, {program}, {link}, {offer}",
    },
    {
      path: "emails.templates.earned.subject",
      message: "has {surname}; allowed in braces: {name}, {program}, {reward}, {thanks}, {when}",
    },
    { path: "emails.templates.earned.button", message: "is for templates with a button; this one has none" },
  ]);
  expect(checkEmails(aDocument())).toEqual([]);
});
