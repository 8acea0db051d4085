import type { Context } from "#context";
import { actorName, mayDo } from "#domain/actor";
import { changesOfEvent } from "#domain/board-change";
import { decideEvent } from "#domain/decide-event";
import { erasedEventIds, isErased, stripEvent } from "#domain/erasure";
import type { EventAnswer, RecordedAnswer, ReportedEvent } from "#domain/event";
import type { EventFacts, KnownEvent, ReadableEvent } from "#domain/event-facts";
import type { Plan, ProgramPlan } from "#domain/plan";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { NewAuditRow } from "#store/audit-log";
import { violatedConstraint } from "#store/database";
import { awardAfterwards } from "#usecases/award-badges";
import { describeChange } from "#usecases/describe-change";
import { canonicalJson, sha256Hex } from "#store/digest";
import { commitEvent } from "#store/event-commit";
import { loadEventFacts } from "#store/event-facts";
import { storePendingEvent } from "#store/pending-events";
import { tellBoards, tellBoardsOfPerson } from "#usecases/feed-boards";
import { readEvent } from "#usecases/read-event";
import { busy, retryRaces } from "#usecases/retry-races";
import { traceJourney } from "#usecases/trace-journey";

/**
 * At each lost race somebody else has won, so this is how many events of one referee may arrive at the
 * same moment before one of them is left to the sweep.
 */
const maxAttempts = 32;

/** Faults of the database that are tried again; every attempt starts by looking whether the last one took. */
const maxFaults = 3;

/**
 * Which word to take an event at. Its dates follow its receipt (`decidedAsOfMs`), whenever it is decided; audit rows
 * and messages are written as of the context's own now, or nobody would look for them so far back.
 */
export type Taken = { verified?: boolean; decidedAsOfMs?: number };

/**
 * Records one fact: facts → plan → one batch. The same id with the same content answers the first
 * answer again, for ever; what cannot be decided now is stored and answered `busy`.
 */
export async function recordEvent(
  ctx: Context,
  event: ReportedEvent,
  { verified = isVerified(ctx), decidedAsOfMs = ctx.nowMs }: Taken = {},
): Promise<Result<RecordedAnswer, Refusal>> {
  const readable = readEvent(ctx, event);
  const recorded = await raceToCommit(ctx, { event, readable, verified, decidedAsOfMs }, []);
  if (recorded !== busy) return recorded;
  const { mode, contentHash } = readable;
  const actor = actorName(ctx.actor);
  await storePendingEvent(ctx.db, { mode, event, contentHash, verified, actor, nowMs: decidedAsOfMs });
  return recorded;
}

/**
 * Records what a person of support or a job stands for, with its audit rows. It is never stored for the sweep, which
 * would decide it without them and under another name: whoever asked asks again.
 */
export async function recordOwnEvent(
  ctx: Context,
  event: ReportedEvent,
  audit: readonly NewAuditRow[] = [],
): Promise<Result<RecordedAnswer, Refusal>> {
  const readable = readEvent(ctx, event);
  return raceToCommit(ctx, { event, readable, verified: true, decidedAsOfMs: ctx.nowMs }, audit);
}

type Attempt = { event: ReportedEvent; readable: ReadableEvent; verified: boolean; decidedAsOfMs: number };

async function raceToCommit(
  ctx: Context,
  attempt: Attempt,
  audit: readonly NewAuditRow[],
): Promise<Result<RecordedAnswer, Refusal>> {
  const { id } = attempt.event;
  let faults = 0;
  const isRace = (error: unknown, nth: number): boolean => {
    const race = violatedConstraint(error);
    if (race === null && ++faults >= maxFaults) return false;
    ctx.log("info", "event_decided_again", { event_id_hash: sha256Hex(id), race, attempt: nth });
    return true;
  };
  return retryRaces({ name: id, attempts: maxAttempts, isRace }, async () => decideAndCommit(ctx, attempt, audit));
}

