import type { TaskMeta } from "vitest";
import { expect } from "vitest";
import budget from "#bench/budget.json" with { type: "json" };
import type { Operations } from "#support/operation-counter";

declare module "vitest" {
  interface TaskMeta {
    /** What `npm run bench` prints of a test. */
    figures?: Record<string, Record<string, number>>;
  }
}

/** Holds figures to test/bench/budget.json, and hands all of them to the bench. */
export function holdToBudget(
  task: { meta: TaskMeta },
  name: keyof typeof budget,
  figures: Record<string, number>,
): void {
  task.meta.figures = { ...task.meta.figures, [name]: figures };
  for (const [figure, most] of Object.entries(budget[name])) {
    expect(figures[figure], `${name}: ${figure}`).toBeLessThanOrEqual(most);
  }
}

/** The figures of a request; of D1's trips those that waited for each other. */
export function figuresOf(operations: Operations): Record<string, number> {
  return {
    d1_trips: operations.d1SequentialTrips,
    d1_rows_written: operations.d1RowsWritten,
    kv_reads: operations.kvReads,
    kv_writes: operations.kvWrites,
    object_calls: operations.objectCalls,
  };
}
