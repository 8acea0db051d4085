import { expect, test } from "vitest";
import { keptDays, parseClickDays } from "#domain/retention";

test("raw clicks are kept for 400 days, or as many as somebody can have meant", () => {
  const days = [undefined, "", "1", "90", "3650", "0", "-1", "1.5", "3651", "many"].map(parseClickDays);
  expect(days).toEqual([400, 400, 1, 90, 3650, null, null, null, null, null]);
});

test("nothing is kept for less than a day", () => {
  expect(Math.min(...Object.values(keptDays))).toBeGreaterThanOrEqual(1);
});
