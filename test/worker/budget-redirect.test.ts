import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { figuresOf, holdToBudget } from "#support/budget";
import { watchClickLogs } from "#support/click-logs";
import { openIsolate, seedLink, startMs } from "#support/edge";
import { countOperations } from "#support/operation-counter";

beforeEach(async () => {
  await seedLink({ code: "FIRST", program: "fair" });
  await seedLink({ code: "OTHER", program: "fair" });
});

test("a warm redirect asks nothing of D1 and KV and is logged with one call", async ({ task }) => {
  const objects = await watchClickLogs(env);
  const { env: counted, take } = countOperations(env);
  const isolate = openIsolate();
  await isolate.visit("/r/FIRST", { env: counted });
  take();
  objects.take();

  const response = await isolate.visit("/r/FIRST", { env: counted });

  expect(response.headers.get("Set-Cookie")).toContain("bq_");
  const figures = { ...figuresOf(take()), object_rows_written: objects.take().rowsWritten };
  holdToBudget(task, "warm redirect", figures);
});

test("a redirect on a KV hit asks nothing of D1", async ({ task }) => {
  await openIsolate().visit("/r/OTHER");
  const { env: counted, take } = countOperations(env);
  const isolate = openIsolate();
  await isolate.visit("/r/FIRST", { env: counted });
  take();

  const response = await isolate.visit("/r/OTHER", { env: counted });

  expect(response.status).toBe(302);
  holdToBudget(task, "redirect on KV hit", figuresOf(take()));
});

test("the first redirect of an isolate loads the link once and writes it to KV", async ({ task }) => {
  const { env: counted, take } = countOperations(env);

  const response = await openIsolate({ nowMs: startMs }).visit("/r/FIRST", { env: counted });

  expect(response.status).toBe(302);
  holdToBudget(task, "redirect in a cold isolate", figuresOf(take()));
});
