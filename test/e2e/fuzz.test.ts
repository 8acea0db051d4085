import { expect, test } from "vitest";
import { runFuzz } from "#fuzz/run";

/** A part of `npm run fuzz`, which asks twenty thousand. */
test("whatever follows from the document, or nearly does, is answered as the document says, and nothing breaks", async () => {
  const report = await runFuzz({ requests: 1500, seed: 1 });
  expect(report.complaints).toEqual([]);
  expect(report.faults).toEqual([]);
  expect(report.contradictions).toEqual([]);
  expect(Object.keys(report.statuses).filter((status) => Number(status) >= 500)).toEqual([]);
  // Most of the engine was reached, and not only its doors.
  expect(report.statuses["200"]).toBeGreaterThan(300);
  expect(Object.keys(report.codes).length).toBeGreaterThan(15);
  expect(report.neverDone.length).toBeLessThan(25);
}, 120_000);
