import { expect, test } from "vitest";
import { trendOf } from "#domain/leaderboard";

test.each([
  [{ rank: 1, previousRank: 2 }, "rising"],
  [{ rank: 2, previousRank: 1 }, "falling"],
  [{ rank: 3, previousRank: 3 }, "stable"],
  [{ rank: 900, previousRank: null }, "rising"],
])("%o is %s", (row, trend) => expect(trendOf(row)).toBe(trend));
