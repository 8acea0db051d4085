import type { EventType } from "#domain/event";

/** The steps a referral passes, in order; a referral never goes back. */
export const stages = [
  "link_created",
  "link_clicked",
  "signup_started",
  "signed_up",
  "activated",
  "converted",
  "rewarded",
] as const;
export type Stage = (typeof stages)[number];

/** When each step was reached; null while it was not. `retained` and `churned` stand beside the steps. */
export type Funnel = {
  linkCreatedAtMs: number;
  linkClickedAtMs: number | null;
  signupStartedAtMs: number | null;
  signedUpAtMs: number;
  activatedAtMs: number | null;
  convertedAtMs: number | null;
  rewardedAtMs: number | null;
  retainedAtMs: number | null;
  churnedAtMs: number | null;
};

/** Which time an event sets. Types that are not here move no step. */
const stepOf: Partial<Record<EventType, keyof Funnel>> = {
  signup_started: "signupStartedAtMs",
  signup: "signedUpAtMs",
  trial_started: "activatedAtMs",
  activated: "activatedAtMs",
  payment: "convertedAtMs",
  subscription_canceled: "churnedAtMs",
  churned: "churnedAtMs",
};

/** The earliest report of a step stands, so that the order of arrival does not matter. */
export function advanceFunnel(funnel: Funnel, type: EventType, atMs: number): Funnel {
  const step = stepOf[type];
  return step === undefined ? funnel : reachStep(funnel, step, atMs);
}

export function reachStep(funnel: Funnel, step: keyof Funnel, atMs: number): Funnel {
  const known = funnel[step];
  return known !== null && known <= atMs ? funnel : { ...funnel, [step]: atMs };
}

/** The furthest step reached. A payment without a reported activation is a conversion all the same. */
export function stageOf(funnel: Funnel): Stage {
  if (funnel.rewardedAtMs !== null) return "rewarded";
  if (funnel.convertedAtMs !== null) return "converted";
  if (funnel.activatedAtMs !== null) return "activated";
  return "signed_up";
}
