const longestName = 40;

/** Strangers see no more of a name than they need to recognise it. Control and direction marks are dropped. */
export function firstName(name: string | null): string | null {
  const words = (name ?? "").split(/\s+/u).map((word) => word.replace(/[\p{Cc}\p{Cf}]/gu, ""));
  const first = words.find((word) => word !== "");
  if (first === undefined || first.includes("@")) return null;
  return Array.from(first).slice(0, longestName).join("");
}

/** Mail clients make links of what looks like an address, and a name must not lead anywhere. */
export function isLinkLike(name: string): boolean {
  return /:\/\/|^www\.|@|[\p{L}\p{N}]\.[\p{L}]{2,}/iu.test(name);
}
