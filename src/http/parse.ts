import type { Hook } from "@hono/zod-validator";
import type * as z from "zod";
import type { Issue, Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { Doors } from "#http/ground";
import { refusalResponse } from "#http/problem";

const maxIssues = 50;

/** A value by its schema, or every place where it is wrong. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, at = ""): Result<z.output<S>, Refusal> {
  const parsed = schema.safeParse(value);
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
  return error.issues.flatMap((issue) => describeIssue(issue, at)).slice(0, maxIssues);
}

function describeIssue(issue: z.core.$ZodIssue, at: string): Issue[] {
  const path = issue.path.reduce<string>((text, part) => appendPath(text, part), at);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: appendPath(path, key), message: "is not a known field" }));
  }
  return issue.code === "invalid_union" ? describeUnion(issue, path) : [{ path, message: issue.message }];
}

/**
 * What is wrong with the branch that the author meant: the one that knows most of the keys. Where several know as
 * many, what all of them find wrong, and what the union itself asks for.
 */
function describeUnion({ errors, message }: z.core.$ZodIssueInvalidUnion, path: string): Issue[] {
  const branches = errors.filter((issues) => issues.every(isInside));
  const fewest = Math.min(...branches.map(countUnknownKeys));
  const meant = branches.filter((issues) => countUnknownKeys(issues) === fewest);
  const [first = [], ...others] = meant.map((issues) => issues.flatMap((inner) => describeIssue(inner, path)));
  // Nothing is wrong but what stands beside it: it may belong to another branch.
  const isMixed = meant[0]?.every(({ path, code }) => path.length === 0 && code === "unrecognized_keys");
  if (first.length > 0 && others.length === 0) return isMixed ? [...first, { path, message }] : first;
  const isShared = (found: Issue) => others.every((issues) => issues.some((other) => isSame(found, other)));
  return [...first.filter(isShared), { path, message }];
}

/** Whether it is about a part of the value, so that the value as a whole is of the right type. */
function isInside({ path, code }: z.core.$ZodIssue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

function countUnknownKeys(issues: z.core.$ZodIssue[]): number {
  const own = issues.filter(({ path }) => path.length === 0);
  return own.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 0), 0);
}

function isSame(a: Issue, b: Issue): boolean {
  return a.path === b.path && a.message === b.message;
}

function appendPath(path: string, part: PropertyKey): string {
  if (typeof part === "number") return `${path}[${part}]`;
  return path === "" ? String(part) : `${path}.${String(part)}`;
}
