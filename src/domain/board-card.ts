import { noIdentity, showIdentity } from "#domain/board-name";
import type { BoardBadge, BoardCard, BoardName, BoardPerson } from "#domain/leaderboard";
import { nextMilestone } from "#domain/next-milestone";
import { monthsEarnedOf, sentOf } from "#domain/participant-totals";
import type { ParticipantTotals } from "#domain/participant-totals";
import type { ProgramDocument } from "#domain/program";
import { countIn, paidCriterion } from "#domain/qualification";
import type { Reward } from "#domain/reward";
import { countStandingOf, heldBadgesOf } from "#domain/standing";
import type { HeldBadge } from "#domain/standing";

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
  totals: Pick<ParticipantTotals, "signedUp" | "activated" | "converted" | "rewarded" | "earned" | "worth">;
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

function cardOf(facts: BoardFacts, setting: BoardSetting, isListed: boolean): BoardCard {
  const { person, totals, counts, tierRewards, badges } = facts;
  const { current } = setting;
  const countOf = countIn(counts);
  const about = { participantKind: person.kind, countOf, countRewards: tierRewards };
  const { tier, milestones } = countStandingOf({ ...setting, ...about });
  const names = person.boardName ?? current.leaderboard?.names ?? "full";
  const next = nextMilestone(milestones, current);
  return {
    ...(isListed ? showIdentity(person, names) : noIdentity),
    referrals: sentOf(totals),
    conversions: countOf(paidCriterion),
    monthsEarned: monthsEarnedOf(totals),
    valueEarned: totals.worth,
    badges: badgesOf(heldBadgesOf({ ...setting, kept: badges })),
    tier: tier && { key: tier.key, title: tier.title },
    nextMilestone: next && { rule: next.rule, title: next.title, needed: next.needed, progress: next.progress },
  };
}

/** Each once, however often it was given, the newest first. */
function badgesOf(badges: readonly HeldBadge[]): BoardBadge[] {
  const newest = badges.toSorted((a, b) => b.sinceMs - a.sinceMs || (a.rewardId < b.rewardId ? 1 : -1));
  const shown = newest.flatMap(({ label, name, icon, color }): BoardBadge[] =>
    label === null ? [] : [{ label, name: name ?? label, icon, color }],
  );
  const isFirst = ({ label }: BoardBadge, place: number) => shown.findIndex((one) => one.label === label) === place;
  return shown.filter(isFirst).slice(0, mostBadges);
}
