import * as z from "zod";
import type { Condition } from "#domain/condition";
import { eventTypes } from "#domain/event";
import { attributionModels, fulfilments, reversalEvents, reversalPolicies } from "#domain/program";
import type { ProgramDocument } from "#domain/program";
import { currency, kind, text } from "#http/contract/wire";

/** The program document: its shape, as docs/guides/rules.md explains it. `domain/program-check.ts` says what a shape cannot. */

const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be 1 to 64 of a-z, 0-9 and -, starting with a letter or digit");
const factName = z.string().max(64);
const literal = z.union([z.string().max(200), z.number(), z.boolean(), z.null()]);
const comparison = z.tuple([factName, z.number()]);

export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      [
        z.strictObject({ all: z.array(condition).min(1).max(50) }),
        z.strictObject({ any: z.array(condition).min(1).max(50) }),
        z.strictObject({ not: condition }),
        z.strictObject({ eq: z.tuple([factName, literal]) }),
        z.strictObject({ ne: z.tuple([factName, literal]) }),
        z.strictObject({ gt: comparison }),
        z.strictObject({ gte: comparison }),
        z.strictObject({ lt: comparison }),
        z.strictObject({ lte: comparison }),
        z.strictObject({ in: z.tuple([factName, z.array(literal).min(1).max(100)]) }),
      ],
      "must be one of all, any, not, eq, ne, gt, gte, lt, lte and in",
    ),
  )
  .meta({
    id: "Condition",
    description: "A closed expression over named facts; docs/guides/rules.md has their names.",
  });

const side = z.enum(["referrer", "referee"]);
const money = z.strictObject({ amount_minor: z.int().min(0), currency });

const grant = z.discriminatedUnion("kind", [
  z.strictObject({ to: side, kind: z.literal("credit"), amount_minor: z.int(), currency }),
  z.strictObject({ to: side, kind: z.literal("free_month"), quantity: z.int(), worth: money.optional() }),
]);

const rule = z.strictObject({
  key,
  on: z.strictObject({ event: z.enum(eventTypes), occurrence: z.enum(["first", "every"]) }),
  qualify: z.strictObject({ verified: z.boolean().optional() }).optional(),
  flow: z
    .strictObject({
      referrer: z.array(kind).min(1).max(20).optional(),
      referee: z.array(kind).min(1).max(20).optional(),
    })
    .optional(),
  when: condition.optional(),
  grant: z.array(grant).min(1).max(20),
  reverse: z
    .strictObject({ on: z.array(z.enum(reversalEvents)).min(1).max(10), policy: z.enum(reversalPolicies) })
    .optional()
    .meta({ description: "What a refund of the payment takes back; left out: nothing." }),
  expires_days: z.int().min(1).max(3650).optional(),
});

const host = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?$/,
    "must be a host in lower case, with a port if it has one",
  );

export const programDocument = z
  .strictObject({
    name: text(100).min(1),
    time_zone: z.string().max(64),
    destination: z.strictObject({ url: z.string().max(2048), allowed_hosts: z.array(host).min(1).max(50) }),
    fallback_url: z.string().max(2048).optional(),
    cookie: z.strictObject({ days: z.int(), domain: z.string().max(253).optional() }),
    consent: z.enum(["not_required", "required"]),
    honor_gpc: z.boolean(),
    codes: z.strictObject({
      style: z.enum(["random", "memorable"]),
      words: z
        .record(
          kind,
          z
            .array(z.string().regex(/^[A-Z]{2,16}$/, "must be 2 to 16 of A-Z"))
            .min(1)
            .max(50),
        )
        .optional(),
      expires_days: z.int().min(1).max(3650),
    }),
    attribution: z.strictObject({ model: z.enum(attributionModels), window_days: z.int() }),
    eligibility: z.strictObject({ referrer: condition.optional() }).optional(),
    rules: z.array(rule).max(50),
    fulfilment: z.strictObject({
      credit: z.enum(fulfilments).exactOptional(),
      free_month: z.enum(fulfilments).exactOptional(),
    }),
  })
  .meta({ id: "ProgramDocument" }) satisfies z.ZodType<ProgramDocument>;

export const programKey = key;
