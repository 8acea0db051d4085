import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { RewardTransition } from "#domain/reward";
import { isToldBy, peopleIn, tellClause, tellsOf, tellStanding, tellTransition } from "#domain/reward-sentence";
import type { DecidedClause, Told } from "#domain/reward-sentence";
import type { NameOf } from "#domain/sentence";
import { findNames, findReferralHistory } from "#store/explanations";
import type { ReferralHistory, RewardLife } from "#store/explanations";

/** Why a referral stands as it does, and what has become of its rewards. */
export type Explanation = {
  referralId: string;
  program: string;
  referrer: { id: string; name: string };
  referee: { id: string; name: string };
  stage: string;
  /** In the order in which it was found out or done. */
  sentences: (Told & { decidedAtMs: number })[];
  /** Where each reward stands now, and why. */
  rewards: StandingReward[];
};

export type StandingReward = ReturnType<typeof tellStanding>;

export async function explainReferral(ctx: Context, referralId: string): Promise<Result<Explanation, Refusal>> {
  const history = await findReferralHistory(ctx.db, ctx.actor.mode, referralId);
  if (history === null) return refuse({ code: "not_found", what: "referral" });
  const names = await findNames(ctx.db, peopleOf(history));
  return ok(describeHistory(history, (id) => names.get(id) ?? nobody, programNowMs(history, ctx.nowMs)));
}

/** Where a name was, before its person was erased. */
export const nobody = "an erased person";

export function describeHistory(history: ReferralHistory, nameOf: NameOf, nowMs: number): Explanation {
  const { referralId, program, referrerId, refereeId, stage, clauses, isCut, lives } = history;
  return {
    referralId,
    program,
    referrer: { id: referrerId, name: nameOf(referrerId) },
    referee: { id: refereeId, name: nameOf(refereeId) },
    stage,
    sentences: [...(isCut ? [leftOut(clauses[0])] : []), ...tellLife(clauses, lives, nameOf)],
    rewards: lives.map(({ reward, transitions, balance }) =>
      tellStanding(reward, { last: transitions.at(-1) ?? null, balance, nowMs }, nameOf),
    ),
  };
}

function peopleOf({ referrerId, refereeId, clauses, lives }: ReferralHistory): string[] {
  const beneficiaries = lives.map(({ reward }) => reward.beneficiaryId);
  return [referrerId, refereeId, ...clauses.flatMap(({ clause }) => peopleIn(clause)), ...beneficiaries];
}

/** Decisions in their order, and between them what was done to the rewards meanwhile. */
function tellLife(clauses: readonly DecidedClause[], lives: readonly RewardLife[], nameOf: NameOf) {
  let latestMs = 0;
  const decided = clauses.map((found, rank) => {
    // Commit order stands, also where a decision was made as of an earlier moment.
    latestMs = Math.max(latestMs, found.decidedAtMs);
    return { told: { ...tellClause(found, nameOf), decidedAtMs: found.decidedAtMs }, placeMs: latestMs, rank };
  });
  const done = lives.flatMap((life) =>
    life.transitions
      .filter((transition) => !isToldBy(clauses, transition, life.reward))
      .map((transition) => {
        const { atMs } = transition;
        const told = { ...tellTransition(transition, life.reward, nameOf), decidedAtMs: atMs };
        return { told, placeMs: atMs, rank: rankOf(transition, life, clauses) };
      }),
  );
  return [...decided, ...done].toSorted((a, b) => a.placeMs - b.placeMs || a.rank - b.rank).map(({ told }) => told);
}

/**
 * At one moment, which in a sandbox may last, a decision comes before what was done with what it gave, and after
 * what was done with what it then took.
 */
function rankOf(
  { position, atMs }: RewardTransition,
  { reward, transitions }: RewardLife,
  clauses: readonly DecidedClause[],
): number {
  const isTold = (other: RewardTransition) => other.atMs === atMs && isToldBy(clauses, other, reward);
  if (!transitions.some((later) => later.position > position && isTold(later))) return clauses.length;
  const isGivenNow = transitions.some((earlier) => earlier.position < position && isTold(earlier));
  const next = isGivenNow
    ? clauses.findLastIndex((found) => found.decidedAtMs === atMs && tellsOf(found, reward))
    : clauses.findIndex((found) => found.decidedAtMs === atMs);
  return next - 0.5;
}

function leftOut(first: DecidedClause | undefined): Told & { decidedAtMs: number } {
  const atMs = first?.decidedAtMs ?? 0;
  return { code: "earlier_left_out", atMs, decidedAtMs: atMs, text: "Earlier decisions are left out here." };
}
