/** Where a request is wrong, and what is allowed there. `path` is a JSON path such as `rules[0].on.event`. */
export type Issue = { path: string; message: string };

/**
 * Every expected "no" of the product. `http/contract/problem.ts` gives each its status and text; the code is
 * the same in domain, API, docs, logs and tests.
 */
export type Refusal =
  | { code: "invalid_request"; issues: Issue[] }
  | { code: "not_found"; what: string }
  | { code: "unauthorized" }
  | { code: "insufficient_scope"; needed: string }
  | { code: "payload_too_large"; limitBytes: number }
  | { code: "unsupported_media_type" }
  | { code: "method_not_allowed"; allowed: string[] }
  | { code: "idempotency_key_reused" }
  | { code: "idempotency_key_in_flight" }
  | { code: "event_content_differs"; eventId: string }
  | { code: "conversion_mismatch"; paymentRef: string; expected: { amountMinor: number; currency: string } }
  | { code: "program_key_taken"; key: string }
  | { code: "program_invalid"; issues: Issue[] }
  | { code: "program_unpublished"; program: string }
  | { code: "clock_only_in_test"; program: string }
  | { code: "clock_backwards"; nowMs: number }
  | { code: "participant_suspended"; participant: string }
  | { code: "code_taken"; referralCode: string }
  | { code: "code_reserved"; referralCode: string }
  | { code: "code_invalid"; referralCode: string }
  | { code: "destination_not_allowed"; host: string; allowedHosts: string[] }
  | { code: "rate_limited"; retryAfterSeconds: number }
  | { code: "referrals_disabled" }
  | { code: "database_unavailable"; retryAfterSeconds: number }
  | { code: "busy"; retryAfterSeconds: number };

export type RefusalCode = Refusal["code"];
