import { creditTouches, heaviestOwner } from "#domain/attribution";
import { isMet } from "#domain/condition";
import { dayMs } from "#domain/day";
import { isErased } from "#domain/erasure";
import { participantFacts } from "#domain/facts";
import type { Channel, Touch } from "#domain/journey";
import type { Link } from "#domain/link";
import { isSelfReferral } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import { refuse, ok } from "#domain/result";
import type { Result } from "#domain/result";

export type Evidence = "typed" | "journey" | "url";

/** Why a touch does not count, or why its owner may not earn. */
export type TouchDrop =
  | "code_unknown"
  | "code_other_program"
  | "code_paused"
  | "code_expired"
  | "outside_window"
  | "after_signup"
  | "existing_participant"
  | "self_referral"
  | "referral_cycle"
  | "referrer_suspended"
  | "referrer_ineligible";

/** What a signup shows about where the referee came from, strongest first. */
export type SignupEvidence = { typedCode: string | null; touches: Touch[] | null; urlCode: string | null };

export type BindingFacts = {
  programId: string;
  /** In force at the signup: windows and model. */
  promised: ProgramDocument;
  /** In force now: who is eligible. */
  current: ProgramDocument;
  referee: Participant;
  /** By normalised code, former codes included. */
  links: ReadonlyMap<string, Link>;
  owners: ReadonlyMap<string, Participant>;
  /** Who referred the referee's possible referrers, all the way up: ids of owners that the referee stands above. */
  ownersBelowReferee: ReadonlySet<string>;
};

/** One touch as it was judged. `weight` is in millionths; `drop` says why it counts for nothing. */
export type JudgedTouch = {
  code: string;
  linkId: string | null;
  ownerId: string | null;
  atMs: number;
  channel: Channel;
  campaign: string | null;
  variant: string | null;
  weight: number;
  drop: TouchDrop | null;
};

export type Binding = {
  evidence: Evidence;
  referrerId: string;
  link: Link;
  touch: JudgedTouch;
  touches: JudgedTouch[];
};
export type BindingRefusal = { reason: TouchDrop | "no_evidence"; touches: JudgedTouch[] };

/** A code that comes without a click is taken as entered while signing up, which a day covers. */
const enteringMs = dayMs;

/** Who referred the person who signed up at `atMs`, by the program's model; or why nobody did. */
export function decideBinding(
  evidence: SignupEvidence,
  facts: BindingFacts,
  atMs: number,
): Result<Binding, BindingRefusal> {
  const [kind, touches] = strongestEvidence(evidence, facts, atMs);
  if (kind === null) return refuse({ reason: touches[0]?.drop ?? "no_evidence", touches });

  const { judged, referrerId } = weigh(touches, facts);
  if (referrerId === null) return refuse({ reason: mainDrop(judged), touches: judged });

  const touch = judged.find(({ ownerId, weight }) => ownerId === referrerId && weight > 0);
  const link = touch && facts.links.get(touch.code);
  if (touch === undefined || link === undefined) return refuse({ reason: "code_unknown", touches: judged });
  return ok({ evidence: kind, referrerId, link, touch, touches: judged });
}

/** A typed code replaces the journey; a code from the URL counts only where there is no journey. */
function strongestEvidence(
  { typedCode, touches, urlCode }: SignupEvidence,
  facts: BindingFacts,
  atMs: number,
): [Evidence, JudgedTouch[]] | [null, JudgedTouch[]] {
  const typed = typedCode === null ? null : judgeCode(typedCode, "direct", facts, atMs);
  if (typed?.drop === null) return ["typed", [typed]];
  if (touches !== null && touches.length > 0)
    return ["journey", touches.map((touch) => judgeTouch(touch, facts, atMs))];
  const url = urlCode === null ? null : judgeCode(urlCode, "link", facts, atMs);
  if (url?.drop === null) return ["url", [url]];
  return [null, [typed, url].filter((touch) => touch !== null)];
}

function judgeCode(code: string, channel: Channel, facts: BindingFacts, atMs: number): JudgedTouch {
  const link = facts.links.get(code);
  const { registeredAtMs } = facts.referee;
  const drop = dropOfLink(link, facts.programId) ?? dropOfUse(link, atMs);
  const existed = registeredAtMs !== null && registeredAtMs < atMs - enteringMs;
  return judgedTouch({ code, atMs, channel }, link, drop ?? (existed ? "existing_participant" : null));
}

