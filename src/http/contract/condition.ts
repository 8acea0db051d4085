import * as z from "zod";
import type { Condition } from "#domain/condition";
import { factTypes } from "#domain/facts";
import type { FactName } from "#domain/facts";

// Safe because the table has at least one fact.
const factNames = Object.keys(factTypes) as [FactName, ...FactName[]];
const fact = z.enum(factNames);
const literal = z.union(
  [z.string().max(200), z.number(), z.boolean(), z.null()],
  "must be a text of at most 200 symbols, a number, true, false or null",
);
const comparison = z.tuple([fact, z.number()]);
const equality = z.tuple([fact, literal]);
const list = z.lazy(() => z.array(condition).min(1).max(50));

/** Its shape; `domain/condition-check.ts` says what a shape cannot. */
export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      [
        z.strictObject({ all: list.meta({ description: "Holds when all of them hold." }) }),
        z.strictObject({ any: list.meta({ description: "Holds when at least one of them holds." }) }),
        z.strictObject({ not: condition }),
        z.strictObject({ eq: equality.meta({ description: "The fact is that value." }) }),
        z.strictObject({ ne: equality.meta({ description: "The fact is not that value." }) }),
        z.strictObject({ gt: comparison.meta({ description: "The fact is known, and above that number." }) }),
        z.strictObject({ gte: comparison.meta({ description: "The fact is known, and at least that number." }) }),
        z.strictObject({ lt: comparison.meta({ description: "The fact is known, and below that number." }) }),
        z.strictObject({ lte: comparison.meta({ description: "The fact is known, and at most that number." }) }),
        z.strictObject({
          in: z
            .tuple([fact, z.array(literal).min(1).max(100)])
            .meta({ description: "The fact is one of those values." }),
        }),
      ],
      "must have exactly one of all, any, not, eq, ne, gt, gte, lt, lte and in",
    ),
  )
  .meta({
    id: "Condition",
    description: "A closed expression over named facts. docs/guides/rules.md says what each fact is.",
  });
