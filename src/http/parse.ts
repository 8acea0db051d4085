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
  if (issue.code === "invalid_union") {
    const closest = closestBranch(issue.errors);
    if (closest !== null) return closest.flatMap((inner) => describeIssue(inner, path));
  }
  return [{ path, message: issue.message }];
}

/** Of a union's branches the one that the author meant: fewest complaints, no unknown key; null when that is unclear. */
function closestBranch(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | null {
  const meant = branches.filter((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0));
  const shape = meant.filter((issues) => !issues.some(({ code }) => code === "unrecognized_keys"));
  return shape.sort((a, b) => a.length - b.length)[0] ?? null;
}

function appendPath(path: string, part: PropertyKey): string {
  if (typeof part === "number") return `${path}[${part}]`;
  return path === "" ? String(part) : `${path}.${String(part)}`;
}
