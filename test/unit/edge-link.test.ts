import { expect, test } from "vitest";
import { linkState, mayUseCookie } from "#domain/edge-link";
import type { EdgeLink } from "#domain/edge-link";

const link: EdgeLink = {
  code: "CODE2222",
  linkId: "lnk_1",
  programId: "prg_1",
  mode: "live",
  active: true,
  expiresAtMs: 1000,
  destinationUrl: "https://app.example/",
  fallbackUrl: null,
  channel: "link",
  campaign: null,
  cookieDays: 90,
  cookieDomain: null,
  consentRequired: false,
  honorGpc: true,
  clockMs: null,
};

test("a link is open until the very millisecond of its expiry", () => {
  expect(linkState(link, 999)).toBe("open");
  expect(linkState(link, 1000)).toBe("expired");
  expect(linkState({ ...link, active: false }, 999)).toBe("paused");
  expect(linkState({ ...link, active: false }, 1000)).toBe("expired");
  expect(linkState({ ...link, destinationUrl: null }, 999)).toBe("paused");
});

test("invariant 26: no cookie without the consent that the program demands", () => {
  expect(mayUseCookie(link, false)).toBe(true);
  expect(mayUseCookie(link, true)).toBe(false);
  expect(mayUseCookie({ ...link, honorGpc: false }, true)).toBe(true);
  expect(mayUseCookie({ ...link, honorGpc: false, consentRequired: true }, false)).toBe(false);
});
