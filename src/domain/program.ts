import type { Condition } from "#domain/condition";
import type { Grant, GrantKind } from "#domain/grant";
import type { EventType } from "#domain/event";
import type { Mode } from "#domain/mode";

/**
 * What a team writes to describe a programme: docs/guides/rules.md explains it. Its keys are
 * snake_case here too, because the document is a language of its own that is stored, compared and
 * shown exactly as it was written. `http/contract/program.ts` holds its zod schema.
 */
export type ProgramDocument = {
  name: string;
  /** IANA name; calendar windows and boards go by it. */
  time_zone: string;
  destination: { url: string; allowed_hosts: string[] };
  /** Where unknown, paused and expired codes lead; Bouquet's own page when left out. */
  fallback_url?: string | undefined;
  cookie: { days: number; domain?: string | undefined };
  consent: "not_required" | "required";
  honor_gpc: boolean;
  codes: CodePolicy;
  attribution: { model: AttributionModel; window_days: number };
  /** Who may refer, beyond having an active account. */
  eligibility?: { referrer?: Condition | undefined } | undefined;
  rules: Rule[];
  fulfilment: Partial<Record<GrantKind, Fulfilment>>;
};

export type CodePolicy = {
  style: "random" | "memorable";
  /** Words before the code, by kind of participant; only with `memorable`. */
  words?: Record<string, string[]> | undefined;
  expires_days: number;
};

export const attributionModels = ["first_touch", "last_touch", "linear", "time_decay", "position_based"] as const;
export type AttributionModel = (typeof attributionModels)[number];

export const fulfilments = ["wallet", "invoice_api", "stripe", "webhook", "claim"] as const;
export type Fulfilment = (typeof fulfilments)[number];

export type Rule = {
  key: string;
  on: { event: EventType; occurrence: "first" | "every" };
  qualify?: { verified?: boolean | undefined } | undefined;
  flow?: { referrer?: string[] | undefined; referee?: string[] | undefined } | undefined;
  when?: Condition | undefined;
  grant: Grant[];
  /** What a refund takes back; left out: nothing. */
  reverse?: ReversalPolicy | undefined;
  expires_days?: number | undefined;
};

/**
 * `proportional`: the refunded share; kinds that cannot be divided go back whole, on a full refund
 * only. `full`: everything, on any refund.
 */
export const reversalPolicies = ["proportional", "full"] as const;
export const reversalEvents = ["refund"] as const satisfies EventType[];
export type ReversalPolicy = { on: (typeof reversalEvents)[number][]; policy: (typeof reversalPolicies)[number] };

/** A program as stored, without its documents. */
export type Program = {
  id: string;
  mode: Mode;
  key: string;
  status: "active" | "paused";
  currentVersion: number | null;
  clockMs: number | null;
};

export type ProgramVersion = { version: number; document: ProgramDocument; publishedAtMs: number };

/** The version that was in force at a moment: the newest published by then, or else the first. */
export function versionInForce(versions: readonly ProgramVersion[], atMs: number): ProgramVersion | null {
  const byTime = versions.toSorted((a, b) => a.version - b.version);
  return byTime.findLast((version) => version.publishedAtMs <= atMs) ?? byTime[0] ?? null;
}
