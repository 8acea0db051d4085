import type { ReceiverProblem } from "#domain/public-address";
import type { SignatureFlaw } from "#domain/provider-door";
import type { Role } from "#domain/rights";

/** Where a request is wrong, and what is allowed there. `path` is a JSON path such as `rules[0].on.event`. */
export type Issue = { path: string; message: string };

/**
 * Why a reward cannot be claimed: it comes by itself, it waits, it ended, or an earlier clawback takes what it is worth.
 */
export type ClaimObstacle =
  | "automatic"
  | "held"
  | "in_review"
  | "disputed"
  | "denied"
  | "voided"
  | "reversed"
  | "balance_owed";

/**
 * Every expected "no" of the product. `http/contract/problem.ts` gives each its status and text; the code is
 * the same in domain, API, docs, logs and tests.
 */
export type Refusal =
  | { code: "invalid_request"; issues: Issue[] }
  | { code: "not_found"; what: string }
  | { code: "unauthorized" }
  | { code: "insufficient_scope"; needed: string }
  | { code: "live_key_needed" }
  | { code: "role_beyond_yours"; role: Role }
  | { code: "member_exists" }
  | { code: "last_owner"; member: string }
  | { code: "key_over"; key: string; reason: "revoked" | "expired" | "rotated"; rotatedTo: string | null }
  | { code: "payload_too_large"; limitBytes: number }
  | { code: "unsupported_media_type" }
  | { code: "method_not_allowed"; allowed: string[] }
  | { code: "idempotency_key_reused" }
  | { code: "idempotency_key_in_flight" }
  | { code: "answer_erased" }
  | { code: "event_content_differs"; eventId: string }
  | { code: "conversion_mismatch"; paymentRef: string; expected: { amountMinor: number; currency: string } }
  | { code: "program_key_taken"; key: string }
  | { code: "program_invalid"; issues: Issue[] }
  | { code: "program_unpublished"; program: string }
  | { code: "simulation_too_large"; events: number; limit: number }
  | { code: "clock_only_in_test"; program: string }
  | { code: "clock_backwards"; nowMs: number }
  | { code: "participant_suspended"; participant: string }
  | { code: "participant_erased"; participant: string }
  | { code: "insufficient_balance"; unit: string; balance: number; usable: number; asked: number }
  | { code: "invoice_voided"; invoiceId: string }
  | { code: "code_taken"; referralCode: string }
  | { code: "code_reserved"; referralCode: string }
  | { code: "code_invalid"; referralCode: string }
  | { code: "destination_not_allowed"; host: string; allowedHosts: string[] }
  | { code: "reward_claimed"; reward: string }
  | { code: "reward_expired"; reward: string; expiredAtMs: number }
  | { code: "reward_not_claimable"; reward: string; reason: ClaimObstacle }
  | { code: "reward_not_in_review"; reward: string; state: string }
  | { code: "reward_over"; reward: string; state: string }
  | { code: "review_decided"; review: string; status: string; decidedBy: string | null; decidedAtMs: number | null }
  | { code: "review_changed"; review: string; assessmentId: string | null }
  | { code: "fraud_list_full"; kind: string | null; limit: number }
  | { code: "fraud_entry_contradicts"; entry: string; effect: string }
  | { code: "address_unknown"; referral: string }
  | { code: "webhook_url_not_allowed"; reason: ReceiverProblem }
  | { code: "webhook_endpoint_disabled"; endpoint: string }
  | { code: "too_many_webhook_endpoints"; limit: number }
  | { code: "fulfilment_done"; reward: string }
  | { code: "operation_content_differs"; operationId: string }
  | { code: "email_not_sendable"; email: string; status: string }
  | { code: "rewards_disabled" }
  | { code: "signature_invalid"; flaw: SignatureFlaw }
  | { code: "provider_not_configured"; provider: string }
  | { code: "provider_payment_known"; externalId: string; paymentRef: string }
  | { code: "rate_limited"; retryAfterSeconds: number }
  | { code: "limiter_unavailable"; retryAfterSeconds: number }
  | { code: "referrer_refused"; reason: string }
  | { code: "referrals_disabled" }
  | { code: "job_running"; job: string; retryAfterSeconds: number }
  | { code: "database_unavailable"; retryAfterSeconds: number }
  | { code: "leaderboard_unavailable"; retryAfterSeconds: number }
  | { code: "busy"; retryAfterSeconds: number };

export type RefusalCode = Refusal["code"];
