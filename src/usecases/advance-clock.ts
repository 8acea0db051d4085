import type { Context } from "#context";
import { conditionalBadges } from "#domain/badge";
import { weeklyAwardMs } from "#domain/job-schedule";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { listDueExpiries, listDueReleases, listDueStays } from "#store/due-items";
import type { DueItem } from "#store/due-items";
import { commitClock, findProgram, findVersion, moveClock } from "#store/programs";
import type { StoredProgram } from "#store/programs";
import { awardEverybody } from "#usecases/award-weekly-badges";
import { describeChange } from "#usecases/describe-change";
import { endMonths } from "#usecases/end-months";
import { tellTogether } from "#usecases/feed-boards";
import { settleDueItem } from "#usecases/settle-due-item";

export type ClockStep = { advanceMs: number } | { nowMs: number };

/** What the time that passed brought about. `more`: the clock stopped early, where the next thing is due. */
export type Happened = Record<DueItem["what"], number> & {
  badge: number;
  /** Months that were closed at the end of the way. */
  month: number;
  failed: number;
  more: boolean;
};

/** Bounds one request: each thing asks the database twice, and each moment four times. */
const maxItems = 100;

/**
 * Sets a test program's clock, which stands still from then on. On its way it stops wherever something is due, so
 * that holds, stays and expiries happen in their order and each at its own time, and badges are awarded on Sundays. Months
 * that it passed are closed when it has arrived.
 */
export async function advanceClock(
  ctx: Context,
  input: { program: string; step: ClockStep },
): Promise<Result<{ program: StoredProgram; happened: Happened }, Refusal>> {
  const program = await findProgram(ctx.db, ctx.actor.mode, input.program);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  if (program.mode === "live") return refuse({ code: "clock_only_in_test", program: program.key });
  const nowMs = programNowMs(program, ctx.nowMs);
  const wantedMs = "nowMs" in input.step ? input.step.nowMs : nowMs + input.step.advanceMs;
  if (wantedMs < nowMs) return refuse({ code: "clock_backwards", nowMs });
  const { clockMs, happened } = await tellTogether(ctx, async (gathering) =>
    letTimePass(gathering, program, { fromMs: nowMs, untilMs: wantedMs }),
  );
  const audit = describeChange(ctx, "program.clock_advanced", program.id, { clock_ms: clockMs });
  try {
    await commitClock(ctx.db, { programId: program.id, clockMs, atMs: ctx.nowMs }, audit);
  } catch (error) {
    if (violatedConstraint(error) !== "facts_stale") throw error;
    const standing = await findProgram(ctx.db, ctx.actor.mode, program.id);
    return refuse({ code: "clock_backwards", nowMs: standing?.clockMs ?? clockMs });
  }
  const month = await endMonths(ctx, program.id);
  return ok({ program: { ...program, clockMs, updatedAtMs: ctx.nowMs }, happened: { ...happened, month } });
}

/** From moment to moment: what one brings about may be due at the next, or at the same. */
async function letTimePass(
  ctx: Context,
  program: StoredProgram,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): Promise<{ clockMs: number; happened: Happened }> {
  const { id: programId } = program;
  const isAwarding = await awardsBadges(ctx, program);
  const happened: Happened = { stay: 0, release: 0, expiry: 0, badge: 0, month: 0, failed: 0, more: false };
  const tried = new Set<string>();
  // After one Sunday the next brings nothing new, unless something happens before it.
  let sundayMs = isAwarding ? weeklyAwardMs(fromMs + 1) : Infinity;
  for (let clockMs = fromMs; ;) {
    const item = await findNext(ctx, { programId, untilMs }, tried);
    if (sundayMs <= untilMs && sundayMs < (item?.dueAtMs ?? Infinity)) {
      clockMs = sundayMs;
      sundayMs = Infinity;
      await moveClock(ctx.db, programId, clockMs);
      happened.badge += await awardEverybody(ctx, programId);
      continue;
    }
    if (item === undefined) return { clockMs: untilMs, happened };
    if (tried.size >= maxItems) return { clockMs, happened: { ...happened, more: true } };
    tried.add(nameOf(item));
    clockMs = Math.max(clockMs, item.dueAtMs);
    await moveClock(ctx.db, programId, clockMs);
    happened[(await settleDueItem(ctx, item)) ? item.what : "failed"]++;
    if (isAwarding) sundayMs = weeklyAwardMs(clockMs);
  }
}

async function awardsBadges({ db, flags }: Context, { id, currentVersion }: StoredProgram): Promise<boolean> {
  const version = currentVersion === null || !flags.rewards ? null : await findVersion(db, id, currentVersion);
  return version !== null && conditionalBadges(version.document).length > 0;
}

/** The earliest that was not tried yet; at one moment a stay before a hold before an expiry. */
async function findNext(
  { db }: Context,
  due: { programId: string; untilMs: number },
  tried: ReadonlySet<string>,
): Promise<DueItem | undefined> {
  // What has failed stays due, and must not hide what comes after it.
  const filter = { ...due, limit: tried.size + 1 };
  const lists = await Promise.all([listDueStays(db, filter), listDueReleases(db, filter), listDueExpiries(db, filter)]);
  const items = lists.flat().filter((item) => !tried.has(nameOf(item)));
  return items.sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
}

function nameOf(item: DueItem): string {
  return `${item.what} ${item.what === "stay" ? item.referralId : item.rewardId} ${item.dueAtMs}`;
}
