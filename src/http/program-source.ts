import freeMonth from "#presets/free-month" with { type: "json" };
import marketplace from "#presets/marketplace" with { type: "json" };
import premiumDays from "#presets/premium-days" with { type: "json" };
import supplierNetwork from "#presets/supplier-network" with { type: "json" };
import walletBonus from "#presets/wallet-bonus" with { type: "json" };
import type { ProgramDocument } from "#domain/program";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import { programDocument } from "#http/contract/program";
import type { PresetName } from "#http/contract/programs";
import { parse } from "#http/parse";

const presets: Record<PresetName, unknown> = {
  "supplier-network": supplierNetwork,
  "wallet-bonus": walletBonus,
  "free-month": freeMonth,
  marketplace,
  "premium-days": premiumDays,
};

export type ProgramSource = { preset?: PresetName | undefined; overrides?: unknown; document?: unknown };

/** The document that a request means: its own, or a preset with the request's changes. */
export function readDocument(source: ProgramSource): Result<ProgramDocument, Refusal> {
  const document =
    source.preset === undefined ? source.document : mergePatch(presets[source.preset], source.overrides ?? {});
  return parse(programDocument, document, "document");
}

/** RFC 7396: null removes, objects merge, everything else replaces. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
