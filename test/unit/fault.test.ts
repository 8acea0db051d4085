import { expect, test } from "vitest";
import { describeFault } from "#domain/fault";

const personal = /jane|doe|example\.com/i;

function failedQuery(cause?: Error): Error {
  const params = 'jane@example.com,Jane Doe,{"name":"Jane\n    at jane (doe:1:1)"}';
  return new Error(`Failed query: insert into "participants" values (?, ?)\nparams: ${params}`, { cause });
}

test("a failed query is told by its cause and the places in the code, without what it was called with", () => {
  const cause = new Error("D1_ERROR: no such table: participants: SQLITE_ERROR");
  const told = describeFault(failedQuery(cause));
  expect(told).toMatch(/^Error: D1_ERROR: no such table: participants: SQLITE_ERROR\n +at failedQuery /);
  expect(told).not.toMatch(personal);
});

test("a failed query without a cause is told by its places alone", () => {
  const told = describeFault(failedQuery());
  expect(told).toMatch(/^Error: Failed query\n +at failedQuery /);
  expect(told).not.toMatch(personal);
});

test.each([
  [`Unexpected token x, ..."name":"Jane"x"... is not valid JSON`, "Unexpected token x, ...…... is not valid JSON"],
  ["D1_TYPE_ERROR: Type 'object' not supported for value 'Jane's'", "D1_TYPE_ERROR: Type …"],
  ["no mailbox at jane@example.com today", "no mailbox at … today"],
  ["D1_ERROR: Network connection lost.", "D1_ERROR: Network connection lost."],
])("of %j nothing that is quoted is told", (message, words) => {
  expect(describeFault(new Error(message)).split("\n")[0]).toBe(`Error: ${words}`);
});

test("causes that go in a circle end", () => {
  const error = new Error("round");
  error.cause = error;
  expect(describeFault(error)).toMatch(/^Error: round\n/);
});

test("whatever else is thrown is not told", () => {
  expect(describeFault("jane@example.com")).toBe("what was thrown is no error");
});
