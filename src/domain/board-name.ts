import type { BoardName } from "#domain/leaderboard";

/** Symbols as people see them: a letter with its marks, a syllable, a family of emoji are one each. */
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** They turn the direction of whatever is written after them, a stranger's name among it. No name needs them. */
const directionOverrides = /[\u202A-\u202E\u2066-\u2069]/gu;

/** Also with spaces around the sign, where a domain follows; "DJ Max @ Home" is a name. */
const emailLike = /\S@\S|@\s*\S+\.\S|\S%40\S/u;

/**
 * A name as a board shows it: as it is, as `S. J. M.`, or null where nobody may read it. Something that holds an email
 * address is shown to nobody.
 */
export function showName(name: string | null, as: BoardName): string | null {
  const written = (name ?? "").replaceAll(directionOverrides, "").trim();
  const isBlank = written.replaceAll(/[\p{Cf}\s]/gu, "") === "";
  if (as === "hidden" || isBlank || emailLike.test(written.normalize("NFKC"))) return null;
  return as === "full" ? written : initialsOf(written);
}

/** Name and face. A face says as much as a name in full, and is shown beside one alone. */
export function showIdentity(
  { name, avatarUrl }: { name: string | null; avatarUrl: string | null },
  as: BoardName,
): { name: string | null; avatarUrl: string | null } {
  const shown = showName(name, as);
  return { name: shown, avatarUrl: as === "full" && shown !== null ? avatarUrl : null };
}

/** Of whoever stands on no board. */
export const noIdentity = { name: null, avatarUrl: null } as const;

/** Of the words that have a letter or digit; null when none has. They keep their case: `Sarah van der Berg` is `S. v. d. B.` */
function initialsOf(name: string): string | null {
  const initials = name.split(/\s+/u).flatMap((word) => initialOf(word) ?? []);
  return initials.length === 0 ? null : initials.map((initial) => `${initial}.`).join(" ");
}

function initialOf(word: string): string | null {
  for (const { segment } of graphemes.segment(word)) if (/[\p{L}\p{N}]/u.test(segment)) return segment;
  return null;
}
