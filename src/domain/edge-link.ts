import type { Channel } from "#domain/journey";
import type { Mode } from "#domain/mode";

/** All that a redirect needs of a link and its program. No personal data: it is kept in KV. */
export type EdgeLink = {
  code: string;
  linkId: string;
  programId: string;
  mode: Mode;
  /** False when the link or its program is paused. */
  active: boolean;
  expiresAtMs: number;
  /** Null when the program does not allow the destination's host (any more). */
  destinationUrl: string | null;
  /** Null when there is none or its host is not allowed. */
  fallbackUrl: string | null;
  channel: Channel;
  campaign: string | null;
  cookieDays: number;
  cookieDomain: string | null;
  consentRequired: boolean;
  honorGpc: boolean;
  /** A test program's clock. Null: real time. */
  clockMs: number | null;
};

export type LinkState = "open" | "paused" | "expired";

/** Expiry is exact: it is decided at each click and not when the link was read. */
export function linkState(link: EdgeLink, atMs: number): LinkState {
  if (atMs >= link.expiresAtMs) return "expired";
  return link.active && link.destinationUrl !== null ? "open" : "paused";
}

/** Whether a cookie may be set, and an earlier one read. The token in the address travels in any case. */
export function mayUseCookie(link: EdgeLink, globalPrivacyControl: boolean): boolean {
  return !link.consentRequired && !(link.honorGpc && globalPrivacyControl);
}
