import { traceOf, untraced } from "#domain/click-trace";
import { decideBinding } from "#domain/binding";
import type { Binding, BindingFacts, JudgedTouch } from "#domain/binding";
import type { ProgramInput } from "#domain/event-facts";
import type { Clause } from "#domain/explanation";
import { stageOf } from "#domain/funnel";
import type { Participant } from "#domain/participant";
import type { ProgramPlan } from "#domain/plan";
import { versionInForce } from "#domain/program";
import type { AttributionModel, ProgramVersion } from "#domain/program";
import type { Referral } from "#domain/referral";

/** Where a decision about one program starts: its plan so far, and what was promised by whom. */
export type Bound = {
  plan: ProgramPlan;
  promised: ProgramVersion | null;
  current: ProgramVersion | null;
  referrer: Participant | null;
};

/** A referral that stands: nothing rebinds it. */
export function keepReferral(input: ProgramInput, referral: Referral): Bound {
  const { program, facts, current: event, nowMs } = input;
  const clauses: Clause[] = [];
  if (event.event.type === "signup") {
    clauses.push({ code: "referral_kept", referrerId: referral.referrerId, atMs: Math.min(event.occurredAtMs, nowMs) });
  }
  return {
    plan: { ...emptyPlan(input), referral: { isNew: false, isMoved: false, isChanged: false, referral }, clauses },
    promised: program.versions.find(({ version }) => version === referral.version) ?? null,
    current: currentVersion(input),
    referrer: facts.owners.get(referral.referrerId) ?? null,
  };
}

/** Without a referral yet, a signup may bind the referee; every other event waits for one. */
export function bindReferral(input: ProgramInput): Bound {
  const { type } = input.current.event;
  const atMs = Math.min(input.current.occurredAtMs, input.nowMs);
  const promised = versionInForce(input.program.versions, atMs);
  const current = currentVersion(input);
  if (type !== "signup" || promised === null || current === null)
    return unbound(input, [{ code: "event_parked", type, atMs }]);
  if (!input.referralsEnabled)
    return unbound(input, [{ code: "referral_refused", reason: "referrals_disabled", atMs }]);
  if (input.program.status === "paused")
    return unbound(input, [{ code: "referral_refused", reason: "program_paused", atMs }]);

  const { model } = promised.document.attribution;
  const binding = decideBinding(input.evidence, bindingFacts(input, promised, current), atMs);
  if (!binding.ok) {
    const { reason, touches } = binding.refusal;
    return unbound(input, [
      ...touches.map((touch) => touchClause(touch, model)),
      { code: "referral_refused", reason, atMs },
    ]);
  }
  const referral = newReferral(binding.value, input, promised, atMs);
  const { referrerId, evidence, touches } = binding.value;
  const plan: ProgramPlan = {
    ...emptyPlan(input),
    referral: { isNew: true, isMoved: false, isChanged: true, referral },
    touches: touches.map((touch, position) => ({ ...touch, referralId: referral.id, position })),
    clauses: [
      ...touches.map((touch) => touchClause(touch, model)),
      { code: "referral_bound", referrerId, evidence, model, version: promised.version, atMs },
    ],
  };
  return { plan, promised, current, referrer: input.facts.owners.get(referrerId) ?? null };
}

function bindingFacts(input: ProgramInput, promised: ProgramVersion, current: ProgramVersion): BindingFacts {
  const { program, facts, referee } = input;
  const prefix = `${program.id}/`;
  const below = [...facts.ownersBelowReferee].filter((pair) => pair.startsWith(prefix));
  return {
    programId: program.id,
    promised: promised.document,
    current: current.document,
    referee,
    links: facts.links,
    owners: facts.owners,
    ownersBelowReferee: new Set(below.map((pair) => pair.slice(prefix.length))),
  };
}

function newReferral(
  { referrerId, evidence, link, touch, touches }: Binding,
  input: ProgramInput,
  promised: ProgramVersion,
  atMs: number,
): Referral {
  const clicks = touches
    .filter(({ drop, linkId }) => drop === null && linkId === link.id)
    .map((counted) => counted.atMs);
  const { context, sourceDetails } = input.current.event;
  const steps = {
    linkCreatedAtMs: link.createdAtMs,
    linkClickedAtMs: evidence === "journey" ? Math.min(...clicks) : null,
    signupStartedAtMs: null,
    signedUpAtMs: atMs,
    activatedAtMs: null,
    convertedAtMs: null,
    rewardedAtMs: null,
    retainedAtMs: null,
    churnedAtMs: null,
  };
  return {
    ...steps,
    ...(evidence === "journey" ? traceOf(input.facts.traced, touch.code) : untraced),
    id: input.newId("ref"),
    programId: input.program.id,
    refereeId: input.referee.id,
    referrerId,
    linkId: link.id,
    evidence,
    channel: touch.channel,
    campaign: touch.campaign,
    model: promised.document.attribution.model,
    version: promised.version,
    stage: stageOf(steps),
    source: context === undefined && sourceDetails === undefined ? null : { context, sourceDetails },
  };
}

function touchClause({ code, ownerId, channel, weight, drop, atMs }: JudgedTouch, model: AttributionModel): Clause {
  return drop === null && ownerId !== null
    ? { code: "touch_weighed", ownerId, touchCode: code, channel, weight, model, atMs }
    : { code: "touch_dropped", ownerId, touchCode: code, channel, reason: drop ?? "code_unknown", atMs };
}

function currentVersion({ program }: ProgramInput): ProgramVersion | null {
  return program.versions.find(({ version }) => version === program.currentVersion) ?? null;
}

function unbound(input: ProgramInput, clauses: Clause[]): Bound {
  return { plan: { ...emptyPlan(input), clauses }, promised: null, current: null, referrer: null };
}

function emptyPlan({ program, referee, nowMs }: ProgramInput): ProgramPlan {
  return {
    programId: program.id,
    refereeId: referee.id,
    referral: null,
    touches: [],
    conversions: [],
    qualifications: [],
    amended: [],
    assessments: [],
    heeded: null,
    review: null,
    rewards: [],
    changed: [],
    steps: [],
    counts: [],
    messages: [],
    clauses: [],
    atMs: nowMs,
  };
}
