import { describe, expect, test } from "vitest";
import { periodKeyOf, whyUnranked } from "#domain/board-view";

describe("the period of a board", () => {
  const moment = { nowMs: Date.parse("2026-12-31T23:30:00Z"), timeZone: "Europe/Paris" };

  test.each([
    ["all_time", "all"],
    ["this_year", "2027"],
    ["this_quarter", "2027-Q1"],
    ["this_month", "2027-01"],
    ["this_week", "2026-W53"],
    ["2026-11", "2026-11"],
    ["2031", "2031"],
  ])("%s is %s, in the program's time zone", (asked, key) => {
    expect(periodKeyOf(asked, moment)).toBe(key);
  });
});

describe("whoever has no rank", () => {
  const person = {
    kind: "supplier",
    category: "venue",
    location: null,
    status: "active",
    erasedAtMs: null,
    boardOptOut: false,
  };

  test.each([
    ["has no conversions where he stands", {}, {}, "no_conversions"],
    ["nor among his own kind and category", {}, { kind: "supplier", category: "venue" }, "no_conversions"],
    ["is of another kind", {}, { kind: "customer" }, "other_board"],
    ["is of another category", {}, { category: "florist" }, "other_board"],
    ["has said no location", {}, { location: "Leeds" }, "other_board"],
    ["has left the boards", { boardOptOut: true }, { kind: "customer" }, "opted_out"],
    ["is not active", { boardOptOut: true, status: "inactive" }, {}, "inactive"],
    ["was erased", { boardOptOut: true, status: "suspended", erasedAtMs: 1 }, {}, "erased"],
  ] as const)("%s", (_why, change, filter, reason) => {
    expect(whyUnranked({ ...person, ...change }, filter)).toBe(reason);
  });
});
