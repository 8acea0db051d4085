import { expect, test } from "vitest";
import { minuteMs } from "#domain/day";
import { waitBeforeDispatch } from "#domain/dispatch";

test("a message that cannot be handed on waits longer each time, and never longer than six hours", () => {
  const waits = [1, 2, 3, 4, 5, 6, 100].map((attempts) => waitBeforeDispatch(attempts) / minuteMs);
  expect(waits).toEqual([1, 5, 30, 120, 360, 360, 360]);
});
