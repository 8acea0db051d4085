import * as z from "zod";
import { codeProblems } from "#domain/code-use";
import { defineOperation } from "#http/contract/operation";
import { id } from "#http/contract/wire";
import type { CodeLookUp, Gift } from "#usecases/look-up-code";

const shownGift = z.strictObject({
  rule: z.string(),
  event: z.string(),
  what: z.string().meta({ description: "In words: `up to 50 credits`." }),
  when: z.string().meta({ description: "In words: `when you make your first payment`." }),
  kind: z.string(),
  quantity: z.int().optional(),
  amount_minor: z.int().optional(),
  currency: z.string().optional(),
  worth: z.strictObject({ amount_minor: z.int(), currency: z.string() }).optional(),
  by_plan: z.record(z.string(), z.int()).optional(),
  default_minor: z.int().optional(),
  rate_bps: z.int().optional(),
  max_minor: z.int().optional(),
  percent_bps: z.int().optional(),
  label: z.string().optional(),
  feature: z.string().optional(),
  badge: z.string().optional(),
});

export const shownCode = z
  .strictObject({
    code: z.string().meta({ description: "As it is matched: trimmed and in upper case." }),
    valid: z.boolean(),
    reason: z.enum(codeProblems).nullable().meta({ description: "Why the code is not valid." }),
    program: z.string().nullable(),
    link_id: id("lnk").nullable(),
    link_usable: z.boolean().meta({
      description: "Whether clicks on the code's link are redirected now. A code can be valid where its link is not.",
    }),
    referrer: z.strictObject({ id: id("ptc"), display_name: z.string().nullable() }).nullable(),
    friend_gets: z.array(shownGift),
  })
  .meta({ id: "Code" });

export function showCode({ code, reason, found }: CodeLookUp): z.input<typeof shownCode> {
  return {
    code,
    valid: reason === null,
    reason,
    program: found?.stored.program.key ?? null,
    link_id: found?.stored.link.id ?? null,
    link_usable: found?.linkUsable ?? false,
    referrer: found === null ? null : { id: found.referrer.id, display_name: found.referrer.name },
    friend_gets: (found?.friendGets ?? []).map(showGift),
  };
}

/** Whom a factor favours is not told: `what` says how much it may be. */
function showGift({ rule, event, what, when, grant }: Gift): z.input<typeof shownGift> {
  const { to: _to, ...gift } = grant;
  if (!("multiply" in gift)) return { rule, event, what, when, ...gift };
  const { multiply: _factors, ...plain } = gift;
  return { rule, event, what, when, ...plain };
}

export const lookUpCodeOperation = defineOperation({
  method: "get",
  path: "/v1/codes/:code",
  operationId: "lookUpCode",
  summary: "For an order page: is the code valid, whose is it, what does the friend get",
  description:
    "Answers 200 for unknown codes too, with `valid: false`; 429 when too many unknown ones came from one address. Codes that exist are answered all the same.",
  tag: "Links",
  scope: "links:read",
  params: z.strictObject({ code: z.string().min(1).max(64) }),
  answer: shownCode,
});

export const codeOperations = [lookUpCodeOperation];
