import { expect, test } from "vitest";
import type { Condition } from "#domain/condition";
import type { ProgramDocument, Rule } from "#domain/program";
import { checkProgram } from "#domain/program-check";
import { programDocument } from "#http/contract/program";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };
import walletBonus from "#presets/wallet-bonus" with { type: "json" };

const base = programDocument.parse(supplierNetwork);

function withRule(change: Partial<Rule>): ProgramDocument {
  return { ...base, rules: base.rules.map((rule, index) => (index === 0 ? { ...rule, ...change } : rule)) };
}

function pathsOf(document: ProgramDocument): string[] {
  return checkProgram(document).map(({ path }) => path);
}

test.each([
  ["supplier-network", supplierNetwork],
  ["wallet-bonus", walletBonus],
])("the preset %s is sound", (_name, preset) => {
  expect(checkProgram(programDocument.parse(preset))).toEqual([]);
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
  ["a cookie for longer than browsers keep it", { ...base, cookie: { days: 401 } }, "cookie.days"],
  ["a cookie for no time", { ...base, cookie: { days: 0 } }, "cookie.days"],
  ["a cookie for a whole top-level domain", { ...base, cookie: { days: 90, domain: "com" } }, "cookie.domain"],
  [
    "a cookie domain that carries attributes",
    { ...base, cookie: { days: 90, domain: "a.example; Path=/x" } },
    "cookie.domain",
  ],
  [
    "a window of no days",
    { ...base, attribution: { model: "first_touch", window_days: 0 } },
    "attribution.window_days",
  ],
  ["memorable codes without words", { ...base, codes: { style: "memorable", expires_days: 365 } }, "codes.words"],
  [
    "words for random codes",
    { ...base, codes: { style: "random", words: { supplier: ["LOVE"] }, expires_days: 365 } },
    "codes.words",
  ],
  [
    "a rule on an event that ends something",
    withRule({ on: { event: "refund", occurrence: "first" } }),
    "rules[0].on.event",
  ],
  [
    "every one of what happens once",
    withRule({ on: { event: "signup", occurrence: "every" }, qualify: undefined, reverse: undefined }),
    "rules[0].on.occurrence",
  ],
  ["two rules of one key", { ...base, rules: [...base.rules, ...base.rules] }, "rules[1].key"],
  ["a grant kind without fulfilment", { ...base, fulfilment: {} }, "fulfilment.free_month"],
  [
    "a grant of nothing",
    withRule({ grant: [{ to: "referrer", kind: "free_month", quantity: 0 }] }),
    "rules[0].grant[0].quantity",
  ],
  [
    "verified signups",
    withRule({ on: { event: "signup", occurrence: "first" }, qualify: { verified: true } }),
    "rules[0].qualify.verified",
  ],
  [
    "a signup that is refunded",
    withRule({
      on: { event: "signup", occurrence: "first" },
      qualify: {},
      reverse: { on: ["refund"], policy: "full" },
    }),
    "rules[0].reverse",
  ],
  [
    "a reversal on the same thing twice",
    withRule({ reverse: { on: ["refund", "refund"], policy: "full" } }),
    "rules[0].reverse.on",
  ],
  ["an unknown fact", withRule({ when: { eq: ["event.colour", "red"] } }), "rules[0].when.eq[0]"],
  ["a name of every object", withRule({ when: { eq: ["constructor", "red"] } }), "rules[0].when.eq[0]"],
  ["an order of texts", withRule({ when: { gte: ["event.plan", 3] } }), "rules[0].when.gte[0]"],
  ["a number for a text", withRule({ when: { eq: ["event.plan", 3] } }), "rules[0].when.eq[1]"],
  [
    "a mixed list",
    withRule({ when: { all: [{ in: ["referrer.kind", ["supplier", 1]] }] } }),
    "rules[0].when.all[0].in[1]",
  ],
  [
    "an unknown fact for eligibility",
    { ...base, eligibility: { referrer: { not: { eq: ["referrer.shoe", 1] } } } },
    "eligibility.referrer.not.eq[0]",
  ],
];

test.each(unsound)("%s is found at its path", (_what, document, path) => {
  expect(pathsOf(document)).toContain(path);
});

test("an unknown fact is answered with the facts that there are", () => {
  const [issue] = checkProgram(withRule({ when: { eq: ["event.colour", "red"] } }));
  expect(issue?.message).toContain("event.amount_minor");
  expect(issue?.message).toContain("referral.campaign");
});

test("credits want an amount above zero in a currency that there is", () => {
  const document: ProgramDocument = {
    ...withRule({ grant: [{ to: "referrer", kind: "credit", amount_minor: -5, currency: "GBX" }] }),
    fulfilment: { credit: "wallet" },
  };
  expect(pathsOf(document)).toEqual(["rules[0].grant[0].amount_minor", "rules[0].grant[0].currency"]);
});

test("conditions are bounded in depth and in size", () => {
  const fact: Condition = { eq: ["event.plan", "pro"] };
  const nest = (depth: number): Condition => (depth === 1 ? fact : { not: nest(depth - 1) });
  expect(pathsOf(withRule({ when: nest(8) }))).toEqual([]);
  expect(pathsOf(withRule({ when: nest(9) }))).toHaveLength(1);
  const wide = (size: number): Condition => ({ any: Array.from({ length: size - 1 }, () => fact) });
  expect(pathsOf(withRule({ when: wide(100) }))).toEqual([]);
  expect(pathsOf(withRule({ when: wide(101) }))).toEqual(["rules[0].when"]);
});
