import { conditionalBadges } from "#domain/badge";
import type { Badge } from "#domain/badge";
import { badgeFacts } from "#domain/badge-facts";
import { checkCondition } from "#domain/condition-check";
import { fulfilmentsFor } from "#domain/grant-check";
import type { ProgramDocument } from "#domain/program";
import type { Issue } from "#domain/refusal";

/** Badges that are called alike, that can never be awarded or that are given in two ways, and grants of unknown ones. */
export function checkBadges(document: ProgramDocument): Issue[] {
  const { badges } = document;
  if (badges === undefined) return [];
  const grants = badgeGrants(document);
  return [
    ...badges.flatMap((badge, index) => checkBadge(badge, { path: `badges[${index}]`, index, badges, grants })),
    ...grants.flatMap(({ badge, path }) =>
      badges.some(({ key }) => key === badge) ? [] : [{ path: `${path}.badge`, message: unknownBadge(badges) }],
    ),
    ...checkAwards(document, grants),
  ];
}

export function unknownBadge(badges: readonly Badge[]): string {
  return `must be the key of a badge of the program: ${badges.map(({ key }) => key).join(", ")}`;
}

type BadgeGrants = { badge: string; path: string }[];

function badgeGrants({ rules }: ProgramDocument): BadgeGrants {
  return rules.flatMap(({ grant: grants }, index) =>
    grants.flatMap((grant, place) =>
      grant.kind === "badge" ? [{ badge: grant.badge, path: `rules[${index}].grant[${place}]` }] : [],
    ),
  );
}

type Place = { path: string; index: number; badges: readonly Badge[]; grants: BadgeGrants };

function checkBadge({ key, condition, award }: Badge, { path, index, badges, grants }: Place): Issue[] {
  const issues: Issue[] = [];
  if (badges.findIndex((badge) => badge.key === key) < index)
    issues.push({ path: `${path}.key`, message: `${key} is used by another badge` });
  if (condition === undefined) {
    const message = "needs a condition: a badge without one is given by rules and people, as they say";
    return award === undefined ? issues : [...issues, { path: `${path}.award`, message }];
  }
  const rival = grants.find(({ badge }) => badge === key);
  if (rival !== undefined)
    issues.push({
      path: `${path}.condition`,
      message: `is not for a badge that ${rival.path} grants: one way is enough`,
    });
  return [...issues, ...checkCondition(condition, `${path}.condition`, badgeFacts)];
}

/** What rules grant is looked after with all that they grant. */
function checkAwards(document: ProgramDocument, grants: BadgeGrants): Issue[] {
  const [first] = conditionalBadges(document);
  if (first === undefined || document.fulfilment.badge !== undefined || grants.length > 0) return [];
  const why = `is needed because badges[${document.badges?.indexOf(first) ?? 0}] is awarded by its condition`;
  return [{ path: "fulfilment.badge", message: `${why}; use one of ${fulfilmentsFor("badge").join(", ")}` }];
}
