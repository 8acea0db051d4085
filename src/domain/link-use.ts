import type { codeProblems } from "#domain/code-use";
import { resolveDestination } from "#domain/destination";
import type { ProgramDestination } from "#domain/destination";

/** Why a click on a link is not redirected to its destination now. */
export const linkProblems = [
  "program_unpublished",
  "program_paused",
  "code_expired",
  "code_paused",
  "destination_not_allowed",
] as const satisfies ((typeof codeProblems)[number] | "destination_not_allowed")[];
export type LinkProblem = (typeof linkProblems)[number];

export type UsedLink = { status: "active" | "paused"; expiresAtMs: number; destinationUrl: string | null };
export type UsedProgram = {
  status: "active" | "paused";
  currentVersion: number | null;
  destination: ProgramDestination;
};

/** The first of them; null for a link that works at `atMs` of its program's clock. The edge decides alike. */
export function problemOfLink(link: UsedLink, program: UsedProgram, atMs: number): LinkProblem | null {
  if (program.currentVersion === null) return "program_unpublished";
  if (program.status === "paused") return "program_paused";
  if (link.expiresAtMs <= atMs) return "code_expired";
  if (link.status === "paused") return "code_paused";
  return resolveDestination(link.destinationUrl, program.destination) === null ? "destination_not_allowed" : null;
}
