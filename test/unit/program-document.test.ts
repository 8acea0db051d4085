import type * as z from "zod";
import { expect, expectTypeOf, test } from "vitest";
import type { Condition } from "#domain/condition";
import type { ProgramDocument } from "#domain/program";
import { programDocument } from "#http/contract/program";
import { readDocument } from "#http/program-source";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };
import walletBonus from "#presets/wallet-bonus" with { type: "json" };

/** What a type comes to, however it is put together. */
type Plain<T> = T extends Condition ? T : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

test("what the schema takes is what the engine knows, optional fields included", () => {
  expectTypeOf<Plain<z.output<typeof programDocument>>>().toEqualTypeOf<Plain<ProgramDocument>>();
});

test("a document is kept as it was written", () => {
  for (const preset of [supplierNetwork, walletBonus]) expect(programDocument.parse(preset)).toEqual(preset);
  const edited = { $schema: "https://example.com/program.schema.json", ...walletBonus };
  expect(programDocument.parse(edited)).toEqual(edited);
});

const base = {
  key: "a",
  on: { event: "payment", occurrence: "first" },
  grant: [{ to: "referrer", kind: "credit", amount_minor: 1, currency: "GBP" }],
};
const to = "referrer";
const oneCondition = "must have exactly one of all, any, not, eq, ne, gt, gte, lt, lte and in";
const anOccurrence = `must be "first", "every", { "nth": 3 } or { "every": true, "at_most": 12, "for_months": 12 }`;
const anAmount = "must have amount_minor, or by_plan and default_minor, or rate_bps";

/** A change of a rule, and every complaint about it: where, and what is allowed. */
const slips: [string, object, [string, string][]][] = [
  ["no occasion", { on: {} }, [["on", "must have event and occurrence, or count, or leader"]]],
  ["an occasion in a word", { on: "payment" }, [["on", "must have event and occurrence, or count, or leader"]]],
  ["an event alone", { on: { event: "payment" } }, [["on.occurrence", `is needed, and ${anOccurrence}`]]],
  ["a word for an occurrence", { on: { event: "payment", occurrence: "last" } }, [["on.occurrence", anOccurrence]]],
  [
    "an event and a count",
    { on: { event: "payment", occurrence: "first", count: { every: 3 } } },
    [
      ["on.count", "is not allowed beside the other fields"],
      ["on", "must have event and occurrence, or count, or leader"],
    ],
  ],
  [
    "the payment before the first",
    { on: { event: "payment", occurrence: { nth: 0 } } },
    [["on.occurrence.nth", "must be a whole number from 1 to 1000"]],
  ],
  [
    "no payment at most",
    { on: { event: "payment", occurrence: { every: true, at_most: 0, for_months: 121 } } },
    [
      ["on.occurrence.at_most", "must be a whole number from 1 to 1000"],
      ["on.occurrence.for_months", "must be a whole number from 1 to 120"],
    ],
  ],
  [
    "a count of nothing",
    { on: { count: { every: 0 } } },
    [["on.count.every", "must be a whole number from 1 to 1000"]],
  ],
  ["a count without a number", { on: { count: {} } }, [["on.count", `must be { "every": 3 } or { "reaches": 5 }`]]],
  [
    "an event that ends something",
    { on: { event: "refund", occurrence: "first" } },
    [["on.event", expect.stringContaining("activated, payment") as string]],
  ],
  ["a credit of nothing", { grant: [{ to, kind: "credit", currency: "GBP" }] }, [["grant[0]", anAmount]]],
  [
    "two amounts",
    { grant: [{ to, kind: "credit", amount_minor: 1, rate_bps: 1, currency: "GBP" }] },
    [["grant[0]", anAmount]],
  ],
  [
    "a fixed amount in no unit",
    { grant: [{ to, kind: "credit", amount_minor: 1 }] },
    [["grant[0].currency", "is needed"]],
  ],
  [
    "every field of a grant",
    { grant: [{ to: "me", kind: "credit", amount_minor: 10.5, currency: "usd", bonus: 1 }] },
    [
      ["grant[0].to", "must be one of referrer, referee"],
      ["grant[0].amount_minor", "must be a whole number from 1 to 1000000000"],
      ["grant[0].currency", "must be an ISO 4217 code or credits"],
      ["grant[0].bonus", "is not a known field"],
    ],
  ],
  [
    "an unknown kind",
    { grant: [{ to, kind: "gold" }] },
    [["grant[0].kind", "must be one of credit, free_month, premium_days, points, discount, feature and badge"]],
  ],
  [
    "a plan without a default",
    { grant: [{ to, kind: "credit", by_plan: { pro: -1 }, currency: "credits" }] },
    [
      ["grant[0].by_plan.pro", "must be a whole number from 0 to 1000000000"],
      ["grant[0].default_minor", "is needed, and must be a whole number from 0 to 1000000000"],
    ],
  ],
  [
    "a factor on months",
    { grant: [{ to, kind: "free_month", quantity: 1, multiply: [] }] },
    [["grant[0].multiply", "is not a known field"]],
  ],
  [
    "a factor of nothing",
    { grant: [{ to, kind: "points", quantity: 1, multiply: [{ when: {}, by_bps: 0 }] }] },
    [
      ["grant[0].multiply[0].when", oneCondition],
      ["grant[0].multiply[0].by_bps", "must be a whole number from 1 to 1000000"],
    ],
  ],
  [
    "a discount of nothing",
    { grant: [{ to, kind: "discount" }] },
    [["grant[0]", "must have either percent_bps, or amount_minor and currency"]],
  ],
  [
    "a discount of both forms",
    { grant: [{ to, kind: "discount", percent_bps: 1000, amount_minor: 500, currency: "GBP" }] },
    [
      ["grant[0].percent_bps", "is not allowed beside the other fields"],
      ["grant[0]", "must have either percent_bps, or amount_minor and currency"],
    ],
  ],
  ["a limit of nothing", { limit: [{ per: "referrer" }] }, [["limit[0]", "must have max or budget"]]],
  [
    "a limit of none",
    { limit: [{ per: "referrer", max: 0 }] },
    [["limit[0].max", "must be a whole number from 1 to 1000000"]],
  ],
  [
    "a budget in no unit",
    { limit: [{ per: "program", budget: { unit: "GBX", amount_minor: 1 } }] },
    [["limit[0].budget.unit", "must be an ISO 4217 code, credits, free_months, premium_days or points"]],
  ],
  ["a hold of no days", { hold: { days: 0 } }, [["hold.days", "must be a whole number from 1 to 365"]]],
  ["a hold until some day", { hold: { until: "sunday" } }, [["hold.until", "must be weekly_award"]]],
  ["an expiry after ten years", { expires_days: 3651 }, [["expires_days", "must be a whole number from 1 to 3650"]]],
  [
    "a reversal by half",
    { reverse: { on: ["payment"], policy: "some" } },
    [
      ["reverse.on[0]", expect.stringContaining("refund, dispute_lost") as string],
      ["reverse.policy", "must be one of proportional, full"],
    ],
  ],
  [
    "conditions deep down",
    { when: { all: [{ not: { any: [{ gte: ["event.amount_minor", "much"] }] } }, { eq: ["event.shoe", {}] }] } },
    [
      ["when.all[0].not.any[0].gte[1]", "must be a number"],
      ["when.all[1].eq[0]", expect.stringContaining("event.type, event.amount_minor") as string],
      ["when.all[1].eq[1]", "must be a text of at most 200 symbols, a number, true, false or null"],
    ],
  ],
  [
    "an operator that there is not",
    { when: { between: ["event.amount_minor", 1, 2] } },
    [
      ["when.between", "is not a known field"],
      ["when", oneCondition],
    ],
  ],
  [
    "two operators",
    { when: { all: [{ eq: ["event.plan", "a"], ne: ["event.plan", "a"] }] } },
    [["when.all[0]", oneCondition]],
  ],
];

