import type { Value } from "#domain/grant-value";
import type { Reward } from "#domain/reward";

/** What a grant came to, as a reward has it. */
type ValueField = "unit" | "quantity" | "label" | "worthMinor" | "worthCurrency";
/** What only steps change. */
type StepField =
  | ("state" | "position" | "places" | "transactionId")
  | ("reversedQuantity" | "redeemedQuantity" | "riskDays" | "expiresAtMs");

export type NewReward = Omit<Reward, ValueField | StepField> & { value: Value };

/** A reward to which nothing has happened yet: its first step is still to be taken. */
export function newReward({ value: { unit, quantity, label, worth }, ...promised }: NewReward): Reward {
  return {
    ...promised,
    ...{ unit, quantity, label, worthMinor: worth?.amountMinor ?? null, worthCurrency: worth?.currency ?? null },
    ...{ state: "pending", position: 0, places: null, transactionId: null },
    ...{ reversedQuantity: 0, redeemedQuantity: 0, riskDays: null, expiresAtMs: null },
  };
}
