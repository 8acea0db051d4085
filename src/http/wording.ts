import type * as z from "zod";

type RawIssue = z.core.$ZodRawIssue;

/** What is allowed where a value is wrong, in the words of our own messages; for schemas that do not say it themselves. */
export function wordIssue(issue: RawIssue): string {
  // A field that is not there has no type to complain of.
  if (issue.code === "invalid_type" && issue.input === undefined) return isNeeded;
  return `must ${describeAllowed(issue)}`;
}

const isNeeded = "is needed";

/** A message about a value that is missing says so first. */
export function sayMissing(message: string): string {
  return message.startsWith("must ") ? `${isNeeded}, and ${message}` : message;
}

function describeAllowed(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `be ${types[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return describeWords(issue.values);
    case "too_small":
      return describeBound(issue.origin, "at least", Number(issue.minimum));
    case "too_big":
      return describeBound(issue.origin, "at most", Number(issue.maximum));
    case "not_multiple_of":
      return `be a multiple of ${issue.divisor}`;
    case "invalid_key":
      return "have keys of the right form";
    case "invalid_union":
      return describeWords(Array.isArray(issue.options) ? issue.options : []);
    case "invalid_format":
    case "invalid_element":
    case "unrecognized_keys":
    case "custom":
      return "have the right form";
  }
}

const types: Partial<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
  null: "null",
};

function describeWords(words: readonly unknown[]): string {
  if (words.length === 0) return "have one of the forms that are allowed";
  return `be ${words.length === 1 ? "" : "one of "}${words.map(String).join(", ")}`;
}

function describeBound(origin: string, bound: string, limit: number): string {
  if (origin === "string")
    return bound === "at least" && limit === 1
      ? "not be empty"
      : `have ${bound} ${limit} ${limit === 1 ? "symbol" : "symbols"}`;
  if (origin === "array") return `have ${bound} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `be ${bound} ${limit}`;
}
