import { maxConditionDepth, maxConditionNodes } from "#domain/condition";
import type { Condition, Literal } from "#domain/condition";
import { describeRange, isFactName, narrow, partsOf } from "#domain/fact-range";
import type { Comparison, KnownFacts } from "#domain/fact-range";
import { factTypes, factWords } from "#domain/facts";
import type { FactName } from "#domain/facts";
import { isCurrency } from "#domain/money";
import type { Issue } from "#domain/refusal";

/** Every place where a condition is too large, names what is not known here, or can never hold. */
export function checkCondition(root: Condition, path: string, known: KnownFacts): Issue[] {
  const issues = checkParts(root, path, known);
  return issues.length > 0 ? issues : findImpossible(root, { path, holds: true }, known);
}

/** What facts may be where a condition holds; null when it never does. */
export function factsWhere(condition: Condition, known: KnownFacts): KnownFacts | null {
  return narrowAll(condition, true, known);
}

function checkParts(root: Condition, path: string, known: KnownFacts): Issue[] {
  let nodes = 0;
  const issues = visit(root, path, 1);
  return nodes > maxConditionNodes ? [{ path, message: `must have at most ${maxConditionNodes} parts` }] : issues;

  function visit(condition: Condition, at: string, depth: number): Issue[] {
    nodes += 1;
    if (depth > maxConditionDepth) return [{ path: at, message: `must be nested at most ${maxConditionDepth} deep` }];
    return isComparison(condition)
      ? checkComparison(condition, at, known)
      : partsIn(condition, at).flatMap((part) => visit(part.condition, part.path, depth + 1));
  }
}

function checkComparison(comparison: Comparison, path: string, known: KnownFacts): Issue[] {
  const { operator, name, operand } = partsOf(comparison);
  if (!isFactName(name) || !known.has(name)) {
    return [{ path: `${path}.${operator}[0]`, message: `is no fact here; use one of ${[...known.keys()].join(", ")}` }];
  }
  const type = factTypes[name];
  const isOrder = operator !== "eq" && operator !== "ne" && operator !== "in";
  if (isOrder && type !== "number")
    return [{ path: `${path}.${operator}[0]`, message: `is a ${type}, which ${operator} cannot order` }];
  const operands: [string, Literal][] = Array.isArray(operand)
    ? operand.map((value, index) => [`${path}.${operator}[1][${index}]`, value])
    : [[`${path}.${operator}[1]`, operand]];
  return operands.flatMap(([at, value]) => {
    const message = messageOf(name, value);
    return message === null ? [] : [{ path: at, message }];
  });
}

/** Why a fact can never be compared with a value. */
function messageOf(name: FactName, value: Literal): string | null {
  if (value === null) return null;
  const type = factTypes[name];
  if (typeof value !== type) return `must be a ${type}, as ${name} is`;
  if (typeof value !== "string") return null;
  const words = factWords[name];
  if (words !== undefined && !words.includes(value)) return `must be one of ${words.join(", ")}, as ${name} is`;
  return name === "event.currency" && !isCurrency(value) ? `must be an ISO 4217 code, as ${name} is` : null;
}

type Place = { path: string; holds: boolean };

/** The deepest parts that can never be as they would have to be. */
function findImpossible(condition: Condition, { path, holds }: Place, known: KnownFacts): Issue[] {
  if (isComparison(condition)) {
    return narrowAll(condition, holds, known) === null ? [describeImpossible(condition, { path, holds }, known)] : [];
  }
  if ("not" in condition) return findImpossible(condition.not, { path: `${path}.not`, holds: !holds }, known);
  const parts = partsIn(condition, path).map((part) => ({ ...part, holds }));
  if ("all" in condition === holds) return findContradiction(parts, known);
  const found = parts.map((part) => findImpossible(part.condition, part, known));
  // That a part of `all` always holds is no reason why the whole cannot fail.
  return holds || found.every((issues) => issues.length > 0) ? found.flat() : [];
}

/** All of them must hold together: what one of them says is known to the next; comparisons speak first. */
function findContradiction(parts: (Place & { condition: Condition })[], known: KnownFacts): Issue[] {
  let facts = known;
  for (const part of parts.toSorted((a, b) => Number(isComparison(b.condition)) - Number(isComparison(a.condition)))) {
    const issues = findImpossible(part.condition, part, facts);
    if (issues.length > 0) return issues;
    facts = narrowAll(part.condition, part.holds, facts) ?? facts;
  }
  return [];
}

function describeImpossible(comparison: Comparison, { path, holds }: Place, known: KnownFacts): Issue {
  const { operator, name } = partsOf(comparison);
  const range = isFactName(name) ? known.get(name) : undefined;
  const why = range === undefined ? "" : describeRange(range);
  const never = holds ? "can never hold" : "can never fail";
  return { path: `${path}.${operator}`, message: why === "" ? never : `${never}: ${name} ${why} here` };
}

/** What is known besides, once a condition holds or fails; null when it cannot. Of alternatives nothing is learnt. */
function narrowAll(condition: Condition, holds: boolean, known: KnownFacts): KnownFacts | null {
  if (isComparison(condition)) {
    // Safe because names were checked.
    const name = partsOf(condition).name as FactName;
    const before = known.get(name);
    const range = before === undefined ? null : narrow(before, condition, holds);
    return range === null ? null : new Map(known).set(name, range);
  }
  if ("not" in condition) return narrowAll(condition.not, !holds, known);
  const parts = "all" in condition ? condition.all : condition.any;
  if ("all" in condition === holds) {
    return parts.reduce<KnownFacts | null>((facts, part) => facts && narrowAll(part, holds, facts), known);
  }
  const possible = parts.map((part) => narrowAll(part, holds, known)).filter((facts) => facts !== null);
  return possible.length === 0 ? null : possible.length === 1 ? (possible[0] ?? null) : known;
}

function isComparison(condition: Condition): condition is Comparison {
  return !("all" in condition || "any" in condition || "not" in condition);
}

function partsIn(condition: Exclude<Condition, Comparison>, path: string): { condition: Condition; path: string }[] {
  if ("not" in condition) return [{ condition: condition.not, path: `${path}.not` }];
  const [operator, parts] = "all" in condition ? ["all", condition.all] : ["any", condition.any];
  return parts.map((part, index) => ({ condition: part, path: `${path}.${operator}[${index}]` }));
}
