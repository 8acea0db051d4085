import type { Context } from "#context";
import { changeOfRewards } from "#domain/board-change";
import { actorName, isOthers } from "#domain/actor";
import { keptBack, planSteps } from "#domain/decide-step";
import type { StepDecision } from "#domain/decide-step";
import { judgeHeld, scoringPlanOf } from "#domain/judge-release";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import type { Constraint } from "#store/database";
import { commitRewardChange } from "#store/reward-change";
import { loadReleaseFacts } from "#store/release-facts";
import type { StoredReleaseFacts } from "#store/release-facts";
import { loadRewardFacts } from "#store/reward-facts";
import type { StoredReward } from "#store/rewards";
import { tellBoards } from "#usecases/feed-boards";
import { describeChange } from "#usecases/describe-change";
import { retryRaces } from "#usecases/retry-races";

/** Each lost race is a step of the reward or, for what is used of it, a movement of the wallet: see `perform-operation`. */
const maxAttempts = 16;

/** Somebody was faster: with the reward, or with the balance or the counters it depends on. */
const races: readonly (Constraint | null)[] = ["transition_exists", "facts_stale", "reward_exists"];

export function isRewardRace(error: unknown): boolean {
  return races.includes(violatedConstraint(error));
}

/** `mayRelease`: it may end a hold, and so scores the reward when that is over. */
export type RewardVerb = { rewardId: string; action: string; decide: StepDecision; mayRelease?: boolean };

/** What every verb on a stored reward has in common: facts, decision, one batch; on a lost race once more. */
export async function takeRewardStep(ctx: Context, verb: RewardVerb): Promise<Result<StoredReward, Refusal>> {
  const races = { name: ctx.requestId, attempts: maxAttempts, isRace: isRewardRace };
  return retryRaces(races, async () => decideAndCommit(ctx, verb));
}

async function decideAndCommit(
  ctx: Context,
  { rewardId, action, decide, mayRelease = false }: RewardVerb,
): Promise<Result<StoredReward, Refusal>> {
  const facts = mayRelease ? await loadScored(ctx, rewardId) : await loadUnscored(ctx, rewardId);
  if (facts === null || facts.row.mode !== ctx.actor.mode || isOthers(ctx.actor, facts.row.beneficiaryId))
    return refuse({ code: "not_found", what: "reward" });
  const { row, program } = facts;
  const nowMs = programNowMs(program, ctx.nowMs);
  const setting = { actor: actorName(ctx.actor), nowMs, newId: ctx.newId };
  const finding = judgeHeld(facts, facts.evidence, setting);
  const judged = { ...facts, finding: finding?.action ?? "approve" };
  const steps = decide(judged, setting);
  // Who is refused for what scoring finds just now is told of a reward that stands so.
  const taken = steps.ok ? steps.value : mayRelease ? keptBack(judged, setting) : [];
  if (taken.length === 0) return steps.ok ? ok({ reward: row, program: program.key }) : steps;
  const plan = planSteps(facts, taken, setting);
  const at = { mode: program.mode, atMs: nowMs, nowMs: ctx.nowMs };
  const audit = describeChange(ctx, steps.ok ? action : "reward.released", rewardId, { program_id: program.id });
  const scoring = scoringPlanOf(finding, program.id, ctx.newId);
  await commitRewardChange(ctx.db, plan, { ...at, newestPosition: facts.newestPosition, audit, scoring });
  ctx.ring(plan.messages);
  tellBoards(ctx, [changeOfRewards(plan)]);
  return steps.ok ? ok({ reward: { ...row, ...plan.changed[0] }, program: program.key }) : steps;
}

async function loadScored({ db, actor, nowMs, signing, disposableDomains }: Context, rewardId: string) {
  return loadReleaseFacts(db, rewardId, { mode: actor.mode, disposable: await disposableDomains(), signing, nowMs });
}

async function loadUnscored({ db }: Context, rewardId: string): Promise<StoredReleaseFacts | null> {
  const facts = await loadRewardFacts(db, rewardId);
  return facts === null ? null : { ...facts, evidence: null };
}
