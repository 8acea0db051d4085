import type { BoardFilter } from "#domain/leaderboard";

/** By what it is told on which boards of a period somebody stands. */
export type Membership = { kind: string; category: string | null; location: string | null; isListed: boolean };

/** A board's filter with nothing left out: empty where it does not ask. */
export type FullFilter = { kind: string; category: string; location: string };

export function fullFilterOf({ kind = "", category = "", location = "" }: BoardFilter): FullFilter {
  return { kind, category, location };
}

/** Every combination of what he is: of the whole program, of his kind, of his category in his location … */
export function boardsOf({ kind, category, location, isListed }: Membership): FullFilter[] {
  if (!isListed) return [];
  const choices = (value: string | null) => (value === null || value === "" ? [""] : ["", value]);
  return choices(kind).flatMap((ofKind) =>
    choices(category).flatMap((ofCategory) =>
      choices(location).map((ofLocation) => ({ kind: ofKind, category: ofCategory, location: ofLocation })),
    ),
  );
}

export function isOnBoard(member: Membership, name: FullFilter): boolean {
  const isAsked = (wanted: string, value: string | null) => wanted === "" || wanted === value;
  return (
    member.isListed &&
    isAsked(name.kind, member.kind) &&
    isAsked(name.category, member.category) &&
    isAsked(name.location, member.location)
  );
}
