import { reportProgram, shareWithin } from "#domain/fraud-report";
import type { JudgedAssessment, Share } from "#domain/fraud-report";

/** A line of the report: what a share is to be, in millionths, and whether it is. */
export type Target = {
  name: string;
  share: Share;
  bound: "at least" | "at most" | "about";
  limit: number;
  isMet: boolean;
};

/** Of the corpus, since precision hangs on it: so near to one abuser in twenty is one in twenty. */
const aboutWithin = 5_000;

type Replayed = { isAbuse: boolean; population: string };

/** What the preset `moderate` is to reach, and what the corpus is to be: paid for or refused, and all. */
export function checkTargets(judged: readonly JudgedAssessment[], all: readonly Replayed[]): Target[] {
  const { overall, denied, reviewed } = reportProgram("corpus", judged);
  const honest = all.filter(({ isAbuse }) => !isAbuse);
  const hard = honest.filter(({ population }) => population !== "ordinary people");
  return [
    target("recall", overall.recall, "at least", 900_000),
    target("precision", overall.precision, "at least", 950_000),
    target("honest denied automatically", denied, "at most", 5_000),
    target("honest reviewed", reviewed, "at most", 30_000),
    target("abusers among all", shareWithin(all.length - honest.length, all.length), "about", 50_000),
    target("honest where honesty looks like abuse", shareWithin(hard.length, honest.length), "at least", 400_000),
  ];
}

function target(name: string, share: Share, bound: Target["bound"], limit: number): Target {
  const ratio = share?.ratio ?? 0;
  const isMet = {
    "at least": ratio >= limit,
    "at most": ratio <= limit,
    about: Math.abs(ratio - limit) <= aboutWithin,
  }[bound];
  return { name, share, bound, limit, isMet };
}
