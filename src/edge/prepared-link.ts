import { clickLogShard } from "#domain/click-log";
import { cutDestination } from "#domain/destination";
import type { DestinationParts } from "#domain/destination";
import type { EdgeLink } from "#domain/edge-link";
import { longestCookieDays } from "#domain/journey";

/** A link with everything worked out that does not change from click to click. */
export type PreparedLink = {
  link: EdgeLink;
  /** Of no use while the link is not open: one without an allowed destination never is. */
  destination: DestinationParts;
  shard: string;
  cookieName: string;
  /** What follows the cookie's value. */
  cookieAttributes: string;
};

export function prepareLink(link: EdgeLink, clickShards: number): PreparedLink {
  const maxAge = Math.min(link.cookieDays, longestCookieDays) * 86_400;
  const domain = link.cookieDomain === null ? "" : `; Domain=${link.cookieDomain}`;
  return {
    link,
    destination: cutDestination(link.destinationUrl ?? "", link.code),
    shard: clickLogShard(link.code, clickShards),
    cookieName: `bq_${link.programId.replace(/^prg_/, "")}`,
    cookieAttributes: `; Path=/; Max-Age=${maxAge}${domain}; HttpOnly; Secure; SameSite=Lax`,
  };
}
