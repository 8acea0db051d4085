import type { Context } from "#context";
import { actorName } from "#domain/actor";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { planEffects, reopen } from "#domain/review";
import type { Review } from "#domain/review";
import { violatedConstraint } from "#store/database";
import { commitOpened } from "#store/review-commit";
import { loadOpeningFacts } from "#store/review-facts";
import type { StoredReview } from "#store/reviews";
import { describeChange } from "#usecases/describe-change";
import { retryRaces } from "#usecases/retry-races";
import { isRewardRace } from "#usecases/take-reward-step";

/** Whoever opens the same review at once, or decides it, costs a turn. */
const maxAttempts = 8;

/**
 * Has a person look at a referral, which he may have judged before: its pending rewards wait for him, all of them, however
 * many batches that takes. One that is open already is answered as it stands; sent again, it completes what was cut off.
 */
export async function openReview(
  ctx: Context,
  asked: { referralId: string; note: string },
): Promise<Result<StoredReview & { isOpened: boolean }, Refusal>> {
  const isRace = (error: unknown) => violatedConstraint(error) === "review_exists" || isRewardRace(error);
  const races = { name: ctx.requestId, attempts: maxAttempts, isRace };
  let [goesOn, isNew] = [false, false];
  for (;;) {
    const opened = await retryRaces(races, async () => openOrFind(ctx, asked, goesOn));
    if (!opened.ok) return opened;
    const { isOpened, isComplete, ...stored } = opened.value;
    isNew ||= isOpened;
    if (isComplete) return ok({ ...stored, isOpened: isNew });
    goesOn = true;
  }
}

/** `goesOn`: it was opened by a part before. */
async function openOrFind(ctx: Context, { referralId, note }: { referralId: string; note: string }, goesOn: boolean) {
  const facts = await loadOpeningFacts(ctx.db, referralId);
  const { mode } = ctx.actor;
  if (facts === null || facts.mode !== mode) return refuse({ code: "not_found" as const, what: "referral" });
  const { program, review: before, waiting } = facts;
  const isOpen = before?.status === "open";
  const isOwn = isOpen && (goesOn || (before.assessmentId === null && before.note === note));
  if ((goesOn || isOpen) && before !== null && !(isOwn && waiting > 0))
    return ok({ review: before, program: program.key, isOpened: false, isComplete: true });
  const nowMs = programNowMs(program, ctx.nowMs);
  const fresh: Review = {
    ...{ id: ctx.newId("rvw"), mode, programId: program.id, referralId, status: "open", assessmentId: null, score: 0 },
    ...{ heldUntilMs: null, note, decidedBy: null, decidedAtMs: null, createdAtMs: nowMs },
  };
  const after = before === null ? fresh : isOpen ? before : reopen(before, note);
  const rewards = planEffects(facts, "open", { actor: actorName(ctx.actor), nowMs, newId: ctx.newId });
  const detail = { program_id: program.id, referral_id: referralId, formerly: before?.status ?? null };
  const audit = isOpen ? null : describeChange(ctx, "review.opened", after.id, detail);
  await commitOpened(ctx.db, { before, after, rewards, waiting }, { mode, atMs: nowMs, nowMs: ctx.nowMs, audit });
  const isComplete = rewards.changed.length >= waiting;
  return ok({ review: after, program: program.key, isOpened: !isOpen, isComplete });
}
