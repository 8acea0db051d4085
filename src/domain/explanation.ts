import type { Evidence, TouchDrop } from "#domain/binding";
import type { Condition } from "#domain/condition";
import type { EventType } from "#domain/event";
import type { FraudRisk } from "#domain/assessment";
import type { FraudAction } from "#domain/fraud-rules";
import type { Side } from "#domain/grant";
import type { KeptReason } from "#domain/kept-reward";
import type { HoldReason } from "#domain/hold";
import type { Channel } from "#domain/journey";
import type { AttributionModel, Limit } from "#domain/program";

/** Why a rule that listens to an event gave nothing for it. */
export type RuleMiss =
  | "wrong_flow"
  | "payment_unverified"
  | "condition_unmet"
  | "not_first"
  | "not_nth"
  | "occurrences_used_up"
  | "months_over"
  | "nothing_to_pay";

/** Why a rule that was met gave nothing all the same. */
export type DenialReason =
  | "self_referral"
  | "referrer_suspended"
  | "referrer_ineligible"
  | "program_paused"
  | "rewards_disabled"
  | "limit_reached"
  | "budget_exhausted"
  | "budget_other_unit"
  | "fraud_rejected";

/** Why a reward was taken back, or never released. */
export type ReversalReason =
  | "refund"
  | "dispute_lost"
  | "subscription_canceled"
  | "churned"
  | "stay_broken"
  | "count_lost"
  | "reassigned";

/** Why a signup bound nobody. */
export type RefusalReason = TouchDrop | "no_evidence" | "program_paused" | "referrals_disabled";

type Valued = { kind: string; unit: string; quantity: number; label: string | null };
/** Stored clauses of an earlier version have no reason. */
type TakenBack = RewardRef & Valued & { reason?: ReversalReason; left: number; atMs: number };
type RewardRef = { rule: string; side: Side; beneficiaryId: string };

/** One finding of a decision. Ids and codes only: names are put in when it is read. */
export type Clause =
  | { code: "event_parked"; type: EventType; atMs: number }
  | {
      code: "touch_weighed";
      ownerId: string;
      touchCode: string;
      channel: Channel;
      weight: number;
      model: AttributionModel;
      atMs: number;
    }
  | {
      code: "touch_dropped";
      ownerId: string | null;
      touchCode: string;
      channel: Channel;
      reason: TouchDrop;
      atMs: number;
    }
  | {
      code: "referral_bound";
      referrerId: string;
      evidence: Evidence;
      model: AttributionModel;
      version: number;
      atMs: number;
    }
  | { code: "referral_refused"; reason: RefusalReason; atMs: number }
  | { code: "referral_kept"; referrerId: string; atMs: number }
  | { code: "step_reported"; type: EventType; atMs: number }
  | { code: "payment_known"; paymentRef: string; atMs: number }
  | {
      code: "payment_counted";
      paymentRef: string;
      ordinal: number;
      amountMinor: number;
      currency: string;
      atMs: number;
    }
  | { code: "payment_verified"; paymentRef: string; atMs: number }
  | {
      code: "payment_refunded";
      paymentRef: string;
      refundedMinor: number;
      amountMinor: number;
      currency: string;
      atMs: number;
    }
  | { code: "referral_assessed"; risk: FraudRisk; action: FraudAction; grounds: string[]; atMs: number }
  | { code: "rule_missed"; rule: string; reason: RuleMiss; condition: Condition | null; atMs: number }
  | (RewardRef & { code: "reward_denied"; reason: DenialReason; limit: Limit | null; atMs: number })
  | (RewardRef &
      Valued & { code: "reward_granted"; worthMinor: number | null; worthCurrency: string | null; atMs: number })
  | (RewardRef & Valued & { code: "reward_held"; reason: HoldReason; releaseAtMs: number | null; atMs: number })
  | (RewardRef & { code: "reward_disputed"; atMs: number })
  | (RewardRef & { code: "dispute_settled"; atMs: number })
  | (RewardRef & { code: "reward_kept"; reason: KeptReason; atMs: number })
  | (TakenBack & { code: "reward_voided" })
  | (TakenBack & { code: "reward_reversed" })
  | { code: "referral_waits"; untilMs: number; atMs: number }
  | { code: "referral_counted"; referrerId: string; count: number; atMs: number }
  | { code: "referral_uncounted"; referrerId: string; count: number; atMs: number }
  | { code: "referral_disqualified"; referrerId: string; atMs: number }
  | { code: "referral_turned_away"; referrerId: string; atMs: number }
  | { code: "referral_reassigned"; formerId: string; referrerId: string; atMs: number };

export type ClauseCode = Clause["code"];
