import * as z from "zod";
import type { SignatureFlaw } from "#domain/provider-door";
import type { Refusal, RefusalCode } from "#domain/refusal";
import { privacyProblems } from "#http/contract/privacy-problems";
import { reviewProblems } from "#http/contract/review-problems";
import { rewardProblems } from "#http/contract/reward-problems";
import type { ProblemEntry } from "#http/contract/reward-problems";
import { rightsProblems } from "#http/contract/rights-problems";
import { webhookProblems } from "#http/contract/webhook-problems";

/** RFC 9457, with our `code` and `request_id`; some codes bring members of their own. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: "Where the deployment documents the code: `/docs/problems#code`." }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.output<typeof problemSchema>;

const referrerObstacles: Partial<Record<string, string>> = {
  self_referral: "nobody can refer himself (same person, mailbox, organisation or card)",
  referral_cycle: "the referee already stands above this referrer, and a circle would close",
  referrer_suspended: "the referrer's account is not active",
  referrer_ineligible: "the referrer does not meet the program's conditions",
};

const signatureFlaws: Record<SignatureFlaw, string> = {
  header_missing: "A header that the signature needs is missing.",
  not_verified: "No signing secret fits the signature, or it is too old.",
  wrong_mode: "It is signed for one mode and says that it is of the other.",
};

/** Every refusal has its place here, or the compiler complains. */
export const problems: { [C in RefusalCode]: ProblemEntry<Extract<Refusal, { code: C }>> } = {
  ...rewardProblems,
  ...privacyProblems,
  ...reviewProblems,
  ...rightsProblems,
  ...webhookProblems,
  invalid_request: {
    status: 400,
    title: "The request is not valid",
    advice: "Correct what `issues` lists; each has the JSON path of the place and what is allowed there.",
    detail: ({ issues }) =>
      `${issues.length === 1 ? "One place is" : `${issues.length} places are`} wrong; see issues.`,
    members: ({ issues }) => ({ issues }),
  },
  not_found: {
    status: 404,
    title: "Not found",
    advice: "Check the id and the mode: a key sees only the objects of its own mode.",
    detail: ({ what }) => `There is no such ${what}.`,
  },
  unauthorized: {
    status: 401,
    title: "A valid key is needed",
    advice:
      "Send `Authorization: Bearer bq_live_…` or `bq_test_…` with a key that is neither revoked nor expired. A participant's token is good for what is the participant's own, and for some minutes.",
    detail: () => "The request carries no valid key.",
  },
  insufficient_scope: {
    status: 403,
    title: "The key may not do this",
    advice: "Use a key that has the scope named in `needed`. A key can give another only the scopes it has itself.",
    detail: ({ needed }) => `The key lacks the scope ${needed}.`,
    members: ({ needed }) => ({ needed }),
  },
  payload_too_large: {
    status: 413,
    title: "The body is too large",
    advice: "Send less at once; batches take up to 500 items and 1 MiB, everything else 64 KiB.",
    detail: ({ limitBytes }) => `The body may have ${limitBytes} bytes at most.`,
    members: ({ limitBytes }) => ({ limit_bytes: limitBytes }),
  },
  unsupported_media_type: {
    status: 415,
    title: "The body must be JSON",
    advice: "Send `Content-Type: application/json`, in UTF-8 and without a content coding.",
    detail: () => "Only application/json in UTF-8 is understood.",
  },
  method_not_allowed: {
    status: 405,
    title: "The method is not allowed here",
    advice: "Use a method that the `Allow` header lists.",
    detail: ({ allowed }) => `Allowed here: ${allowed.join(", ")}.`,
  },
  idempotency_key_reused: {
    status: 422,
    title: "The Idempotency-Key was used for another request",
    advice: "Use a new key for a new request. A key stands for one method, path and body for 24 hours.",
    detail: () => "This Idempotency-Key belongs to a request with other content.",
  },
  idempotency_key_in_flight: {
    status: 409,
    title: "The first request with this Idempotency-Key is still at work",
    advice: "Wait a moment, then send the same request again to get its answer.",
    detail: () => "A request with this Idempotency-Key has not been answered yet.",
  },
  answer_erased: {
    status: 410,
    title: "The answer to this request was about somebody who is erased",
    advice: "The request was done and is not done again. What it made that is still there is found by reading it.",
    detail: () => "The first request with this Idempotency-Key was answered; its answer went with the person it names.",
  },
  event_content_differs: {
    status: 409,
    title: "The event id was used for another event",
    advice: "Give every fact an id of its own. The first event stands; nothing was changed.",
    detail: ({ eventId }) => `Event ${eventId} was reported before with other content.`,
    members: ({ eventId }) => ({ event_id: eventId }),
  },
  conversion_mismatch: {
    status: 409,
    title: "The payment was reported before with another amount, currency or person",
    advice: "Correct the source that is wrong. The first report stands; nothing was changed.",
    detail: ({ paymentRef }) => `Payment ${paymentRef} is known with another amount, currency or person.`,
    members: ({ paymentRef, expected }) => ({
      payment_ref: paymentRef,
      expected: { amount_minor: expected.amountMinor, currency: expected.currency },
    }),
  },
  program_key_taken: {
    status: 409,
    title: "The program key is taken",
    advice: "Choose another key, or change the program that has it.",
    detail: ({ key }) => `There is a program with the key ${key} already.`,
  },
  program_invalid: {
    status: 422,
    title: "The program document is not valid",
    advice: "Correct what `issues` lists. `POST /v1/programs/validate` checks a document without saving it.",
    detail: ({ issues }) =>
      `${issues.length === 1 ? "One place" : `${issues.length} places`} in the document cannot stand; see issues.`,
    members: ({ issues }) => ({ issues }),
  },
  program_unpublished: {
    status: 409,
    title: "The program is not published yet",
    advice: "Publish it with `POST /v1/programs/{id}/publish`.",
    detail: ({ program }) => `Program ${program} has no published version.`,
  },
  simulation_too_large: {
    status: 422,
    title: "Too much to replay",
    advice: "Narrow the period with `from` and `until`.",
    detail: ({ events, limit }) => `The period has ${events} events; at most ${limit} are replayed at once.`,
    members: ({ events, limit }) => ({ events, limit }),
  },
  clock_only_in_test: {
    status: 409,
    title: "Only test programs have a clock of their own",
    advice: "Use a key of the test mode and a program made with it.",
    detail: ({ program }) => `Program ${program} is live and follows real time.`,
  },
  clock_backwards: {
    status: 409,
    title: "A clock never goes backwards",
    advice: "Give a time after `now`, or make a new test program.",
    detail: () => "The program's clock is past that time already.",
    members: ({ nowMs }) => ({ now: new Date(nowMs).toISOString() }),
  },
  participant_suspended: {
    status: 409,
    title: "The participant is suspended",
    advice: "Set the participant's status to `active` first, if that is right.",
    detail: ({ participant }) => `Participant ${participant} is suspended.`,
  },
  code_taken: {
    status: 409,
    title: "The code is taken",
    advice: "Choose another code. Codes are never issued twice, former ones included.",
    detail: ({ referralCode }) => `The code ${referralCode} belongs to another link.`,
  },
  code_reserved: {
    status: 422,
    title: "The code is not available",
    advice: "Choose another code: reserved and offensive words are refused.",
    detail: ({ referralCode }) => `The code ${referralCode} cannot be used.`,
  },
  code_invalid: {
    status: 422,
    title: "The code has a wrong form",
    advice: "Use 3 to 32 of A–Z, 0–9 and `-`, with a letter or digit at either end.",
    detail: () => "A code has 3 to 32 letters, digits or hyphens, and no hyphen at either end.",
  },
  destination_not_allowed: {
    status: 422,
    title: "The destination is not on the program's allow-list",
    advice: "Use one of `allowed_hosts` over https, or publish a version of the program that allows the host.",
    detail: ({ host }) =>
      `Links of this program lead to its allowed hosts only, by a plain https address; this one leads to "${host}".`,
    members: ({ allowedHosts }) => ({ allowed_hosts: allowedHosts }),
  },
  signature_invalid: {
    status: 400,
    title: "The delivery is not signed as it should be",
    advice:
      "Set the endpoint's own signing secret, of the right mode, and change nothing in the body on its way. A signature is good for 300 seconds. Nothing was kept.",
    detail: ({ flaw }) => signatureFlaws[flaw],
    members: ({ flaw }) => ({ flaw }),
  },
  provider_payment_known: {
    status: 409,
    title: "The provider's id stands for another payment already",
    advice:
      "What was reported under that name stays there. Report what belongs to another payment as an event of your own.",
    detail: ({ externalId, paymentRef }) => `${externalId} stands for the payment ${paymentRef}.`,
    members: ({ paymentRef }) => ({ payment_ref: paymentRef }),
  },
  provider_not_configured: {
    status: 404,
    title: "No signing secret of this provider is set",
    advice: "Set `STRIPE_WEBHOOK_SECRETS` or `WHOP_WEBHOOK_SECRETS` for the deployment.",
    detail: ({ provider }) => `This deployment takes no deliveries of ${provider}.`,
  },
  email_not_sendable: {
    status: 409,
    title: "The email cannot be sent by hand",
    advice: "Only what was kept or given up can be sent again.",
    detail: ({ email, status }) => `Email ${email} is ${status}.`,
    members: ({ status }) => ({ email_status: status }),
  },
  rate_limited: {
    status: 429,
    title: "Too many at once",
    advice:
      "Wait as many seconds as `Retry-After` says. `RateLimit-Policy` says what is allowed, `RateLimit` what is left.",
    detail: ({ retryAfterSeconds }) => `Try again in ${retryAfterSeconds} seconds.`,
  },
  limiter_unavailable: {
    status: 503,
    title: "The rate limiter does not answer",
    advice:
      "Send the same request again after `Retry-After` seconds; nothing was done. Changes of wallets, rewards and invoices wait for the limiter, everything else goes on without it.",
    detail: () => "Nothing that moves value is done while nobody counts how often.",
  },
  referrer_refused: {
    status: 422,
    title: "This participant cannot be the referrer",
    advice: "Choose another referrer; `reason` says what stands against this one. Nothing was changed.",
    detail: ({ reason }) => `The referrer is refused: ${referrerObstacles[reason] ?? reason}.`,
    members: ({ reason }) => ({ reason }),
  },
  referrals_disabled: {
    status: 503,
    title: "Referrals are switched off",
    advice: "The deployment runs with ENABLE_REFERRALS=false.",
    detail: () => "This deployment takes no referrals at the moment.",
  },
  job_running: {
    status: 409,
    title: "The job is at work",
    advice: "Wait as `Retry-After` says. A run that has died is taken over after five minutes.",
    detail: ({ job }) => `Another run of ${job} has not ended yet.`,
    members: ({ job }) => ({ job }),
  },
  database_unavailable: {
    status: 503,
    title: "The database does not answer",
    advice: "Ask again after `Retry-After` seconds. Links that the edge remembers lead on meanwhile.",
    detail: () => "The deployment answers, its database does not.",
  },
  leaderboard_unavailable: {
    status: 503,
    title: "The leaderboard does not answer",
    advice:
      "Ask again after `Retry-After` seconds. Everything else goes on without it, and nothing that counts is lost.",
    detail: () => "The program's boards cannot be read at this moment.",
  },
  busy: {
    status: 503,
    title: "Busy",
    advice: "Send the same request again after `Retry-After` seconds; nothing was done twice.",
    detail: () => "Too many requests want to change the same thing at this moment.",
  },
};

/** A fault of ours. Not a refusal: no usecase answers it. */
export const fault = {
  code: "internal_error",
  status: 500,
  title: "Something went wrong on our side",
  advice: "Send the same request again. Tell the team the `request_id` if it stays.",
  detail: "The request could not be completed.",
} as const;

export function problemType(code: string): string {
  return `/docs/problems#${code}`;
}
