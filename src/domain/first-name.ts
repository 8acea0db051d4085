const longestName = 40;

/** Strangers see no more of a name than they need to recognise it, and none that looks like an address. Control and direction marks are dropped. */
export function firstName(name: string | null): string | null {
  const words = (name ?? "").split(/\s+/u).map((word) => word.replace(/[\p{Cc}\p{Cf}]/gu, ""));
  const first = words.find((word) => word !== "");
  if (first === undefined || isLinkLike(first)) return null;
  return Array.from(first).slice(0, longestName).join("");
}

/** `Mike M.`: those who know him recognise him, and nobody else learns who he is. */
export function firstNameAndInitial(name: string | null): string | null {
  const first = firstName(name);
  const [initial] = (name ?? "").trim().split(/\s+/u).slice(1).at(-1)?.match(/\p{L}/u) ?? [];
  if (first === null) return null;
  return initial === undefined ? first : `${first} ${initial.toUpperCase()}.`;
}

/** Mail clients make links of what looks like an address, and a name must not lead anywhere. */
export function isLinkLike(name: string): boolean {
  return /:\/\/|^www\.|@|[\p{L}\p{N}]\.[\p{L}]{2,}/iu.test(name);
}
