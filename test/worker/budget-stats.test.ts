import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { platformOf } from "#open-context";
import { openDatabase } from "#store/database";
import { reconcilePage } from "#store/reconciliation";
import { loadStatsFacts } from "#store/stats-facts";
import { figuresOf, holdToBudget } from "#support/budget";
import { createReferrer, engineContext, publishProgram } from "#support/engine";
import { countRowsRead, statementsOf } from "#support/listened-database";
import { countOperations } from "#support/operation-counter";
import { seedReferrals } from "#support/stats-seeds";
import { describeStats } from "#usecases/describe-stats";

const few = 1_000;
/** As many as the suite has time for; `npm run bench:stats` sets a million. */
const many = Number(env.STATS_REFERRALS);

const milestone = { title: "Ahead", description: "More friends who pay", reward: "A badge" };
const badge = [{ to: "referrer", kind: "badge", badge: "Friend" }];
const rules = [
  ...[1, 5, 10, 25, 50].map((reaches) => ({
    ...{ key: `reach-${reaches}`, on: { count: { reaches } }, grant: badge, milestone },
    tier: { key: `level-${reaches}`, title: `Level ${reaches}` },
  })),
  { key: "every-third", on: { count: { every: 3 } }, grant: badge, milestone },
];

test("stats cost one trip, and read as many rows whatever was referred", { timeout: 300_000 }, async ({ task }) => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx, { rules } as never);
  const other = await publishProgram(ctx, { rules } as never);
  const { env: counted, take } = countOperations(env);
  const countedCtx = { ...ctx, db: openDatabase(counted.DB), platform: platformOf(counted) };

  const measure = async (name: string, count: number): Promise<Record<string, number>> => {
    const referrer = await createReferrer(ctx, programId, name, { category: "venue", location: "York" });
    await seedReferrals({ programId, referrerId: referrer.id, linkId: referrer.linkId, version: 1 }, count);
    const read: Record<string, number> = {};
    for (const program of [undefined, programId, other.programId]) {
      const asked = { mode: "live" as const, participantId: referrer.id, program };
      const statements = await statementsOf(async (db) => loadStatsFacts(db, asked));
      const rows = await Promise.all(statements.map(countRowsRead));
      const which = program === undefined ? "all programs" : program === programId ? "his program" : "another";
      read[`rows read, ${which}`] = rows.reduce((sum, one) => sum + one, 0);
    }
    take();
    const stats = await describeStats(countedCtx, { participantId: referrer.id, program: undefined });
    expect(stats).toMatchObject({
      value: [
        {
          referrals: { sent: count, rewarded: count },
          conversions: count,
          monthsEarned: count,
          valueEarned: { GBP: count * 4900 },
          tier: { key: "level-50" },
          nextMilestone: { rule: "every-third", progress: count % 3 },
        },
      ],
    });
    const figures = figuresOf(take());
    holdToBudget(task, "stats", { ...figures, d1_rows_read: Math.max(...Object.values(read)) });
    return { ...figures, ...read };
  };

  const [small, large] = [await measure("Few", few), await measure("Many", many)];
  task.meta.figures = {
    ...task.meta.figures,
    [`stats of ${few} referrals`]: small,
    [`stats of ${many} referrals`]: large,
  };
  for (const [figure, least] of Object.entries(small)) {
    expect(large[figure], figure).toBeLessThanOrEqual(2 * least);
  }
  const recounted = await reconcilePage(ctx.db, "totals", { after: [], limit: 10 });
  expect(recounted).toMatchObject({ checked: 2, finds: [] });
});
