import { decideExpiry, decideRelease, planSteps } from "#domain/decide-step";
import type { JudgedFacts } from "#domain/decide-step";
import type { Mode } from "#domain/mode";
import type { NewId } from "#domain/id";
import type { ProgramFacts } from "#domain/event-facts";
import { applyRewards } from "#domain/replay-apply";
import { recordInWorld } from "#domain/replay";
import type { Due } from "#domain/replay-due";
import { rowsBy } from "#domain/replay-table";
import { accountOf } from "#domain/replay-world";
import type { World } from "#domain/replay-world";
import type { Reward } from "#domain/reward";

/**
 * Lets time pass from moment to moment: the ends of stays, of holds and of rewards' days happen in their order and
 * each at its own time, as when a test program's clock is advanced.
 */
export function passTime(world: World, span: { fromMs: number; untilMs: number; newId: NewId }): void {
  let nowMs = span.fromMs;
  for (let [next] = world.due; next !== undefined && next.dueAtMs <= span.untilMs; [next] = world.due) {
    world.due.shift();
    nowMs = Math.max(nowMs, next.dueAtMs);
    settle(world, next, { nowMs, newId: span.newId });
  }
}

function settle(world: World, due: Due, { nowMs, newId }: { nowMs: number; newId: NewId }): void {
  if (due.what === "stay") return endStay(world, due, { nowMs, newId });
  const reward = world.rewards.rows.get(due.id);
  const program = world.programs.find(({ id }) => id === reward?.programId);
  if (reward === undefined || program === undefined) return;
  const facts = rewardFacts(world, reward, program);
  const setting = { actor: "job:simulation", nowMs, newId };
  const steps = due.what === "release" ? decideRelease(facts, setting) : decideExpiry(facts, setting);
  if (steps.ok) applyRewards(world, planSteps(facts, steps.value, setting));
}

function endStay(world: World, { id: referralId, dueAtMs }: Due, moment: { nowMs: number; newId: NewId }): void {
  const isWaiting = rowsBy(world.qualifications, "referral", referralId).some((row) => row.dueAtMs === dueAtMs);
  if (!isWaiting) return;
  const referral = world.referrals.rows.get(referralId);
  const referee = world.participants.rows.get(referral?.refereeId ?? "");
  if (referral === undefined || referee === undefined) return;
  const { kind, externalId, mode } = referee;
  const id = `stay:${referralId}:${dueAtMs}`;
  const event = {
    id,
    type: "stay_ended" as const,
    occurredAtMs: dueAtMs,
    program: referral.programId,
    referee: { kind, externalId },
  };
  recordInWorld(world, { event, readable: plainEvent(mode, id), verified: false, actor: "job:simulation" }, moment);
}

/** An event that brings no evidence. */
function plainEvent(mode: Mode, contentHash: string) {
  const evidence = { typedCode: null, urlCode: null, touches: null };
  return { mode, contentHash, evidence, journeyProgramId: null, visitorId: null, codes: [] };
}

/** What `store/reward-facts.ts` reads from the database. */
function rewardFacts(world: World, reward: Reward, program: ProgramFacts): JudgedFacts {
  const { beneficiaryId: ownerId, programId, unit } = reward;
  const account = accountOf({ ownerId, programId, unit });
  const others = rowsBy(world.rewards, "available", account).filter(({ id }) => id !== reward.id);
  const current = program.versions.find(({ version }) => version === program.currentVersion);
  return {
    reward,
    program,
    document: current?.document ?? null,
    balance: world.balances.get(account)?.balance ?? 0,
    others,
    // A replay scores nothing.
    finding: "approve",
    beneficiary: world.participants.rows.get(ownerId) ?? { id: ownerId, status: "active" },
  };
}
