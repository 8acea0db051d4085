import * as z from "zod";
import { sides } from "#domain/grant";
import type { Grant } from "#domain/grant";
import { isCurrency } from "#domain/money";
import { condition } from "#http/contract/condition";
import { currency, text, whole } from "#http/contract/wire";

/** Each kind of grant, as docs/guides/rules.md explains it. */

const mostMinor = 1_000_000_000;
const minor = whole(1, mostMinor);

const to = z.enum(sides).meta({ description: "Who gets it." });
const label = (maxLength: number) => text(maxLength).min(1);
const money = z.strictObject({
  amount_minor: minor.meta({ description: "In the smallest part of the currency: 4900 is GBP 49.00." }),
  currency: currency.meta({ description: "An ISO 4217 code." }),
});

const creditUnit = z
  .string()
  .regex(/^([A-Z]{3}|credits)$/, { message: "must be an ISO 4217 code or credits", abort: true })
  .refine((unit) => unit === "credits" || isCurrency(unit), "must be an ISO 4217 code or credits")
  .meta({ description: "An ISO 4217 code, or `credits`, which have two decimals." });

const byPlan = {
  by_plan: z
    .record(label(64), whole(0, mostMinor))
    .refine((table) => Object.keys(table).length > 0, "must have at least one plan")
    .refine((table) => Object.keys(table).length <= 100, "must have at most 100 plans")
    .meta({ description: "How much for each plan of the payment, in the unit's smallest part." }),
  default_minor: whole(0, mostMinor).meta({ description: "For every other plan, and for payments without one." }),
};

const rate = (mostBps: number) => ({
  rate_bps: whole(1, mostBps).meta({ description: "A share of the payment, in basis points: 500 is 5 %." }),
  max_minor: minor.optional().meta({ description: "At most so much, before it is multiplied." }),
});

const multiply = z
  .array(
    z.strictObject({
      when: condition,
      by_bps: whole(1, 1_000_000).meta({ description: "In basis points: 15000 is half as much again." }),
    }),
  )
  .min(1)
  .max(10)
  .optional()
  .meta({ description: "Every factor whose condition holds applies; the result is rounded once, halves up." });

/** One of several forms of a kind. Zod tells kinds apart by objects alone, unless a union says what it is. */
function formsOf<const T extends readonly [z.ZodObject, ...z.ZodObject[]]>(
  kind: Grant["kind"],
  forms: T,
  { message, description }: { message: string; description: string },
) {
  const union = z.union(forms, message).meta({ description });
  const propValues: z.core.util.PropValues = { kind: new Set([kind]) };
  const { _zod: internals } = union;
  Object.assign(internals, { propValues });
  // Safe because the lines above make it so. A clone of the union would lose it.
  return union as typeof union & { _zod: { propValues: typeof propValues } };
}

const kindOf = <const K extends string>(kind: K) => ({ to, kind: z.literal(kind) });
const amountChoice = (fixed: string) => `must have ${fixed}, or by_plan and default_minor, or rate_bps`;

const credit = formsOf(
  "credit",
  [
    z.strictObject({
      ...kindOf("credit"),
      amount_minor: minor.meta({ description: "In the unit's smallest part: 2500 is GBP 25.00 or 25 credits." }),
      currency: creditUnit,
      multiply,
    }),
    z.strictObject({ ...kindOf("credit"), ...byPlan, currency: creditUnit, multiply }),
    z.strictObject({
      ...kindOf("credit"),
      ...rate(10_000),
      currency: creditUnit.optional().meta({ description: "Left out: the payment's currency." }),
      multiply,
    }),
  ],
  { message: amountChoice("amount_minor"), description: "Money, or credits, into the wallet." },
);

const freeMonth = z
  .strictObject({
    ...kindOf("free_month"),
    quantity: whole(1, 120).meta({ description: "Months." }),
    worth: money.optional().meta({ description: "For reports and budgets in money only." }),
  })
  .meta({ description: "Whole months free of charge." });

const premiumDays = z
  .strictObject({ ...kindOf("premium_days"), quantity: whole(1, 3650).meta({ description: "Days." }) })
  .meta({ description: "Whole days of premium." });

const points = formsOf(
  "points",
  [
    z.strictObject({ ...kindOf("points"), quantity: minor.meta({ description: "Points." }), multiply }),
    z.strictObject({ ...kindOf("points"), ...byPlan, multiply }),
    z.strictObject({ ...kindOf("points"), ...rate(100_000), multiply }),
  ],
  {
    message: amountChoice("quantity"),
    description: "Whole points. A rate counts the payment's smallest parts: 100 is a point for each hundred.",
  },
);

const off = label(100).optional().meta({ description: "Off what." });
const discount = formsOf(
  "discount",
  [
    z.strictObject({
      ...kindOf("discount"),
      percent_bps: whole(1, 10_000).meta({ description: "In basis points: 2500 is a quarter off." }),
      label: off,
    }),
    z.strictObject({ ...kindOf("discount"), ...money.shape, label: off }),
  ],
  { message: "must have either percent_bps, or amount_minor and currency", description: "Off a later purchase." },
);

const feature = z
  .strictObject({ ...kindOf("feature"), feature: label(64).meta({ description: "Your own name for it." }) })
  .meta({ description: "Something that your app unlocks." });

const badge = z
  .strictObject({
    ...kindOf("badge"),
    badge: label(64).meta({ description: "A key of the program's `badges`; where it has none, as people read it." }),
  })
  .meta({ description: "A mark that is kept." });

export const grant = z
  .discriminatedUnion(
    "kind",
    [credit, freeMonth, premiumDays, points, discount, feature, badge],
    "must be one of credit, free_month, premium_days, points, discount, feature and badge",
  )
  .meta({ id: "Grant", description: "One promise to one side." }) satisfies z.ZodType<Grant>;