/** Pausing and expiry stop new clicks; a touch already made keeps its worth. */
function judgeTouch(touch: Touch, facts: BindingFacts, atMs: number): JudgedTouch {
  const link = facts.links.get(touch.code);
  const { registeredAtMs } = facts.referee;
  return judgedTouch(touch, link, dropOfLink(link, facts.programId) ?? dropOfTime());

  function dropOfTime(): TouchDrop | null {
    if (touch.atMs > atMs) return "after_signup";
    if (atMs - touch.atMs >= facts.promised.attribution.window_days * dayMs) return "outside_window";
    return registeredAtMs !== null && registeredAtMs < touch.atMs ? "existing_participant" : null;
  }
}

function dropOfLink(link: Link | undefined, programId: string): TouchDrop | null {
  if (link === undefined) return "code_unknown";
  return link.programId === programId ? null : "code_other_program";
}

/** Why a code may not be entered at this moment; null when it may, or is not known. */
export function dropOfUse(link: Link | undefined, atMs: number): "code_paused" | "code_expired" | null {
  if (link?.status === "paused") return "code_paused";
  return link !== undefined && link.expiresAtMs <= atMs ? "code_expired" : null;
}

/** The model weighs what lies inside the window; then owners who may not earn drop out. */
function weigh(touches: JudgedTouch[], facts: BindingFacts): { judged: JudgedTouch[]; referrerId: string | null } {
  const counted = touches
    .filter((touch) => touch.drop === null)
    .sort((a, b) => a.atMs - b.atMs)
    .map((touch) => ({ ...touch, drop: dropOfOwner(touch.ownerId ?? "", facts) }));
  const credits = creditTouches(
    facts.promised.attribution.model,
    counted.map(({ atMs, drop }) => ({ atMs, eligible: drop === null })),
  );
  const weighed = counted.map((touch, i) => ({ ...touch, weight: credits[i]?.weight ?? 0 }));
  const owned = counted.map(({ ownerId, atMs }, i) => ({
    ownerId: ownerId ?? "",
    atMs,
    share: credits[i]?.share ?? 0,
  }));
  const others = touches.filter((touch) => touch.drop !== null);
  return { judged: [...weighed, ...others].sort((a, b) => a.atMs - b.atMs), referrerId: heaviestOwner(owned) };
}

function dropOfOwner(ownerId: string, facts: BindingFacts): TouchDrop | null {
  const owner = facts.owners.get(ownerId);
  if (owner === undefined) return "code_unknown";
  if (isSelfReferral(owner, facts.referee)) return "self_referral";
  if (facts.ownersBelowReferee.has(ownerId)) return "referral_cycle";
  return refusalOfReferrer(owner, facts.current);
}

/** Why this participant may not earn as a referrer at this moment; null when he may. */
export function refusalOfReferrer(
  referrer: Participant,
  current: ProgramDocument,
): "referrer_suspended" | "referrer_ineligible" | null {
  if (referrer.status !== "active") return "referrer_suspended";
  const demanded = current.eligibility?.referrer;
  const eligible = demanded === undefined || isMet(demanded, participantFacts("referrer", referrer));
  return eligible ? null : "referrer_ineligible";
}

/** Why he may not get what he was promised before. That he was erased since is no reason: an erasure takes nothing. */
export function refusalAtRelease(
  referrer: Participant,
  current: ProgramDocument,
): ReturnType<typeof refusalOfReferrer> {
  return isErased(referrer) ? null : refusalOfReferrer(referrer, current);
}

/** Of several reasons the one to tell: an owner's ineligibility before a touch that came too early or late. */
function mainDrop(touches: JudgedTouch[]): TouchDrop | "no_evidence" {
  const ofOwner: TouchDrop[] = ["self_referral", "referral_cycle", "referrer_suspended", "referrer_ineligible"];
  const drops = touches.flatMap((touch) => touch.drop ?? []);
  return drops.find((drop) => ofOwner.includes(drop)) ?? drops[0] ?? "no_evidence";
}

function judgedTouch(touch: Touch, link: Link | undefined, drop: TouchDrop | null): JudgedTouch {
  return {
    code: touch.code,
    linkId: link?.id ?? null,
    ownerId: link?.participantId ?? null,
    atMs: touch.atMs,
    channel: touch.channel,
    campaign: touch.campaign ?? link?.campaign ?? null,
    variant: touch.variant ?? null,
    weight: 0,
    drop,
  };
}
