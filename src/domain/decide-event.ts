import { decideProgram } from "#domain/decide-program";
import { answerEvent } from "#domain/answer-event";
import type { ReportedEvent } from "#domain/event";
import type { EventFacts, EventInput, ProgramFacts } from "#domain/event-facts";
import { refusalOfReferrer } from "#domain/binding";
import { programNowMs } from "#domain/mode";
import { isSelfReferral } from "#domain/participant";
import type { Participant } from "#domain/participant";
import { mergeReferee } from "#domain/referee";
import { foldPayments, latestReport, mismatchOf, refundedOf } from "#domain/payment";
import type { Payment, StoredEvent } from "#domain/payment";
import type { Plan, PlannedEvent, PlannedPayment, ProgramPlan } from "#domain/plan";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";

/** Everything one event brings about, in all programs it concerns: facts → plan. */
export function decideEvent(input: EventInput): Result<Plan, Refusal> {
  const { event, facts, readable } = input;
  const named = namedProgram(event, facts);
  if (!named.ok) return named;

  const { receivedAtMs, occurredAtMs } = timesOf(input);
  const person = mergeReferee(input);
  const refereeId = person?.participant.id ?? facts.referee?.id ?? null;
  const programId = named.value?.id ?? null;
  const current: StoredEvent = {
    seq: Number.MAX_SAFE_INTEGER,
    event,
    refereeId,
    programId,
    occurredAtMs,
    verified: input.verified,
  };
  const standing = refereeId === null ? null : mismatchOf(facts.history, event, refereeId);
  if (standing !== null) {
    return refuse({ code: "conversion_mismatch", paymentRef: event.paymentRef ?? "", expected: standing });
  }
  const refused = refusalToReassign(input);
  if (refused !== null) return refused;
  const history = [...facts.history, current];
  const payments = foldPayments(history);
  const referee = person?.participant ?? facts.referee;
  const programs =
    referee === null ? [] : decidePrograms(input, { referee, current, history, payments, named: named.value });
  const pendingSeq = facts.known?.seq ?? null;
  return ok({
    guard: {
      refereeId,
      paymentRef: event.paymentRef ?? null,
      mode: readable.mode,
      newestSeq: Math.max(0, ...facts.history.map(({ seq }) => seq)),
    },
    event: { ...plannedEvent(input, current), pendingSeq, receivedAtMs, answer: answerEvent(event, facts, programs) },
    participant: person,
    payment: plannedPayment(payments, history, input),
    programs,
  });
}

/** Why support may not make somebody the referrer; null where nothing stands against it. */
function refusalToReassign({ event, facts }: EventInput): Result<never, Refusal> | null {
  if (event.type !== "referral_reassigned") return null;
  const { referrerId = "" } = event;
  const referrer = facts.owners.get(referrerId);
  const program = facts.programs.find(({ id, key }) => id === event.program || key === event.program);
  const current = program?.versions.find(({ version }) => version === program.currentVersion)?.document;
  if (referrer === undefined || facts.referee === null || program === undefined || current === undefined)
    return refuse({ code: "not_found", what: "referrer" });
  const isSelf = isSelfReferral(referrer, facts.referee);
  const isBelow = facts.ownersBelowReferee.has(`${program.id}/${referrerId}`);
  const reason = isSelf ? "self_referral" : isBelow ? "referral_cycle" : refusalOfReferrer(referrer, current);
  return reason === null ? null : refuse({ code: "referrer_refused", reason });
}

/**
 * An event cannot have happened after its receipt, by the clock of the programs it concerns. A test
 * event that concerns none yet keeps its date: which clock it goes by shows when it is taken up.
 */
function timesOf({ event, facts, readable, nowMs }: EventInput): { receivedAtMs: number; occurredAtMs: number } {
  const clocks = facts.programs.map((program) => programNowMs(program, nowMs));
  const receivedAtMs = clocks.length === 0 ? nowMs : Math.max(...clocks);
  const toldMs = event.occurredAtMs ?? receivedAtMs;
  const isOpen = clocks.length === 0 && readable.mode === "test";
  return { receivedAtMs, occurredAtMs: isOpen ? toldMs : Math.min(toldMs, receivedAtMs) };
}

type Concern = {
  referee: Participant;
  current: StoredEvent;
  history: StoredEvent[];
  payments: Payment[];
  named: ProgramFacts | null;
};

function decidePrograms(input: EventInput, concern: Concern): ProgramPlan[] {
  const { facts, readable, referralsEnabled, rewardsEnabled, actor, newId } = input;
  const programs =
    concern.named === null ? facts.programs.filter(({ currentVersion }) => currentVersion !== null) : [concern.named];
  return programs.map((program) =>
    decideProgram({
      program,
      facts,
      referee: concern.referee,
      // A journey belongs to one program: in another its touches say nothing.
      evidence: readable.journeyProgramId === program.id ? readable.evidence : { ...readable.evidence, touches: null },
      current: concern.current,
      history: concern.history,
      payments: concern.payments,
      referralsEnabled,
      rewardsEnabled,
      actor,
      nowMs: programNowMs(program, input.nowMs),
      newId,
    }),
  );
}

function namedProgram(
  { program: name }: ReportedEvent,
  { programs }: EventFacts,
): Result<ProgramFacts | null, Refusal> {
  if (name === undefined) return ok(null);
  const program = programs.find(({ id, key }) => id === name || key === name);
  if (program === undefined) return refuse({ code: "not_found", what: "program" });
  return program.currentVersion === null ? refuse({ code: "program_unpublished", program: program.key }) : ok(program);
}

function plannedEvent(
  { event, readable, actor }: EventInput,
  { programId, refereeId, occurredAtMs, verified }: StoredEvent,
): Omit<PlannedEvent, "pendingSeq" | "receivedAtMs" | "answer"> {
  const { mode, contentHash } = readable;
  return { mode, event, contentHash, programId, refereeId, occurredAtMs, verified, actor };
}

/** The payment the event is about, as all reports together now say; null while only refunds are known. */
function plannedPayment(
  payments: Payment[],
  history: StoredEvent[],
  { event, readable }: EventInput,
): PlannedPayment | null {
  const payment = payments.find(({ paymentRef }) => paymentRef === event.paymentRef);
  const refereeId = history.find(
    (known) => known.event.type === "payment" && known.event.paymentRef === event.paymentRef,
  )?.refereeId;
  if (payment === undefined || refereeId === undefined || refereeId === null) return null;
  const { paymentRef, amountMinor, currency, occurredAtMs } = payment;
  const { verified } = latestReport(payment);
  const refundedMinor = refundedOf(payment);
  return { mode: readable.mode, paymentRef, refereeId, amountMinor, currency, refundedMinor, verified, occurredAtMs };
}
