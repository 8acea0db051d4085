import type { EventType } from "#domain/event";
import type { DecidedClause, Told } from "#domain/reward-sentence";
import { tellClause } from "#domain/reward-sentence";
import { momentText } from "#domain/sentence";
import type { NameOf } from "#domain/sentence";

/** Two people of whom somebody asks whether one has referred the other. Null: not known in this mode. */
export type Pair = { referrer: Person | null; referee: Person | null };
export type Person = { id: string; status: "active" | "suspended" | "inactive" };

/** An event of the referee, as far as it tells who referred him. */
export type PairEvent = { type: EventType; programId: string | null; occurredAtMs: number };

/** What is known of two people in one program. */
export type Meeting = {
  program: { id: string; key: string; status: "active" | "paused"; currentVersion: number | null };
  /** Whether the referrer has a link there. */
  hasLink: boolean;
  /** Whose referral the referee is. */
  referral: { id: string; referrerId: string; signedUpAtMs: number } | null;
  /** Whose referral the referrer is. */
  reverse: { referrerId: string } | null;
  /** The decisions about the referee, oldest first. */
  clauses: DecidedClause[];
};

/** A sentence about a pair. Not all have a moment: that something never happened has none. */
export type PairTold = Omit<Told, "atMs"> & { atMs: number | null };

/** What there is to say before any program is looked at; nothing where both are known and something was reported. */
export function tellPair({ referrer, referee }: Pair, events: readonly PairEvent[], nameOf: NameOf): PairTold[] {
  const told: PairTold[] = [];
  if (referrer === null) told.push(say("referrer_unknown", "The referrer is not registered in this mode."));
  else if (referrer.status !== "active")
    told.push(say("referrer_not_active", `${nameOf(referrer.id)}'s account is ${referrer.status}, and cannot refer.`));
  if (referee === null)
    told.push(say("referee_unknown", "The referee is not registered in this mode, and no event has named him."));
  if (referee === null) return told;
  if (referrer?.id === referee.id) told.push(say("same_person", "Referrer and referee are the same participant."));
  const name = nameOf(referee.id);
  if (events.length === 0) told.push(say("no_event", `Nothing was ever reported about ${name}.`));
  else if (!events.some(({ type }) => type === "signup")) {
    const types = [...new Set(events.map(({ type }) => type))].join(", ");
    told.push(say("never_signed_up", `No signup of ${name} was reported, only ${types}: it waits for the signup.`));
  }
  return told;
}

/** How the two stand in one program, where no referral of the one by the other says it. */
export function tellMeeting(
  meeting: Meeting,
  { referrer, referee }: Pair,
  events: readonly PairEvent[],
  nameOf: NameOf,
): PairTold[] {
  const { referral, reverse, clauses } = meeting;
  const told = [...tellProgram(meeting)];
  if (referrer !== null && !meeting.hasLink && referral?.referrerId !== referrer.id)
    told.push(say("referrer_without_link", `${nameOf(referrer.id)} has no link in this program.`));
  if (referrer !== null && referee !== null && reverse?.referrerId === referee.id)
    told.push(
      say("reverse_referral", `It is the other way round: ${nameOf(referee.id)} referred ${nameOf(referrer.id)} here.`),
    );
  if (referee === null) return told;
  if (referral === null) return [...told, ...tellUncredited(meeting, referee, events, nameOf)];
  if (referral.referrerId === referrer?.id) return told;
  const other = `${nameOf(referee.id)} is credited to ${nameOf(referral.referrerId)} here.`;
  told.push(say("credited_to_another", other, referral.signedUpAtMs));
  told.push(...clauses.filter(({ clause }) => isAboutCredit(clause.code)).map((found) => tellClause(found, nameOf)));
  const isTouched = clauses.some(({ clause }) => "ownerId" in clause && clause.ownerId === referrer?.id);
  if (referrer !== null && !isTouched)
    told.push(say("no_touch", `No click or code of ${nameOf(referrer.id)}'s took part in that decision.`));
  return told;
}

/** What there is to say where the two could not have met in any program. */
export function tellNoMeeting({ referrer, referee }: Pair, events: readonly PairEvent[], nameOf: NameOf): PairTold[] {
  const told: PairTold[] = [];
  if (referrer !== null) told.push(say("referrer_without_link", `${nameOf(referrer.id)} has no link in any program.`));
  const signup = events.find(({ type }) => type === "signup");
  return referee === null || signup === undefined ? told : [...told, tellLostSignup(referee, signup, nameOf)];
}

function tellProgram({ program }: Meeting): PairTold[] {
  if (program.currentVersion === null) return [say("program_unpublished", "The program was never published.")];
  return program.status === "paused" ? [say("program_paused", "The program is paused: it binds nobody.")] : [];
}

/** Why nobody has the credit: the signup was refused, waits, or never came. */
function tellUncredited(
  { program, clauses }: Meeting,
  referee: Person,
  events: readonly PairEvent[],
  nameOf: NameOf,
): PairTold[] {
  const decided = clauses.filter(({ clause }) => isAboutCredit(clause.code) || clause.code === "event_parked");
  if (decided.some(({ clause }) => clause.code === "referral_refused"))
    return decided.map((found) => tellClause(found, nameOf));
  const name = nameOf(referee.id);
  const signup = events.find(
    ({ type, programId }) => type === "signup" && (programId === null || programId === program.id),
  );
  const waiting = decided.map((found) => tellClause(found, nameOf));
  if (signup === undefined)
    return [...waiting, say("no_signup_here", `No signup of ${name} has reached this program.`)];
  return [...waiting, tellLostSignup(referee, signup, nameOf)];
}

function tellLostSignup({ id }: Person, { occurredAtMs: atMs }: PairEvent, nameOf: NameOf): PairTold {
  const signup = `${nameOf(id)} signed up on ${momentText(atMs)}`;
  return say(
    "signup_without_evidence",
    `${signup} without a code or a click that leads here: nobody is credited.`,
    atMs,
  );
}

/** The clauses that say who has the credit, of whichever version. */
function isAboutCredit(code: string): boolean {
  return code.startsWith("touch_") || (code.startsWith("referral_") && !counting.includes(code));
}

const counting = [
  "referral_waits",
  "referral_counted",
  "referral_uncounted",
  "referral_disqualified",
  "referral_turned_away",
];

function say(code: string, text: string, atMs: number | null = null): PairTold {
  return { code, atMs, text };
}