test.each(slips)("%s is found where it is, with what is allowed", (_what, change, expected) => {
  const document = { ...walletBonus, rules: [{ ...base, ...change }] };
  const read = readDocument({ document });
  const issues = !read.ok && read.refusal.code === "invalid_request" ? read.refusal.issues : [];
  const found = issues.map(({ path, message }) => [path.replace("document.rules[0].", ""), message]);
  expect(found).toEqual(expected);
});

test.each([
  ["cookie", { days: 401 }, "cookie.days"],
  ["cookie", { days: 0 }, "cookie.days"],
  ["attribution", { model: "first_touch", window_days: 0 }, "attribution.window_days"],
  ["attribution", { model: "best_touch", window_days: 30 }, "attribution.model"],
  ["codes", { style: "random", expires_days: 1.5 }, "codes.expires_days"],
  ["fulfilment", { credit: "cash" }, "fulfilment.credit"],
  ["fulfilment", { gold: "wallet" }, "fulfilment.gold"],
  ["destination", { url: "https://a.example/", allowed_hosts: [] }, "destination.allowed_hosts"],
  ["rules", {}, "rules"],
])("%s cannot be %j", (field, value, path) => {
  const read = readDocument({ document: { ...walletBonus, [field]: value } });
  expect(read).toMatchObject({ ok: false, refusal: { issues: [{ path: `document.${path}` }] } });
});

test("an email says something or is left as it is", () => {
  const complaints = (body: string) => {
    const read = readDocument({ preset: "wallet-bonus", overrides: { emails: { templates: { welcome: { body } } } } });
    return read.ok ? [] : read.refusal;
  };
  const path = "document.emails.templates.welcome.body";
  for (const body of [" ", "\n\n", "\t \n"]) {
    expect(complaints(body)).toMatchObject({ issues: [{ path, message: "must have words in it" }] });
  }
  expect(complaints("")).toMatchObject({ issues: [{ path, message: "must not be empty" }] });
  expect(complaints("Hi {name}")).toEqual([]);
});
