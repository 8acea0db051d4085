import { expect, test, vi } from "vitest";
import { sleep, withDeadline } from "#deadline";

test("whatever comes in time is passed on, a failure as it is, and nothing is left waiting", async () => {
  vi.useFakeTimers();
  try {
    expect(await withDeadline(Promise.resolve(7), 1000, "the clerk")).toBe(7);
    await expect(withDeadline(Promise.reject(new Error("no")), 1000, "the clerk")).rejects.toThrow("no");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("whoever takes longer is named, and how long was waited", async () => {
  const late = sleep(200).then(() => 7);
  await expect(withDeadline(late, 10, "the clerk")).rejects.toThrow("the clerk took longer than 10 ms");
  expect(await late).toBe(7);
});
