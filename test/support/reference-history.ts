import type { ReportedEvent } from "#domain/event";
import type { ProgramDocument } from "#domain/program";

/** What the reference model is told: a program and the whole history of its people. */
export type ModelInput = {
  document: Pick<ProgramDocument, "attribution" | "rules">;
  participants: ModelParticipant[];
  /** In commit order; copies included. */
  deliveries: ModelDelivery[];
};

/** Someone with a link, known before any event. */
export type ModelParticipant = {
  externalId: string;
  kind: string;
  email: string | null;
  organization: string | null;
  status: "active" | "suspended";
  code: string;
  linkCreatedAtMs: number;
};

export type ModelDelivery = {
  event: ReportedEvent & { occurredAtMs: number };
  verified: boolean;
  /** The touches of a journey whose signature held. */
  touches: ModelTouch[];
};

export type ModelTouch = { code: string; atMs: number };

export type ModelState = {
  referrals: ModelReferral[];
  conversions: ModelConversion[];
  rewards: ModelReward[];
  /** `participant unit` → balance; zero balances left out. */
  balances: Record<string, number>;
};

export type ModelReferral = {
  referee: string;
  referrer: string;
  evidence: "typed" | "journey" | "url";
  stage: (typeof stages)[number];
  times: Record<(typeof stages)[number], number | undefined>;
  churnedAtMs: number | undefined;
  /** Code and weight of every touch that entered the model, oldest first. */
  weights: [code: string, weight: number][];
};

export type ModelConversion = {
  paymentRef: string;
  referee: string;
  amountMinor: number;
  currency: string;
  verified: boolean;
  refundedMinor: number;
};

/** What came back of a payment, when; a dispute that was lost is all of it. */
export type ModelLoss = { atMs: number; amountMinor: number; by: "refund" | "dispute_lost" };

export type ModelReward = {
  rule: string;
  grant: number;
  referee: string;
  subject: string;
  side: "referrer" | "referee";
  beneficiary: string;
  unit: string;
  quantity: number;
  reversed: number;
  state: "pending" | "available" | "reversed";
  earnedAtMs: number;
};

export const stages = [
  "link_created",
  "link_clicked",
  "signup_started",
  "signed_up",
  "activated",
  "converted",
  "rewarded",
] as const;

/** "The same id with the same content answers again; with other content, nothing changes." */
export function withoutCopies(deliveries: ModelDelivery[]): ModelDelivery[] {
  return [...Map.groupBy(deliveries, ({ event }) => event.id).values()].flatMap((copies) => copies.slice(0, 1));
}

export function timesOf(types: string[], referee: string, deliveries: ModelDelivery[]): number[] {
  return deliveries
    .filter(({ event }) => types.includes(event.type) && event.referee?.externalId === referee)
    .map(({ event }) => event.occurredAtMs);
}
