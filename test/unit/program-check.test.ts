import { expect, test } from "vitest";
import type { ProgramDocument, Rule } from "#domain/program";
import { checkProgram } from "#domain/program-check";
import { programDocument } from "#http/contract/program";
import { presetNames } from "#http/contract/programs";
import { readDocument } from "#http/program-source";
import { aDocument, aRule } from "#support/domain-factories";

const base = aDocument();

function pathsOf(document: ProgramDocument): string[] {
  return checkProgram(document).map(({ path }) => path);
}

test.each(presetNames)("the preset %s is sound", (preset) => {
  const read = readDocument({ preset });
  expect(read.ok ? checkProgram(read.value) : read).toEqual([]);
});

test("a rule that uses everything is sound", () => {
  const rule = {
    key: "first-payment-free-month",
    on: { event: "payment", occurrence: "first" },
    qualify: { verified: true, stay_days: 30 },
    flow: { referrer: ["supplier"], referee: ["supplier"] },
    when: { all: [{ gte: ["event.amount_minor", 100] }, { eq: ["referrer.status", "active"] }] },
    grant: [
      { to: "referrer", kind: "free_month", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } },
      { to: "referee", kind: "free_month", quantity: 1 },
    ],
    limit: [
      { per: "referrer", max: 12, window: "calendar_year", on_exceed: "deny" },
      {
        per: "program",
        budget: { unit: "GBP", amount_minor: 500_000 },
        window: "calendar_month",
        on_exceed: "deny",
      },
    ],
    hold: { days: 14 },
    reverse: {
      on: ["refund", "dispute_lost", "subscription_canceled"],
      within_days: 30,
      policy: "proportional",
      after_redemption: "negative_balance",
    },
    expires_days: 365,
    claim: "automatic",
    review: { over_minor: 5000 },
  };
  const written = { ...base, rules: [rule], fulfilment: { free_month: "invoice_api" } };
  const document = programDocument.parse(written);
  expect(document).toEqual(written);
  expect(checkProgram(document)).toEqual([]);
});

const unsound: [string, ProgramDocument, string][] = [
  ["an unknown time zone", { ...base, time_zone: "Europe/Atlantis" }, "time_zone"],
  ["an offset for a time zone", { ...base, time_zone: "+01:00" }, "time_zone"],
  [
    "a destination off its own allow-list",
    { ...base, destination: { ...base.destination, url: "https://evil.example/" } },
    "destination.url",
  ],
  ["a fallback off the allow-list", { ...base, fallback_url: "https://evil.example/" }, "fallback_url"],
  ["a cookie for a whole top-level domain", { ...base, cookie: { days: 90, domain: "com" } }, "cookie.domain"],
  [
    "a cookie domain that carries attributes",
    { ...base, cookie: { days: 90, domain: "a.example; Path=/x" } },
    "cookie.domain",
  ],
  ["memorable codes without words", { ...base, codes: { style: "memorable", expires_days: 365 } }, "codes.words"],
  [
    "words for random codes",
    { ...base, codes: { style: "random", words: { supplier: ["LOVE"] }, expires_days: 365 } },
    "codes.words",
  ],
  ["two rules of one key", { ...base, rules: [...base.rules, ...base.rules] }, "rules[1].key"],
  ["a grant kind without fulfilment", { ...base, fulfilment: {} }, "fulfilment.credit"],
  [
    "a rule that contradicts itself",
    { ...base, rules: [aRule({ when: { eq: ["event.type", "signup"] } })] },
    "rules[0].when.eq",
  ],
  [
    "a fact of the payment for eligibility",
    { ...base, eligibility: { referrer: { not: { eq: ["event.plan", "pro"] } } } },
    "eligibility.referrer.not.eq[0]",
  ],
  [
    "an eligibility that nobody has",
    { ...base, eligibility: { referrer: { eq: ["referrer.status", null] } } },
    "eligibility.referrer.eq",
  ],
  [
    "an eligibility of suspended referrers, who may not refer",
    { ...base, eligibility: { referrer: { eq: ["referrer.status", "suspended"] } } },
    "eligibility.referrer.eq",
  ],
];

test.each(unsound)("%s is found at its path", (_what, document, path) => {
  expect(pathsOf(document)).toEqual([path]);
});

test("the time zone's name is a name, and the destination's hosts are named", () => {
  const wrong = { ...base, time_zone: "Europe/Atlantis", fallback_url: "https://evil.example/" };
  expect(checkProgram(wrong).map(({ message }) => message)).toEqual([
    "must be an IANA time zone such as Europe/London",
    "must be an https address on one of app.example.com",
  ]);
});

test("tiers that one referrer can hold differ in key and in height", () => {
  const level = (key: string, reaches: number, flow?: Rule["flow"]): Rule =>
    aRule({
      key: `${key}-${reaches}-${flow?.referrer?.[0] ?? "any"}`,
      on: { count: { reaches } },
      flow,
      tier: { key, title: key },
    });
  const issuesOf = (...rules: Rule[]) => pathsOf({ ...base, rules });
  const couples = { referrer: ["couple"] };
  const suppliers = { referrer: ["supplier"] };
  expect(issuesOf(level("bronze", 1), level("silver", 3))).toEqual([]);
  expect(issuesOf(level("bronze", 1, couples), level("bronze", 1, suppliers))).toEqual([]);
  expect(issuesOf(level("bronze", 1), level("bronze", 3))).toEqual(["rules[1].tier.key"]);
  expect(issuesOf(level("bronze", 1), level("silver", 1, couples))).toEqual(["rules[1].on.count.reaches"]);
});