async function decideAndCommit(
  ctx: Context,
  attempt: Attempt,
  audit: readonly NewAuditRow[],
): Promise<Result<RecordedAnswer, Refusal>> {
  const { verified, decidedAsOfMs } = attempt;
  const facts = await loadFacts(ctx, attempt);
  const { event, readable } = heard(attempt, facts.referee);
  if (facts.known?.isErased === true) return ok({ eventId: event.id, status: "erased", outcomes: [] });
  if (facts.known !== null && ![readable, attempt.readable].some(isOf(facts.known))) {
    return refuse({ code: "event_content_differs", eventId: event.id });
  }
  const first = firstAnswer(facts.known);
  if (first !== null) return ok(first);

  const plan = decideEvent({
    event,
    readable,
    verified,
    facts,
    referralsEnabled: ctx.flags.referrals,
    rewardsEnabled: ctx.flags.rewards,
    actor: actorName(ctx.actor),
    nowMs: decidedAsOfMs,
    newId: ctx.newId,
  });
  if (!plan.ok) return plan;
  await commitEvent(ctx.db, plan.value, {
    nowMs: ctx.nowMs,
    refereeIsErased: isErased(facts.referee),
    audit: [...describeParticipant(ctx, plan.value), ...audit],
    // Who acts under a name of his own has told the same change in his own words.
    recorded: audit.length === 0 ? describeRecorded(ctx, plan.value) : null,
  });
  ctx.ring(plan.value.programs.flatMap(({ messages }) => messages));
  tellBoards(ctx, changesOfEvent(plan.value));
  const { participant } = plan.value;
  if (participant !== null && !participant.isNew) tellBoardsOfPerson(ctx, participant.participant.id);
  awardAfterwards(ctx, facts.programs, plan.value.programs.filter(hasChanges));
  return ok(plan.value.event.answer);
}

/**
 * What comes later about a payment of somebody who was erased is taken and kept without words about him, and so is its
 * hash. Whoever it names by an id that he had is nobody, or somebody new. Its own id is its sender's.
 */
function heard({ event, readable }: Attempt, referee: EventFacts["referee"]): Pick<Attempt, "event" | "readable"> {
  if (referee === null || !isErased(referee)) return { event, readable };
  const { externalId } = referee;
  const stripped = stripEvent(event, { id: event.id, externalId, code: undefined, click: undefined });
  const isNamed = event.referee?.externalId === externalId;
  const kept = isNamed ? stripped : { ...stripped, referee: undefined };
  return { event: kept, readable: { ...readable, contentHash: sha256Hex(canonicalJson(kept)) } };
}

function isOf(known: KnownEvent) {
  return ({ contentHash }: ReadableEvent): boolean => contentHash === known.contentHash;
}

/** The click log is asked while the database answers. */
async function loadFacts(ctx: Context, { event, readable, decidedAsOfMs }: Attempt): Promise<EventFacts> {
  const { visitorId, evidence, mode } = readable;
  const erasedIds = erasedEventIds(ctx.signing, mode, event.id);
  const scoring = { disposable: await ctx.disposableDomains(), signing: ctx.signing, nowMs: ctx.nowMs };
  const [facts, traced] = await Promise.all([
    loadEventFacts(ctx.db, event, { readable, nowMs: decidedAsOfMs, erasedIds, scoring }),
    event.type === "signup" && visitorId !== null
      ? traceJourney(ctx, { visitorId, touches: evidence.touches ?? [] })
      : null,
  ]);
  return { ...facts, traced };
}

function firstAnswer(known: KnownEvent | null): EventAnswer | null {
  return known?.answer ?? null;
}

function describeParticipant(ctx: Context, { participant }: Plan): NewAuditRow[] {
  if (participant === null) return [];
  const action = participant.isNew ? "participant.created" : "participant.changed";
  return [describeChange(ctx, action, participant.participant.id)];
}

/** What the event has changed, under the referral if there is one; null when it changed nothing but the inbox. */
function describeRecorded(ctx: Context, { event, payment, programs }: Plan): NewAuditRow | null {
  const changed = programs.filter(hasChanges);
  const referrals = changed.flatMap(({ referral }) => (referral === null ? [] : [referral.referral.id]));
  const objectId = referrals[0] ?? event.refereeId;
  if (objectId === null || (changed.length === 0 && payment === null)) return null;
  const rewards = new Set(changed.flatMap(({ steps }) => steps.map(({ reward }) => reward.id)));
  return describeChange(ctx, "event.recorded", objectId, {
    type: event.event.type,
    rewards: [...rewards],
    ...(referrals.length > 1 && { referrals }),
  });
}

function hasChanges({ referral, conversions, qualifications, steps, amended, counts }: ProgramPlan): boolean {
  const lists = [conversions, qualifications, steps, amended, counts];
  return referral?.isNew === true || referral?.isChanged === true || lists.some((list) => list.length > 0);
}

/** A payment is verified when a key that was trusted with it says so. */
function isVerified({ actor }: Context): boolean {
  return mayDo(actor, "payments:verify");
}
