import { counterId, everMs } from "#domain/counter";
import type { ReportedEvent } from "#domain/event";
import type { EventFacts, ProgramFacts, ReadableEvent } from "#domain/event-facts";
import type { StoredEvent } from "#domain/payment";
import type { Link } from "#domain/link";
import type { Referral } from "#domain/referral";
import { nameOf } from "#domain/replay-world";
import type { World, WorldCounter } from "#domain/replay-world";
import { rowsBy } from "#domain/replay-table";
import type { Reward } from "#domain/reward";

/** Everything that a decision about this event may depend on: what `store/event-facts.ts` reads from the database. */
export function factsFrom(
  world: World,
  event: ReportedEvent,
  { readable, nowMs }: { readable: ReadableEvent; nowMs: number },
): EventFacts {
  const refereeId = refereeIdOf(world, event);
  const referrals = rowsBy(world.referrals, "referee", refereeId);
  const found = readable.codes.flatMap((code): [string, Link][] => {
    const link = world.links.get(code);
    return link === undefined ? [] : [[code, link]];
  });
  const links = found.map(([, link]) => link);
  const programs = world.programs.filter((program) => isConcerned(program, event, { readable, referrals, links }));
  const owners = ownersOf(world, event, { referrals, links });
  const ofReferrals = <T>(find: (referralId: string) => T[]): T[] => referrals.flatMap(({ id }) => find(id));
  const counters = openCounters(world, { event, programs, scopes: ["", refereeId, ...owners.keys()], nowMs });
  return {
    known: world.events.rows.get(event.id) ?? null,
    referee: refereeId === null ? null : (world.participants.rows.get(refereeId) ?? null),
    history: historyOf(world, event, refereeId),
    programs,
    referrals,
    conversions: ofReferrals((id) => rowsBy(world.conversions, "referral", id)),
    rewards: ofReferrals((id) => rowsBy(world.rewards, "referral", id)),
    counters: new Map(counters.map((counter) => [counterId(counter.programId, counter), counter.used])),
    qualifications: ofReferrals((id) => rowsBy(world.qualifications, "referral", id)),
    countRewards: [
      ...new Set([
        ...counters.flatMap((counter) => countRewardsAt(world, counter)),
        ...programs.flatMap(({ id }) => [...owners.keys()].flatMap((owner) => rewardsAt(world, [id, owner, 1]))),
      ]),
    ],
    links: new Map(found),
    owners,
    traced: null,
    // Clicks and lists are not in a replay, and so it scores nothing.
    fraud: null,
    ownersBelowReferee: ownersBelow(world, refereeId, [
      ...links.map(({ programId, participantId }) => ({ programId, ownerId: participantId })),
      ...(event.referrerId === undefined ? [] : programs).map(({ id }) => ({
        programId: id,
        ownerId: event.referrerId ?? "",
      })),
    ]),
  };
}

/** The referee by the main app's id, or, where only the payment is named, whoever made it. */
function refereeIdOf(world: World, { referee, paymentRef = "" }: ReportedEvent): string | null {
  if (referee === undefined) return world.payments.rows.get(paymentRef)?.refereeId ?? null;
  return rowsBy(world.participants, "name", nameOf(referee))[0]?.id ?? null;
}

function historyOf(world: World, { id, paymentRef }: ReportedEvent, refereeId: string | null): StoredEvent[] {
  const found = new Set([
    ...rowsBy(world.events, "referee", refereeId),
    ...rowsBy(world.events, "payment", paymentRef ?? null),
  ]);
  return [...found].filter(({ event }) => event.id !== id).sort((a, b) => a.seq - b.seq);
}

/** The named program; else those with a referral of the referee or with a code or journey in the evidence. */
function isConcerned(
  { id, key, mode }: ProgramFacts,
  { program: name }: ReportedEvent,
  { readable, referrals, links }: { readable: ReadableEvent; referrals: Referral[]; links: Link[] },
): boolean {
  if (mode !== readable.mode) return false;
  if (name !== undefined) return name === id || name === key;
  return id === readable.journeyProgramId || [...referrals, ...links].some(({ programId }) => programId === id);
}

function ownersOf(
  world: World,
  { referrerId = "" }: ReportedEvent,
  { referrals, links }: { referrals: Referral[]; links: Link[] },
): EventFacts["owners"] {
  const ids = [...links.map(({ participantId }) => participantId), ...referrals.map((one) => one.referrerId)];
  const owners = [...ids, referrerId].flatMap((id) => world.participants.rows.get(id) ?? []);
  return new Map(owners.map((owner) => [owner.id, owner]));
}

/** Owners whose chain of referrers leads up to the referee: crediting them would close a circle. */
function ownersBelow(
  world: World,
  refereeId: string | null,
  owners: readonly { programId: string; ownerId: string }[],
): Set<string> {
  const below = owners.filter(({ programId, ownerId }) => {
    if (ownerId === refereeId) return false;
    const above = new Set([ownerId]);
    for (const id of above) {
      for (const bond of rowsBy(world.referrals, "referee", id))
        if (bond.programId === programId) above.add(bond.referrerId);
    }
    return refereeId !== null && above.has(refereeId);
  });
  return new Set(below.map(({ programId, ownerId }) => `${programId}/${ownerId}`));
}

/** What is counted in windows that were open when this happened, or when what waits for the referee to bind did. */
function openCounters(
  world: World,
  of: { event: ReportedEvent; programs: ProgramFacts[]; scopes: (string | null)[]; nowMs: number },
): WorldCounter[] {
  const { event, programs, nowMs } = of;
  const scopes = new Set(of.scopes);
  const told = rowsBy(world.events, "referee", refereeIdOf(world, event)).map(({ occurredAtMs }) => occurredAtMs);
  const sinceMs = Math.min(event.occurredAtMs ?? nowMs, nowMs, ...told);
  return programs.flatMap(({ id }) =>
    [...scopes].flatMap((scope) =>
      rowsBy(world.counters, "scope", scope === null ? null : `${id}/${scope}`).filter(
        ({ endsAtMs }) => endsAtMs > sinceMs,
      ),
    ),
  );
}

/** Those at the count at which an owner stands, which a loss would take back, and at the next one. */
function countRewardsAt(world: World, { programId, scope, endsAtMs, name, used }: WorldCounter): Reward[] {
  if (endsAtMs !== everMs || !name.startsWith("count:")) return [];
  return [used, used + 1].flatMap((ordinal) => rewardsAt(world, [programId, scope, ordinal]));
}

function rewardsAt(world: World, place: [programId: string, beneficiaryId: string, ordinal: number]): Reward[] {
  return rowsBy(world.rewards, "count", JSON.stringify(place));
}
