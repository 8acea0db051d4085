import { changeReward } from "#domain/change-reward";
import type { RewardStep, StepCause } from "#domain/change-reward";
import { counterId } from "#domain/counter";
import type { CounterChange, CounterKey } from "#domain/counter";
import type { ProgramInput } from "#domain/event-facts";
import type { WorkFinding } from "#domain/fraud-finding";
import { stageOf } from "#domain/funnel";
import type { Funnel } from "#domain/funnel";
import { freedPlaces } from "#domain/limit";
import type { Payment, StoredEvent } from "#domain/payment";
import type { ProgramPlan } from "#domain/plan";
import type { Program, ProgramDocument, ProgramVersion } from "#domain/program";
import type { Passing, Qualification } from "#domain/qualification";
import { manualRule } from "#domain/reward";
import type { Reward, RewardChange } from "#domain/reward";
import type { Parties, RankedPayment } from "#domain/rule";

/** What a decision about one referral goes by. */
export type Setting = {
  program: Program;
  referralId: string;
  campaign: string | null;
  channel: string;
  parties: Parties;
  /** In force at the signup: rules and amounts. */
  promised: ProgramVersion;
  /** In force now: who is eligible, limits, time zone. */
  current: ProgramDocument;
};

/** A decision about one program as it grows: its plan, and how rewards and counters stand by now. */
export type Work = {
  plan: ProgramPlan;
  input: ProgramInput;
  setting: Setting;
  /** Those of the referral and those for the referrers' counts. */
  rewards: Map<string, Reward>;
  used: Map<string, number>;
  /** The referee's payments as rules rank them, by referrer: every reward asks for them. */
  ranked: Map<string, Ranking>;
  /** What scoring has said of the referral, by what it was asked for. */
  findings: Map<string, WorkFinding>;
  /** A reward was promised for a payment over its rule's review value. */
  isOverValue: boolean;
};

/** All of them, and those that pass what has been asked so far. */
export type Ranking = { all: RankedPayment[]; passing: Map<object, Passing[]> };

export function openWork(plan: ProgramPlan, input: ProgramInput, setting: Setting): Work {
  const stored = storedRewards(input).map((reward) => [reward.id, reward] as const);
  const [rewards, used] = [new Map(stored), new Map(input.facts.counters)];
  return { plan, input, setting, rewards, used, ranked: new Map(), findings: new Map(), isOverValue: false };
}

/** What is known of the referee in this program: an event that names another one is none here. */
export function programHistory({ program, history }: ProgramInput): StoredEvent[] {
  return history.filter(({ programId }) => programId === null || programId === program.id);
}

export function paymentNamed({ input }: Work, ref: string | undefined): Payment | null {
  return input.payments.find(({ paymentRef }) => paymentRef === ref) ?? null;
}

/** One more step of a reward; the places that it gives up become free. */
export function takeStep(work: Work, before: Reward, change: RewardChange, cause: StepCause): RewardStep {
  const { actor, nowMs, newId } = work.input;
  const step = changeReward(before, change, cause, { actor, nowMs, newId });
  work.plan.steps.push(step);
  work.rewards.set(before.id, step.reward);
  for (const freed of freedPlaces(before, step.reward)) addCount(work, freed);
  return step;
}

/** A correction of what is known about a reward that is no step in its life. */
export function amendReward(
  work: Work,
  reward: Reward,
  fields: Pick<Partial<Reward>, "earnedAtMs" | "releaseAtMs" | "subject">,
): Reward {
  const amended = { ...reward, ...fields };
  work.rewards.set(reward.id, amended);
  return amended;
}

/**
 * One count per counter, however often a decision touches it. A cap binds where its place is taken: what the same
 * decision adds afterwards under another limit, or under none, raises it by as much.
 */
export function addCount(work: Work, { delta, cap, expected, ...key }: CounterChange): void {
  const id = counterId(work.plan.programId, key);
  work.used.set(id, (work.used.get(id) ?? 0) + delta);
  const { counts } = work.plan;
  const at = counts.findIndex((count) => counterId(work.plan.programId, count) === id);
  const known = counts[at];
  const sum = {
    ...key,
    delta: delta + (known?.delta ?? 0),
    cap: lower(known === undefined || known.cap === null ? null : known.cap + delta, cap),
    expected: known?.expected ?? expected,
  };
  if (known === undefined) counts.push(sum);
  else counts[at] = sum;
}

function lower(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

export function usedOf({ used, plan }: Work, key: CounterKey): number {
  return used.get(counterId(plan.programId, key)) ?? 0;
}

/** How the referral stands under each criterion by now. */
export function qualificationsOf({ plan, input, setting }: Work): Qualification[] {
  const stored = input.facts.qualifications.filter(({ referralId }) => referralId === setting.referralId);
  const isReplaced = ({ criterion }: Qualification) => plan.qualifications.some((row) => row.criterion === criterion);
  return [...plan.qualifications, ...stored.filter((row) => !isReplaced(row))];
}

/** The rewards that came of the referral's own occasions, by its rules. */
export function referralRewards({ rewards, setting }: Work): Reward[] {
  return [...rewards.values()].filter(
    ({ referralId, ordinal, ruleKey }) =>
      referralId === setting.referralId && ordinal === null && ruleKey !== manualRule,
  );
}

/** A step that the referral has reached. */
export function advanceReferral({ plan }: Work, step: (funnel: Funnel) => Funnel): void {
  if (plan.referral === null) return;
  const before = plan.referral.referral;
  const after = step(before);
  if (after === before) return;
  plan.referral = { ...plan.referral, isChanged: true, referral: { ...before, ...after, stage: stageOf(after) } };
}

/** The plan with every reward as it stands in the end. */
export function closeWork({ plan, input, rewards }: Work): ProgramPlan {
  const before = new Map(storedRewards(input).map((reward) => [reward.id, reward]));
  const all = [...rewards.values()];
  const known = all.flatMap((after) => {
    const reward = before.get(after.id);
    return reward === undefined ? [] : [{ before: reward, after }];
  });
  return {
    ...plan,
    rewards: all.filter(({ id }) => !before.has(id)),
    changed: known.filter((one) => one.after.position > one.before.position).map(({ after }) => after),
    amended: known
      .filter(isAmended)
      .map(({ after: { id, earnedAtMs, releaseAtMs, subject } }) => ({ id, earnedAtMs, releaseAtMs, subject })),
    counts: plan.counts.filter(({ delta, expected }) => delta !== 0 || expected !== null),
  };
}

function isAmended({ before, after }: { before: Reward; after: Reward }): boolean {
  const isDated = before.earnedAtMs === after.earnedAtMs && before.releaseAtMs === after.releaseAtMs;
  return !isDated || before.subject !== after.subject;
}

function storedRewards({ facts, program }: ProgramInput): Reward[] {
  return [...facts.rewards, ...facts.countRewards].filter(({ programId }) => programId === program.id);
}
