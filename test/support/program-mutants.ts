import { readDocument } from "#http/program-source";
import { checkProgram } from "#domain/program-check";
import type { Issue } from "#domain/refusal";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One change of one node of a document. */
export type Mutant = {
  change: "deleted" | "wrong type" | "out of range" | "other text" | "unknown key";
  /** As issues write it: `rules[0].on.event`. */
  path: string;
  keys: readonly (string | number)[];
  document: Json;
};

/** What the API says to a document, by the door that it uses. */
export function complaintsOf(document: Json): Issue[] {
  const read = readDocument({ document });
  if (read.ok) return checkProgram(read.value);
  return read.refusal.code === "invalid_request" ? read.refusal.issues : [];
}

const ofEachType: Json[] = [null, 7, "text", true, [], {}];
const longText = "x".repeat(5000);

/** Every node of a document deleted, of every wrong type, out of every range, and with an unknown key. */
export function* mutantsOf(root: Json): Generator<Mutant> {
  for (const { keys, value } of nodesOf(root)) {
    const mutant = (change: Mutant["change"], document: Json, at = keys): Mutant => ({
      change,
      path: writePath(at),
      keys: at,
      document,
    });
    if (keys.length > 0) yield mutant("deleted", without(root, keys));
    for (const other of ofEachType.filter((candidate) => typeOf(candidate) !== typeOf(value)))
      yield mutant("wrong type", replaced(root, keys, other));
    for (const outside of outsideOf(value, keys)) yield mutant("out of range", replaced(root, keys, outside));
    if (typeof value === "string") yield mutant("other text", replaced(root, keys, "surprise"));
    if (typeOf(value) === "object")
      yield mutant("unknown key", replaced(root, [...keys, "surprise"], 1), [...keys, "surprise"]);
  }
}

/** The value at a place of a document. */
export function valueAt(root: Json, keys: readonly (string | number)[]): Json | undefined {
  // Safe because a place that is not there reads as undefined.
  return keys.reduce<Json | undefined>((at, key) => (at as Record<string | number, Json> | undefined)?.[key], root);
}

export function writePath(keys: readonly (string | number)[]): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`),
    "",
  );
}

/** Whether the place lies in a comparison: what a fact is compared with has no range of its own. */
export function isOperand(keys: readonly (string | number)[]): boolean {
  return keys.some((key, index) => index < keys.length - 1 && comparisons.has(String(key)) && keys[index + 1] === 1);
}

const comparisons = new Set(["eq", "ne", "gt", "gte", "lt", "lte", "in"]);

function outsideOf(value: Json, keys: readonly (string | number)[]): Json[] {
  if (typeof value === "number" && !isOperand(keys)) return [-1, 1e16, value + 0.5];
  if (typeof value === "string") return [longText];
  return Array.isArray(value) && value.length > 0 ? [Array.from({ length: 101 }, () => value[0] ?? null)] : [];
}

function* nodesOf(value: Json, keys: (string | number)[] = []): Generator<{ keys: (string | number)[]; value: Json }> {
  yield { keys, value };
  if (value === null || typeof value !== "object") return;
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, inner] of entries) yield* nodesOf(inner, [...keys, key]);
}

function typeOf(value: Json): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function replaced(root: Json, keys: readonly (string | number)[], value: Json): Json {
  if (keys.length === 0) return value;
  return changed(root, keys, (parent, key) => {
    parent[key] = value;
  });
}

function without(root: Json, keys: readonly (string | number)[]): Json {
  return changed(root, keys, (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  });
}

function changed(
  root: Json,
  keys: readonly (string | number)[],
  change: (parent: Record<string | number, Json>, key: string | number) => void,
): Json {
  const copy = structuredClone(root);
  // Safe because what has a key is an object or an array.
  change(valueAt(copy, keys.slice(0, -1)) as Record<string | number, Json>, keys.at(-1) ?? "");
  return copy;
}
