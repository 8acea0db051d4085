import type { Hook } from "@hono/zod-validator";
import type * as z from "zod";
import type { Issue, Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { Doors } from "#http/ground";
import { refusalResponse } from "#http/problem";
import { sayMissing, wordIssue } from "#http/wording";

const maxIssues = 50;

/** How values are read everywhere: wrong ones in our words, and with what was given, to know what is missing. */
export const reading = { error: wordIssue, reportInput: true };

/** A value by its schema, or every place where it is wrong. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, at = ""): Result<z.output<S>, Refusal> {
  const parsed = schema.safeParse(value, reading);
  if (parsed.success) return ok(parsed.data);
  return refuse({ code: "invalid_request", issues: describeIssues(parsed.error, at) });
}

/** What Hono's validator calls with each part of a request: its issues in our words, as our problem. */
export const refuseInvalid: Hook<unknown, Doors, string, "param" | "query" | "json", object, z.ZodType> = (part, c) => {
  const issues = part.target === "query" ? findRepeated(c.req.queries()) : [];
  if (issues.length === 0 && !part.success) issues.push(...describeIssues(part.error));
  if (issues.length > 0) return refusalResponse({ code: "invalid_request", issues }, c.var.requestId);
};

/** Query strings repeat names; every one of ours stands for one value. */
function findRepeated(query: Record<string, string[]>): Issue[] {
  const repeated = Object.entries(query).filter(([, values]) => values.length > 1);
  return repeated.map(([path]) => ({ path, message: "must be given once" }));
}

function describeIssues(error: z.core.$ZodError, at = ""): Issue[] {
  return telling(error.issues)
    .flatMap((issue) => describeIssue(issue, at))
    .slice(0, maxIssues);
}

/** A value of the wrong type is that and nothing else: a text that stands for a list has no number of entries. */
function telling(issues: z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const mistyped = new Set(issues.filter(({ code }) => code === "invalid_type").map(({ path }) => path.join("\0")));
  return issues.filter(({ code, path }) => code === "invalid_type" || !mistyped.has(path.join("\0")));
}

function describeIssue(issue: z.core.$ZodIssue, at: string): Issue[] {
  const path = issue.path.reduce<string>((text, part) => appendPath(text, part), at);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: appendPath(path, key), message: "is not a known field" }));
  }
  if (issue.code === "invalid_union") return describeUnion(issue, path);
  return [{ path, message: isMissing(issue) ? sayMissing(issue.message) : issue.message }];
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return "input" in issue && issue.input === undefined;
}

/**
 * What is wrong with the branch that the author meant: the one that knows most of the keys. Where several know as
 * many, what all of them find wrong, and what the union itself asks for.
 */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: string): Issue[] {
  const message = isMissing(issue) ? sayMissing(issue.message) : issue.message;
  const branches = issue.errors.filter((issues) => issues.every(isInside));
  const fewest = Math.min(...branches.map((issues) => unknownKeys(issues).length));
  const meant = branches.filter((issues) => unknownKeys(issues).length === fewest);
  const [first = [], ...others] = meant.map((issues) => telling(issues).flatMap((inner) => describeIssue(inner, path)));
  const isShared = (found: Issue) => others.every((issues) => issues.some((other) => isSame(found, other)));
  if (first.length === 0 || others.length > 0) return [...first.filter(isShared), { path, message }];
  const foreign = unknownKeys(meant[0] ?? []).filter((key) =>
    branches.some((issues) => !unknownKeys(issues).includes(key)),
  );
  const places = foreign.map((key) => appendPath(path, key));
  const told = first.map((found) => (places.includes(found.path) ? { ...found, message: besideOthers } : found));
  // Nothing is wrong but what stands beside it: it may belong to another branch.
  const isMixed = meant[0]?.every(({ path, code }) => path.length === 0 && code === "unrecognized_keys");
  return isMixed || foreign.length > 0 ? [...told, { path, message }] : told;
}

const besideOthers = "is not allowed beside the other fields";

/** Whether it is about a part of the value, so that the value as a whole is of the right type. */
function isInside({ path, code }: z.core.$ZodIssue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

function unknownKeys(issues: z.core.$ZodIssue[]): string[] {
  const own = issues.filter(({ path }) => path.length === 0);
  return own.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
}

function isSame(a: Issue, b: Issue): boolean {
  return a.path === b.path && a.message === b.message;
}

function appendPath(path: string, part: PropertyKey): string {
  if (typeof part === "number") return `${path}[${part}]`;
  return path === "" ? String(part) : `${path}.${String(part)}`;
}
