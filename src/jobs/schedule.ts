import { dayOf } from "#domain/day";
import { dailyAt, everyMinutes, jobNames, weeklyAwards } from "#domain/job-schedule";
import type { JobName } from "#domain/job-schedule";
import { deliverMessages } from "#jobs/deliver-messages";
import { destroyAddressSalts } from "#store/address-salts";
import { deleteOldAnswers } from "#store/idempotency-keys";
import { announceExpiredLinks } from "#usecases/announce-expired-links";
import { announceExpiringRewards } from "#usecases/announce-expiring-rewards";
import { awardWeeklyBadges } from "#usecases/award-weekly-badges";
import { checkClickCounts } from "#usecases/check-click-counts";
import { keepHealth } from "#usecases/check-health";
import { keepRetention } from "#usecases/keep-retention";
import { reconcileLedger } from "#usecases/reconcile-ledger";
import { recalculateAllLeaderboards, recalculateLeaderboards } from "#usecases/recalculate-leaderboards";
import type { NamedJob } from "#usecases/describe-jobs";
import { rewardLeaders } from "#usecases/reward-leaders";
import type { Job } from "#usecases/run-job";
import { sealAuditLog } from "#usecases/seal-audit-log";
import { sweepPendingEvents } from "#usecases/sweep-pending-events";
import { sweepProviderDeliveries } from "#usecases/sweep-provider-deliveries";
import { verifyInTurns } from "#usecases/verify-audit-log";
import { wakeWaitingFulfilments } from "#usecases/wake-fulfilments";
import { finishErasures } from "#usecases/work-erasure";
import { watchBudgets } from "#usecases/watch-budgets";
import { endStays, expireRewards, releaseRewards } from "#usecases/work-off-due";

/** All jobs. One trigger a minute drives them (src/jobs/run-jobs.ts); badges that a rule keeps until Sunday are holds like others. */
const table: Record<JobName, Omit<Job, "name">> = {
  destroy_address_salts: {
    schedule: dailyAt(0, 0),
    // Once more at the next tick: a click of the day's last moment may have made its salt anew meanwhile.
    run: async (ctx, { memory }) => {
      const today = dayOf(ctx.nowMs);
      return {
        counts: { days: await destroyAddressSalts(ctx.db, today) },
        more: memory?.["done_once_on"] !== today,
        memory: { done_once_on: today },
      };
    },
  },
  work_provider_deliveries: {
    schedule: everyMinutes(1),
    run: async (ctx) => ({ counts: await sweepProviderDeliveries(ctx) }),
  },
  sweep_pending_events: { schedule: everyMinutes(1), run: async (ctx) => ({ counts: await sweepPendingEvents(ctx) }) },
  seal_audit_log: { schedule: everyMinutes(1), run: sealAuditLog },
  check_health: { schedule: everyMinutes(5), run: async (ctx) => keepHealth(ctx, schedule) },
  end_stays: { schedule: everyMinutes(15), run: endStays },
  release_rewards: { schedule: everyMinutes(15), run: releaseRewards },
  wake_fulfilments: { schedule: everyMinutes(15), run: wakeWaitingFulfilments },
  watch_budgets: { schedule: everyMinutes(15), run: async (ctx) => ({ counts: await watchBudgets(ctx) }) },
  // After what time brings about at the same instants, so that it finds all of that told.
  recalculate_leaderboards: { schedule: everyMinutes(15), run: recalculateLeaderboards },
  delete_old_answers: {
    schedule: everyMinutes(15),
    run: async (ctx) => ({ counts: { answers: await deleteOldAnswers(ctx.db, ctx.nowMs) } }),
  },
  // Few need it, so it is not looked for each minute; one that has begun goes on with every tick.
  finish_erasures: { schedule: everyMinutes(15), run: finishErasures },
  announce_expired_links: { schedule: dailyAt(2, 0), run: announceExpiredLinks },
  expire_rewards: { schedule: dailyAt(2, 15), run: expireRewards },
  announce_expiring_rewards: {
    schedule: dailyAt(2, 15),
    run: async (ctx) => ({ counts: await announceExpiringRewards(ctx) }),
  },
  keep_retention: { schedule: dailyAt(2, 30), run: keepRetention },
  reconcile_ledger: { schedule: dailyAt(2, 30), run: reconcileLedger },
  check_click_counts: { schedule: dailyAt(2, 30), run: checkClickCounts },
  // Beside none of the quarter-hourly jobs: each asks for hundreds of calls.
  recalculate_all_leaderboards: { schedule: dailyAt(2, 35), run: recalculateAllLeaderboards },
  verify_audit_log: { schedule: dailyAt(2, 45), run: verifyInTurns },
  award_badges: { schedule: weeklyAwards, run: awardWeeklyBadges },
  reward_leaders: { schedule: everyMinutes(15), run: rewardLeaders },
  // Last: it tells what the others did, and receivers that are slow keep none of them waiting.
  deliver_messages: { schedule: everyMinutes(1), run: deliverMessages },
};

export const schedule: readonly NamedJob[] = jobNames.map((name) => ({ name, ...table[name] }));
