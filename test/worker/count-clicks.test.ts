import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clickLogShard } from "#domain/click-log";
import type { ClickCount } from "#domain/click-log";
import { dayMs } from "#domain/day";
import { openDatabase } from "#store/database";
import { engineContext, startMs } from "#support/engine";
import { listenToDatabase } from "#support/listened-database";
import { countClicks } from "#usecases/count-clicks";

const today = Math.floor(startMs / dayMs);
const clicksOf = (code: string, day: number, human: number): ClickCount => ({
  ...{ code, day, channel: "link" },
  ...{ human, repeat: 0, bot: 0, preview: 0, prefetch: 0, embedded: 0 },
});

async function flush(counts: ClickCount[], shard: (code: string) => string = (code) => clickLogShard(code, 2)) {
  await env.DB.batch(
    counts.map(({ code, day, channel, human }) =>
      env.DB.prepare("INSERT INTO click_counts VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0)").bind(
        code,
        day,
        channel,
        shard(code),
        human,
      ),
    ),
  );
}

/** Counts with an ear on what is asked of D1 and of the objects, which have these counts at hand. */
async function count(codes: string[], atHand: ClickCount[] = []) {
  const { d1, sent } = listenToDatabase();
  const asked: string[] = [];
  const counts = async (shard: string, code: string) => {
    asked.push(`${shard} ${code}`);
    return atHand.filter((each) => each.code === code);
  };
  const ctx = engineContext({ db: openDatabase(d1) });
  const { total } = await countClicks(ctx, { counts, shards: 2 }, codes);
  return { human: total.human, queries: sent.length, asked };
}

test("the clicks of a link with many codes are one query, and one call for each code", async () => {
  const codes = Array.from({ length: 30 }, (_, n) => `CODE${n}`);
  await flush(codes.flatMap((code) => [clicksOf(code, today - 100, 2), clicksOf(code, today, 1)]));
  const { human, queries, asked } = await count(codes);
  expect({ human, queries }).toEqual({ human: 90, queries: 1 });
  expect(asked.toSorted()).toEqual(codes.map((code) => `${clickLogShard(code, 2)} ${code}`).toSorted());
});

test("what is at hand replaces what is flushed of the same day, and adds nothing twice", async () => {
  await flush([clicksOf("AAA", today - 9, 4), clicksOf("AAA", today - 1, 2), clicksOf("AAA", today, 1)]);
  const atHand = [clicksOf("AAA", today - 9, 4), clicksOf("AAA", today - 1, 2), clicksOf("AAA", today, 7)];
  expect((await count(["AAA"], atHand)).human).toBe(4 + 2 + 7);
});

test("what objects of a former number of shards have flushed is added", async () => {
  await flush([clicksOf("AAA", today, 3)], () => "0-of-1");
  expect((await count(["AAA"], [clicksOf("AAA", today, 2)])).human).toBe(5);
});
