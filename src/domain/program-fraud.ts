import { fraudPresetNames, fraudSettingsOf } from "#domain/fraud-presets";
import type { FraudSection } from "#domain/fraud-presets";
import { checkFraudSettings } from "#domain/fraud-settings";
import type { FraudSettings } from "#domain/fraud-settings";
import type { ProgramDocument } from "#domain/program";
import type { Issue } from "#domain/refusal";

export const programFraudPresets = [...fraudPresetNames, "off"] as const;

/** What a program document says of fraud. Snake_case, as all of it. */
export type ProgramFraud = Omit<FraudSection, "preset"> & {
  preset: (typeof programFraudPresets)[number];
  /** How long what a medium risk has earned is kept, where its rule keeps it shorter. */
  hold_days?: number | undefined;
};

export type Scoring = { settings: FraudSettings; holdDays: number };

const usualHoldDays = 14;

/** How a program scores: `moderate` when it says nothing, and null for `off`. */
export function scoringOf({ fraud = { preset: "moderate" } }: Pick<ProgramDocument, "fraud">): Scoring | null {
  const { preset, hold_days: holdDays = usualHoldDays, ...section } = fraud;
  return preset === "off" ? null : { settings: fraudSettingsOf({ preset, ...section }), holdDays };
}

/** Where a program's fraud settings contradict themselves, or would hold somebody for an address alone. */
export function checkFraud(document: Pick<ProgramDocument, "fraud">): Issue[] {
  const { fraud } = document;
  if (fraud === undefined) return [];
  const scoring = scoringOf(document);
  if (scoring !== null)
    return checkFraudSettings(scoring.settings).map(({ path, message }) => ({ path: `fraud.${path}`, message }));
  const idle = Object.entries(fraud).filter(([name, value]) => name !== "preset" && value !== undefined);
  return idle.map(([name]) => ({ path: `fraud.${name}`, message: "says nothing where fraud is off" }));
}
