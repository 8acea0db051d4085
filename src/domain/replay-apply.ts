import { counterId } from "#domain/counter";
import type { CounterChange } from "#domain/counter";
import { isHouse } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import type { Plan, PlannedPayment, ProgramPlan, RewardPlan } from "#domain/plan";
import { dueOf, queueDue } from "#domain/replay-due";
import { putRow, rowsBy } from "#domain/replay-table";
import { accountOf } from "#domain/replay-world";
import type { World, WorldEvent } from "#domain/replay-world";
import type { Reward } from "#domain/reward";

/** Puts a plan into effect: what `store/event-commit.ts` writes to the database. */
export function applyPlan(world: World, { event: planned, participant, payment, programs }: Plan): void {
  if (participant !== null) putRow(world.participants, participant.participant);
  const { event, refereeId, programId, occurredAtMs, verified, contentHash, answer } = planned;
  const { status } = answer;
  const seq = world.events.rows.size + 1;
  putRow(world.events, { seq, event, refereeId, programId, occurredAtMs, verified, contentHash, status, answer });
  if (payment !== null) {
    putRow(world.payments, payment);
    adoptRefunds(world, payment, status);
  }
  for (const plan of programs) applyProgram(world, plan);
}

/** What becomes of rewards: what `store/reward-commit.ts` writes. */
export function applyRewards(world: World, { programId, rewards, changed, steps, counts, messages }: RewardPlan): void {
  for (const count of counts) addCount(world, programId, count);
  for (const reward of rewards) {
    const [known] = rowsBy(world.rewards, "natural", world.rewards.valuesOf.natural(reward));
    if (known !== undefined) throw new Error(`rewarded twice: ${known.id} and ${reward.id}`);
    putReward(world, reward);
  }
  for (const reward of changed) putReward(world, reward);
  for (const step of steps) {
    world.steps.push(step);
    if (step.posting !== null) post(world, step.posting);
  }
  world.messages.push(...messages);
}

/** Refunds that came before their payment and named only it now belong to its referee, and fare as it does. */
function adoptRefunds(world: World, { paymentRef, refereeId }: PlannedPayment, status: WorldEvent["status"]): void {
  for (const row of rowsBy(world.events, "payment", paymentRef)) {
    if (row.refereeId !== null) continue;
    const adopted: WorldEvent = { ...row, refereeId, status: row.status === "parked" ? status : row.status };
    putRow(world.events, adopted);
  }
}

function applyProgram(world: World, plan: ProgramPlan): void {
  const { referral, refereeId, programId, clauses } = plan;
  if (referral !== null && (referral.isNew || referral.isChanged)) putRow(world.referrals, referral.referral);
  if (referral?.isNew === true) {
    world.touches.push(...plan.touches);
    takeUpParked(world, plan);
  }
  for (const conversion of plan.conversions) putRow(world.conversions, conversion);
  for (const row of plan.qualifications) {
    putRow(world.qualifications, row);
    const { referralId: id, dueAtMs } = row;
    if (dueAtMs !== null) queueDue(world.due, { dueAtMs, what: "stay", id });
  }
  applyRewards(world, plan);
  for (const { id, ...fields } of plan.amended) {
    const reward = world.rewards.rows.get(id);
    if (reward !== undefined) putReward(world, { ...reward, ...fields });
  }
  world.explanations.push({ refereeId, programId, clauses });
}

/** What waited for this referral was decided with it. */
function takeUpParked(world: World, { refereeId, programId }: ProgramPlan): void {
  for (const row of rowsBy(world.events, "referee", refereeId)) {
    const isConcerned = row.programId === null || row.programId === programId;
    const taken: WorldEvent = { ...row, status: "applied" };
    if (row.status === "parked" && isConcerned) putRow(world.events, taken);
  }
}

function putReward(world: World, reward: Reward): void {
  putRow(world.rewards, reward);
  const due = dueOf(reward);
  if (due !== null) queueDue(world.due, due);
}

/** One decision follows another here, so that facts are never stale: what the database would refuse is a fault. */
function addCount(world: World, programId: string, { delta, cap, expected, ...key }: CounterChange): void {
  const before = world.counters.rows.get(counterId(programId, key))?.used ?? 0;
  const used = before + delta;
  if ((expected !== null && expected !== before) || (cap !== null && delta > 0 && used > cap) || used < 0)
    throw new Error(`decided on a counter that is not ${before}: ${counterId(programId, key)}`);
  putRow(world.counters, { programId, ...key, used });
}

function post(world: World, { fromOwner, toOwner, programId, unit, quantity }: Posting): void {
  for (const [ownerId, amount] of [[fromOwner, -quantity] as const, [toOwner, quantity] as const]) {
    if (isHouse(ownerId)) continue;
    const account = { ownerId, programId, unit };
    const balance = (world.balances.get(accountOf(account))?.balance ?? 0) + amount;
    world.balances.set(accountOf(account), { ...account, balance });
  }
}
