import type { FactName, Facts } from "#domain/facts";

/** What conditions compare with. */
export type Literal = string | number | boolean | null;

/** A closed expression over named facts (`event.amount_minor`); never evaluated as code. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { eq: [string, Literal] }
  | { ne: [string, Literal] }
  | { gt: [string, number] }
  | { gte: [string, number] }
  | { lt: [string, number] }
  | { lte: [string, number] }
  | { in: [string, Literal[]] };

/** Bounds that keep a document cheap to evaluate. */
export const maxConditionDepth = 8;
export const maxConditionNodes = 100;

export function isMet(condition: Condition, facts: Facts): boolean {
  if ("all" in condition) return condition.all.every((inner) => isMet(inner, facts));
  if ("any" in condition) return condition.any.some((inner) => isMet(inner, facts));
  if ("not" in condition) return !isMet(condition.not, facts);
  if ("eq" in condition) return valueOf(condition.eq[0], facts) === condition.eq[1];
  if ("ne" in condition) return valueOf(condition.ne[0], facts) !== condition.ne[1];
  if ("in" in condition) return condition.in[1].includes(valueOf(condition.in[0], facts));
  if ("gt" in condition) return isOrdered(condition.gt, facts, (a, b) => a > b);
  if ("gte" in condition) return isOrdered(condition.gte, facts, (a, b) => a >= b);
  if ("lt" in condition) return isOrdered(condition.lt, facts, (a, b) => a < b);
  return isOrdered(condition.lte, facts, (a, b) => a <= b);
}

/** The first part that is not met, for the explanation; null when the condition holds. */
export function unmetPart(condition: Condition, facts: Facts): Condition | null {
  if (isMet(condition, facts)) return null;
  if (!("all" in condition)) return condition;
  const part = condition.all.find((inner) => !isMet(inner, facts));
  return part === undefined ? null : unmetPart(part, facts);
}

/** Whether any part of a condition asks for a fact. */
export function namesFact(condition: Condition, name: FactName): boolean {
  if ("all" in condition) return condition.all.some((inner) => namesFact(inner, name));
  if ("any" in condition) return condition.any.some((inner) => namesFact(inner, name));
  if ("not" in condition) return namesFact(condition.not, name);
  return Object.values(condition).some(([fact]: readonly unknown[]) => fact === name);
}

function isOrdered([name, bound]: [string, number], facts: Facts, compare: (a: number, b: number) => boolean): boolean {
  const value = valueOf(name, facts);
  return typeof value === "number" && compare(value, bound);
}

function valueOf(name: string, facts: Facts): Literal {
  // Safe because an unknown name is refused when the document is saved, and reads as null here.
  return facts[name as FactName] ?? null;
}
