import { dropOfUse, refusalOfReferrer } from "#domain/binding";
import type { TouchDrop } from "#domain/binding";
import type { Link } from "#domain/link";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";

/** Why a code cannot be used for a signup now, in the words in which the signup would be refused. */
export const codeProblems = [
  "code_unknown",
  "program_unpublished",
  "program_paused",
  "code_paused",
  "code_expired",
  "referrer_suspended",
  "referrer_ineligible",
] as const satisfies (TouchDrop | "program_unpublished" | "program_paused")[];
export type CodeProblem = (typeof codeProblems)[number];

export type CodeFacts = {
  link: Link;
  referrer: Participant;
  program: { status: "active" | "paused" };
  /** Null before the first publication. */
  current: ProgramDocument | null;
};

/** Null for a code that somebody could sign up with at `atMs`. */
export function problemOfCode({ link, referrer, program, current }: CodeFacts, atMs: number): CodeProblem | null {
  if (current === null) return "program_unpublished";
  if (program.status === "paused") return "program_paused";
  return dropOfUse(link, atMs) ?? refusalOfReferrer(referrer, current);
}
