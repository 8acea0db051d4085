import * as z from "zod";
import { longestCookieDays } from "#domain/journey";
import { boardNames } from "#domain/leaderboard";
import { attributionModels, fulfilments, stripeMonths } from "#domain/program";
import type { ProgramDocument } from "#domain/program";
import { condition } from "#http/contract/condition";
import { programBadges } from "#http/contract/program-badges";
import { programEmails } from "#http/contract/program-emails";
import { programFraud } from "#http/contract/program-fraud";
import { rule } from "#http/contract/rule";
import { kind, slug, text, whole } from "#http/contract/wire";

/** The program document: its shape, as docs/guides/rules.md explains it. `domain/program-check.ts` says what a shape cannot. */

const longestWindowDays = 400;

const host = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?$/,
    "must be a host in lower case, with a port if it has one",
  );

const codes = z
  .strictObject({
    style: z.enum(["random", "memorable"]).meta({ description: "`memorable`: a word and six symbols." }),
    words: z
      .record(
        kind,
        z
          .array(z.string().regex(/^[A-Z]{2,16}$/, "must be 2 to 16 of A-Z"))
          .min(1)
          .max(50),
      )
      .optional()
      .meta({ description: "Words before the code, by kind of participant; for memorable codes." }),
    expires_days: whole(1, 3650).meta({ description: "How long a code lives." }),
  })
  .meta({ description: "What new codes look like, and how long they live." });

const fulfilment = (kind: string) =>
  z
    .enum(fulfilments)
    .exactOptional()
    .meta({ description: `How ${kind} reach people.` });

export const programDocument = z
  .strictObject({
    $schema: z.string().max(2048).optional().meta({ description: "For editors: where this schema is." }),
    name: text(100).min(1).meta({ description: "As people read it." }),
    time_zone: z
      .string()
      .max(64)
      .meta({ description: "An IANA zone such as Europe/London; calendar windows go by it." }),
    destination: z
      .strictObject({
        url: z.string().max(2048).meta({ description: "Where links lead unless they say otherwise." }),
        allowed_hosts: z.array(host).min(1).max(50).meta({ description: "The only hosts that links may lead to." }),
      })
      .meta({ description: "Where links lead." }),
    fallback_url: z
      .string()
      .max(2048)
      .optional()
      .meta({ description: "Where unknown, paused and expired links lead; left out: a page of Bouquet's own." }),
    cookie: z
      .strictObject({
        days: whole(1, longestCookieDays).meta({ description: "How long it is kept." }),
        domain: z.string().max(253).optional().meta({ description: "To share the cookie with your app." }),
      })
      .meta({ description: "The cookie that carries a visitor's journey." }),
    consent: z.enum(["not_required", "required"]).meta({ description: "`required`: no cookie is set." }),
    honor_gpc: z.boolean().meta({ description: "Visitors who send `Sec-GPC: 1` get no cookie." }),
    codes,
    attribution: z
      .strictObject({
        model: z.enum(attributionModels).meta({ description: "How several clicks share a referral." }),
        window_days: whole(1, longestWindowDays).meta({
          description: "From a click to the signup it is credited for.",
        }),
      })
      .meta({ description: "Which clicks a referral is credited to." }),
    eligibility: z
      .strictObject({ referrer: condition.optional() })
      .optional()
      .meta({ description: "Who may refer, beyond having an active account." }),
    rules: z.array(rule).max(50).meta({ description: "What earns what." }),
    badges: programBadges.optional(),
    fraud: programFraud.optional(),
    fulfilment: z
      .strictObject({
        credit: fulfilment("credits"),
        free_month: fulfilment("free months"),
        premium_days: fulfilment("premium days"),
        points: fulfilment("points"),
        discount: fulfilment("discounts"),
        feature: fulfilment("features"),
        badge: fulfilment("badges"),
      })
      .meta({ description: "How each kind of grant in the rules reaches people." }),
    stripe: z
      .strictObject({
        free_month: z.enum(stripeMonths).meta({
          description: "`balance`: a credit of what the months are worth. `coupon`: so many months free of charge.",
        }),
      })
      .optional()
      .meta({ description: "What Stripe is asked for. Left out: free months are credited as `balance`." }),
    emails: programEmails.optional(),
    leaderboard: z
      .strictObject({
        public: z.boolean().meta({ description: "`true`: everybody may read the boards, without a key." }),
        names: z.enum(boardNames).optional().meta({
          description: "How names of those are shown who have not chosen themselves. Left out: `full`.",
        }),
      })
      .optional()
      .meta({
        description: "Who may read the boards. Left out: your keys and participants alone, with names in full.",
      }),
  })
  .meta({ id: "ProgramDocument" }) satisfies z.ZodType<ProgramDocument>;

export const programKey = slug;
