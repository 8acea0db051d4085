import { noIdentity, showIdentity } from "#domain/board-name";
import { countKey, paidCriterion } from "#domain/qualification";
import type { BoardBadge, BoardCard, BoardName, BoardPerson } from "#domain/leaderboard";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";
import { standingOf } from "#domain/standing";
import type { Standing } from "#domain/standing";

/** A card has room for so many. */
const mostBadges = 20;

/** What the database knows of a referrer in one program. */
export type BoardFacts = {
  person: {
    id: string;
    kind: string;
    name: string | null;
    category: string | null;
    location: string | null;
    avatarUrl: string | null;
    status: "active" | "suspended" | "inactive";
    boardName: BoardName | null;
    boardOptOut: boolean;
    erasedAtMs: number | null;
  };
  /** People who signed up by him, and what he earned and kept. */
  totals: { referrals: number; earned: Record<string, number>; worth: Record<string, number> };
  /** By name of the counter. */
  counts: ReadonlyMap<string, number>;
  /** For counts that are levels, by the rules in force or by earlier ones. */
  tierRewards: readonly Reward[];
  badges: readonly Reward[];
};

/** The program as it is now, and the versions whose levels and badges are still held. */
type BoardSetting = { current: ProgramDocument; versions: ReadonlyMap<number, ProgramDocument>; nowMs: number };

/** A referrer as boards show him. The name and the face of whoever stands on no board are not handed over. */
export function describePerson(facts: BoardFacts, setting: BoardSetting): BoardPerson {
  const { id, kind, category, location, status, boardOptOut, erasedAtMs } = facts.person;
  const isListed = status === "active" && !boardOptOut && erasedAtMs === null;
  return { id, kind, category, location, isListed, card: cardOf(facts, setting, isListed) };
}

function cardOf(facts: BoardFacts, { current, versions, nowMs }: BoardSetting, isListed: boolean): BoardCard {
  const { person, totals, counts, tierRewards, badges } = facts;
  const countOf = (criterion: string) => counts.get(countKey(person.id, criterion).name) ?? 0;
  const standing = standingOf({
    ...{ current, versions, participantKind: person.kind, countOf, nowMs },
    // What somebody could still come by, and months that he led, is on no card.
    ...{ countRewards: tierRewards, leaderRewards: [], kept: badges, facts: {} },
  });
  const names = person.boardName ?? current.leaderboard?.names ?? "full";
  return {
    ...(isListed ? showIdentity(person, names) : noIdentity),
    referrals: totals.referrals,
    conversions: countOf(paidCriterion),
    monthsEarned: totals.earned["free_months"] ?? 0,
    valueEarned: totals.worth,
    badges: badgesOf(standing),
    tier: standing.tier === null ? null : { key: standing.tier.key, title: standing.tier.title },
    nextMilestone: nextMilestoneOf(standing, current),
  };
}

/** Each once, however often it was given, the newest first. */
function badgesOf({ badges }: Standing): BoardBadge[] {
  const newest = badges.toSorted((a, b) => b.sinceMs - a.sinceMs || (a.rewardId < b.rewardId ? 1 : -1));
  const shown = newest.flatMap(({ label, name, icon, color }): BoardBadge[] =>
    label === null ? [] : [{ label, name: name ?? label, icon, color }],
  );
  const isFirst = ({ label }: BoardBadge, place: number) => shown.findIndex((one) => one.label === label) === place;
  return shown.filter(isFirst).slice(0, mostBadges);
}

/** Of those that are offered now, the one with the least left to do. */
function nextMilestoneOf({ milestones }: Standing, { rules }: ProgramDocument): BoardCard["nextMilestone"] {
  const ahead = milestones.filter(
    ({ on, rule, progress, needed }) => on === "count" && progress < needed && rules.some(({ key }) => key === rule),
  );
  const missing = ({ needed, progress }: (typeof ahead)[number]) => needed - progress;
  const [next] = ahead.toSorted((a, b) => missing(a) - missing(b) || a.needed - b.needed);
  return next === undefined
    ? null
    : { rule: next.rule, title: next.title, needed: next.needed, progress: next.progress };
}
