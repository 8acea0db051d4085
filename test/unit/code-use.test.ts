import { expect, test } from "vitest";
import { codeProblems, problemOfCode } from "#domain/code-use";
import type { CodeFacts } from "#domain/code-use";
import { aDocument, aLink, aParticipant, nowMs } from "#support/domain-factories";

const facts: CodeFacts = {
  link: aLink("sarah", { expiresAtMs: nowMs + 1 }),
  referrer: aParticipant("sarah"),
  program: { status: "active" },
  current: aDocument(),
};
const demanding = aDocument({ eligibility: { referrer: { eq: ["referrer.category", "florist"] } } });

test.each<[string, Partial<CodeFacts>, string | null]>([
  ["nothing is in its way", {}, null],
  ["its program was never published", { current: null }, "program_unpublished"],
  ["its program is paused", { program: { status: "paused" } }, "program_paused"],
  ["it is paused", { link: aLink("sarah", { status: "paused", expiresAtMs: nowMs + 1 }) }, "code_paused"],
  ["it ends at this moment", { link: aLink("sarah", { expiresAtMs: nowMs }) }, "code_expired"],
  ["its owner is suspended", { referrer: aParticipant("sarah", { status: "suspended" }) }, "referrer_suspended"],
  ["its owner is not what the program demands", { current: demanding }, "referrer_ineligible"],
])("when %s", (_name, change, problem) => {
  expect(problemOfCode({ ...facts, ...change }, nowMs)).toBe(problem);
  if (problem !== null) expect(codeProblems).toContain(problem);
});
