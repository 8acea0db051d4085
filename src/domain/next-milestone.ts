import type { ProgramDocument } from "#domain/program";
import type { MilestoneStanding } from "#domain/standing";

export type NextMilestone = {
  rule: string;
  title: string;
  needed: number;
  /** What there is of `needed`; of one that repeats, since it was last reached. */
  progress: number;
  missing: number;
};

/** The one that is nearest, of those that are offered now and not reached. One that repeats is always ahead. */
export function nextMilestone(
  milestones: readonly MilestoneStanding[],
  { rules }: Pick<ProgramDocument, "rules">,
): NextMilestone | null {
  const ahead = milestones.flatMap(({ rule: key, title, needed, progress, reachedAtMs }) => {
    const rule = rules.find((one) => one.key === key);
    if (rule === undefined || !("count" in rule.on)) return [];
    const isOver = "reaches" in rule.on.count && (reachedAtMs !== null || progress >= needed);
    return isOver ? [] : [{ rule: key, title, needed, progress, missing: needed - progress }];
  });
  return ahead.toSorted((a, b) => a.missing - b.missing || a.needed - b.needed)[0] ?? null;
}
