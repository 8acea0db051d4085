import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDatabase } from "#store/database";
import { figuresOf, holdToBudget } from "#support/budget";
import { startMs } from "#support/engine";
import { countOperations } from "#support/operation-counter";
import { tick } from "#support/ticks";

test("a minute in which nothing is to be done writes few rows", async ({ task }) => {
  for (const minutes of [0, 1]) await tick(startMs + minutes * 60_000);
  const { env: counted, take } = countOperations(env);
  await tick(startMs + 2 * 60_000, { change: (ctx) => ({ ...ctx, db: openDatabase(counted.DB) }) });
  const { d1RowsWrittenByTable, ...operations } = take();
  const figures = { ...figuresOf({ ...operations, d1RowsWrittenByTable }), ...d1RowsWrittenByTable };
  holdToBudget(task, "minute without anything to do", figures);
  expect(d1RowsWrittenByTable).toEqual({ jobs: 8, job_runs: 4 });
});
