import { expect, test } from "vitest";
import { programNowMs } from "#domain/mode";

test("a clock that was set stands still; without one it is now", () => {
  expect(programNowMs({ clockMs: 5 }, 9)).toBe(5);
  expect(programNowMs({ clockMs: null }, 9)).toBe(9);
});
