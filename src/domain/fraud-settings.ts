import type { Issue } from "#domain/refusal";
import { wholeRatio } from "#domain/trigram";

/** The five signals of every program; their weights sum to the whole. */
export const coreSignals = ["velocity", "similarity", "address_clustering", "timing", "conversion_speed"] as const;

/** Additions for what the five do not see: a program that wants the five alone gives these no weight. */
const addedSignals = [
  "embedded_touch",
  "click_stuffing",
  "shared_device",
  "shared_payment",
  "refund_after_redemption",
  "idle_clicks",
  "hasty_signups",
  "reused_devices",
  "arranged_payments",
  "bad_company",
  "one_domain",
  "referrer_doubles",
] as const;

export const signalNames = [...coreSignals, ...addedSignals] as const;
export type SignalName = (typeof signalNames)[number];

/** They say that many came at once, as they do after every good newsletter and at every fair. */
export const crowdSignals: readonly SignalName[] = ["velocity", "address_clustering"];

/** How a measure is held against its threshold. */
export type Comparison = "over" | "at_least" | "under";

/**
 * Units of measures and thresholds: velocity in referrals of any 24 hours, address clustering in referees, device,
 * payment and doubles in other people, reused devices and arranged payments in referees, conversion speed in seconds, stuffing in clicks, the others in millionths.
 */
export const comparisons: Record<SignalName, Comparison> = {
  velocity: "over",
  similarity: "over",
  address_clustering: "at_least",
  timing: "over",
  conversion_speed: "under",
  embedded_touch: "over",
  click_stuffing: "over",
  shared_device: "at_least",
  shared_payment: "at_least",
  refund_after_redemption: "at_least",
  idle_clicks: "at_least",
  hasty_signups: "at_least",
  reused_devices: "at_least",
  arranged_payments: "at_least",
  bad_company: "at_least",
  one_domain: "at_least",
  referrer_doubles: "at_least",
};

/** A signal that passes its threshold counts half its weight, and all of it from `full` on. Equal: all at once. */
export type SignalSetting = { weight: number; threshold: number; full: number };

/** What a program scores by. Snake_case, because it is a part of the program document. Ratios are millionths. */
export type FraudSettings = {
  signals: Record<SignalName, SignalSetting>;
  /** Scores over these are of medium and of high risk. */
  medium_over: number;
  high_over: number;
  /** A crowd raises no score over `medium_over` before other signals make up so much of it; 0: it always does. */
  crowd_needs: number;
};

/** Every reason why these settings cannot be used. */
export function checkFraudSettings({ signals, medium_over, high_over, crowd_needs }: FraudSettings): Issue[] {
  const issues = signalNames.flatMap((name) => checkSignal(name, signals[name]));
  const ratios = Object.entries({ medium_over, high_over, crowd_needs });
  for (const [path, ratio] of ratios) if (!isRatio(ratio)) issues.push({ path, message: outsideRatio });
  if (medium_over >= high_over) issues.push({ path: "medium_over", message: "must be less than high_over" });
  if (crowd_needs > medium_over) issues.push({ path: "crowd_needs", message: "must not exceed medium_over" });
  if (signals.address_clustering.weight > medium_over) {
    const message = "must not exceed medium_over: an address alone holds nobody";
    issues.push({ path: "signals.address_clustering.weight", message });
  }
  return issues;
}

const outsideRatio = `must be a whole number of millionths, 0 to ${wholeRatio}`;

function checkSignal(name: SignalName, { weight, threshold, full }: SignalSetting): Issue[] {
  const path = `signals.${name}`;
  const issues: Issue[] = [];
  if (!isRatio(weight)) issues.push({ path: `${path}.weight`, message: outsideRatio });
  for (const [key, bound] of Object.entries({ threshold, full }))
    if (!Number.isSafeInteger(bound) || bound < 0)
      issues.push({ path: `${path}.${key}`, message: "must be a whole number, 0 or more" });
  const isBackwards = comparisons[name] === "under" ? full > threshold : full < threshold;
  if (isBackwards) issues.push({ path: `${path}.full`, message: "must lie beyond the threshold" });
  return issues;
}

function isRatio(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= wholeRatio;
}
