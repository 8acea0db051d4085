import type { Evidence, TouchDrop } from "#domain/binding";
import type { Condition } from "#domain/condition";
import type { EventType } from "#domain/event";
import type { Side } from "#domain/grant";
import type { Channel } from "#domain/journey";
import type { AttributionModel } from "#domain/program";

/** Why a rule that listens to an event gave nothing for it. */
export type RuleMiss = "wrong_flow" | "payment_unverified" | "condition_unmet" | "not_first";

/** Why a rule that was met gave nothing all the same. */
export type DenialReason =
  | "self_referral"
  | "referrer_suspended"
  | "referrer_ineligible"
  | "program_paused"
  | "rewards_disabled";

/** Why a signup bound nobody. */
export type RefusalReason = TouchDrop | "no_evidence" | "program_paused" | "referrals_disabled";

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
  | { code: "rule_missed"; rule: string; reason: RuleMiss; condition: Condition | null; atMs: number }
  | (RewardRef & { code: "reward_denied"; reason: DenialReason; atMs: number })
  | (RewardRef & {
      code: "reward_granted";
      kind: string;
      unit: string;
      quantity: number;
      worthMinor: number | null;
      worthCurrency: string | null;
      atMs: number;
    })
  | (RewardRef & { code: "reward_reversed"; unit: string; quantity: number; left: number; atMs: number });

export type ClauseCode = Clause["code"];
