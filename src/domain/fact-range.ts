import type { Condition, Literal } from "#domain/condition";
import { factTypes } from "#domain/facts";
import type { FactName } from "#domain/facts";

export type Comparison = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;
type Operator = "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "in";

/** What a fact may be. Numbers are whole; where `among` is given, it is one of those. */
export type Range = {
  among: readonly Literal[] | null;
  except: readonly Literal[];
  least: number;
  most: number;
  isNullable: boolean;
};

/** The facts that may be named somewhere, and what each may be there. */
export type KnownFacts = ReadonlyMap<FactName, Range>;

export const anything: Range = { among: null, except: [], least: -Infinity, most: Infinity, isNullable: true };

export function oneOf(values: readonly Literal[]): Range {
  return { ...anything, among: values };
}

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(factTypes, name);
}

export function partsOf(comparison: Comparison): { operator: Operator; name: string; operand: Literal | Literal[] } {
  // Safe because each comparison is an object with one operator and its two operands.
  const [operator, [name, operand]] = Object.entries(comparison)[0] as [Operator, [string, Literal | Literal[]]];
  return { operator, name, operand };
}

export function admits(range: Range, value: Literal): boolean {
  if (range.among !== null) return range.among.includes(value);
  if (range.except.includes(value)) return false;
  if (value === null) return range.isNullable;
  return typeof value !== "number" || (value >= range.least && value <= range.most);
}

/** What a fact may be where a comparison holds, or does not; null when that cannot be. */
export function narrow(range: Range, comparison: Comparison, holds: boolean): Range | null {
  const { operator, operand } = partsOf(comparison);
  if (operator === "eq" || operator === "ne" || operator === "in") {
    const values = Array.isArray(operand) ? operand : [operand];
    return holds === (operator === "ne") ? without(range, values) : keep(range, values);
  }
  // Safe because only numbers are ordered.
  const bound = operand as number;
  const above = { least: operator === "gt" ? Math.floor(bound) + 1 : Math.ceil(bound), most: Infinity };
  const below = { least: -Infinity, most: operator === "lt" ? Math.ceil(bound) - 1 : Math.floor(bound) };
  const isAbove = operator === "gt" || operator === "gte";
  if (holds) return within({ ...range, isNullable: false }, isAbove ? above : below);
  // What is not known is neither above nor below.
  return isAbove
    ? within(range, { least: -Infinity, most: above.least - 1 })
    : within(range, { least: below.most + 1, most: Infinity });
}

/** In words, after the name of the fact; empty for what may be anything. */
export function describeRange({ among, least, most }: Range): string {
  if (among !== null) return `is ${among.map((value) => (value === null ? "unknown" : String(value))).join(" or ")}`;
  const bounds = [
    ...(least === -Infinity ? [] : [`at least ${least}`]),
    ...(most === Infinity ? [] : [`at most ${most}`]),
  ];
  return bounds.length === 0 ? "" : `is ${bounds.join(" and ")}`;
}

function keep(range: Range, values: readonly Literal[]): Range | null {
  const kept = values.filter((value) => admits(range, value));
  return kept.length === 0 ? null : { ...range, among: kept };
}

function without(range: Range, values: readonly Literal[]): Range | null {
  if (range.among === null) return { ...range, except: [...range.except, ...values] };
  return keep(
    range,
    range.among.filter((value) => !values.includes(value)),
  );
}

function within(range: Range, bounds: { least: number; most: number }): Range | null {
  const least = Math.max(range.least, bounds.least);
  const most = Math.min(range.most, bounds.most);
  const isKnown = (value: Literal) => typeof value === "number" && value >= least && value <= most;
  if (range.among !== null) {
    return keep(
      range,
      range.among.filter((value) => isKnown(value) || (value === null && range.isNullable)),
    );
  }
  return least > most && !range.isNullable ? null : { ...range, least, most };
}
