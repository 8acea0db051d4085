import type { Context } from "#context";
import { createNewId } from "#domain/id";
import { programNowMs } from "#domain/mode";
import type { Program, ProgramDocument } from "#domain/program";
import { checkProgram } from "#domain/program-check";
import { recordInWorld } from "#domain/replay";
import { rowsOf } from "#domain/replay-table";
import { passTime } from "#domain/replay-time";
import { openWorld } from "#domain/replay-world";
import type { World } from "#domain/replay-world";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { compareRewards, compareRules } from "#domain/simulation";
import type { Compared, RewardSum, SummedReward } from "#domain/simulation";
import { findProgram } from "#store/programs";
import { loadOutcome, loadPastEvents, loadPeople } from "#store/simulation-facts";
import type { PastEvent, Period } from "#store/simulation-facts";
import { readEvent } from "#usecases/read-event";

/** Bounds one request: all of it is held in memory and decided again. */
const simulationLimit = 5_000;

export type SimulationInput = {
  program: string;
  document?: ProgramDocument | undefined;
  fromMs?: number | undefined;
  untilMs?: number | undefined;
};

export type Simulation = {
  programId: string;
  program: string;
  nowMs: number;
  /** Replayed, and how many of them were refused under this document. */
  events: { replayed: number; refused: number };
  rules: ({ rule: string } & Compared<RewardSum>)[];
  totals: Compared<Total>;
};

export type Total = RewardSum & { referrals: number; conversions: number };

/**
 * What the program's past would have brought under other rules, beside what it did bring. Everything is decided
 * again by the code that decides events, in memory; nothing is written.
 */
export async function simulateProgram(ctx: Context, input: SimulationInput): Promise<Result<Simulation, Refusal>> {
  const program = await findProgram(ctx.db, ctx.actor.mode, input.program);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  const document = input.document ?? program.draft;
  const issues = checkProgram(document);
  if (issues.length > 0) return refuse({ code: "program_invalid", issues });
  const period = { fromMs: input.fromMs ?? 0, untilMs: input.untilMs ?? Number.MAX_SAFE_INTEGER };
  const replayed = await replayProgram(ctx, program, { document, period });
  if (!replayed.ok) return replayed;
  const { world, events } = replayed.value;
  const actual = await loadOutcome(ctx.db, program, period);
  const simulated = {
    rewards: summedRewards(world),
    referrals: world.referrals.rows.size,
    conversions: world.conversions.rows.size,
  };
  const keys = document.rules.map(({ key }) => key);
  return ok({
    programId: program.id,
    program: program.key,
    nowMs: programNowMs(program, ctx.nowMs),
    events,
    rules: compareRules(simulated.rewards, actual.rewards, keys),
    totals: compareTotals(simulated, actual),
  });
}

/** The world that the period's events lead to under a document, at the program's time. */
export async function replayProgram(
  ctx: Context,
  program: Program,
  { document, period }: { document: ProgramDocument; period: Period },
): Promise<Result<{ world: World; events: Simulation["events"] }, Refusal>> {
  const { total, past } = await loadPastEvents(ctx.db, program, { period, limit: simulationLimit });
  if (total > simulationLimit) return refuse({ code: "simulation_too_large", events: total, limit: simulationLimit });
  const deliveries = past.map((one) => ({ ...one, readable: readEvent(ctx, one.event) }));
  const people = await loadPeople(ctx.db, {
    codes: [...new Set(deliveries.flatMap(({ readable }) => readable.codes))],
    people: [...new Set(past.flatMap(({ refereeId, event }) => [refereeId ?? "", event.referrerId ?? ""]))],
  });
  const version = { version: 1, document, publishedAtMs: 0 };
  const facts = { ...program, status: "active" as const, currentVersion: 1, clockMs: null, versions: [version] };
  const world = openWorld({ programs: [facts], ...people });
  const nowMs = programNowMs(program, ctx.nowMs);
  let ids = 0;
  const newId = createNewId(0, () => String(ids++));
  const clocks = clocksOf(past, program, nowMs);
  let refused = 0;
  let clockMs = clocks[0] ?? nowMs;
  for (const [index, delivery] of deliveries.entries()) {
    const fromMs = clockMs;
    clockMs = Math.max(clockMs, clocks[index] ?? clockMs);
    passTime(world, { fromMs, untilMs: clockMs, newId });
    if (!recordInWorld(world, delivery, { nowMs: clockMs, newId }).ok) refused++;
  }
  passTime(world, { fromMs: clockMs, untilMs: nowMs, newId });
  return ok({ world, events: { replayed: past.length, refused } });
}

/**
 * When each was decided. A test program's clock says nothing of what did not concern it yet, so such an event takes
 * the time of the one before.
 */
function clocksOf(past: readonly PastEvent[], { clockMs }: Program, nowMs: number): number[] {
  const told = past.map(({ decidedAtMs, receivedAtMs }) => decidedAtMs ?? (clockMs === null ? receivedAtMs : null));
  let latestMs = told.find((atMs) => atMs !== null) ?? nowMs;
  return told.map((atMs) => (latestMs = Math.min(nowMs, Math.max(latestMs, atMs ?? latestMs))));
}

function summedRewards(world: World): SummedReward[] {
  const denials = new Map(
    world.steps.flatMap(({ change, transition }) =>
      change === "deny" ? [[transition.rewardId, transition.reason] as const] : [],
    ),
  );
  return rowsOf(world.rewards).map((reward) => ({ ...reward, denial: denials.get(reward.id) ?? null }));
}

type Summed = { rewards: readonly SummedReward[]; referrals: number; conversions: number };

function compareTotals(left: Summed, right: Summed): Compared<Total> {
  const { simulated, actual, difference } = compareRewards(left.rewards, right.rewards);
  const counts = ({ referrals, conversions }: Summed) => ({ referrals, conversions });
  return {
    simulated: { ...simulated, ...counts(left) },
    actual: { ...actual, ...counts(right) },
    difference: {
      ...difference,
      referrals: left.referrals - right.referrals,
      conversions: left.conversions - right.conversions,
    },
  };
}
