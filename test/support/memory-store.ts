import { decideEvent } from "#domain/decide-event";
import type { EventAnswer, ReportedEvent } from "#domain/event";
import type { EventFacts, ProgramFacts, ReadableEvent } from "#domain/event-facts";
import { createNewId } from "#domain/id";
import { isHouse } from "#domain/ledger";
import type { Link } from "#domain/link";
import type { Participant } from "#domain/participant";
import type { Plan, ProgramPlan } from "#domain/plan";
import type { Refusal } from "#domain/refusal";
import type { Reward } from "#domain/reward";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { StoredTables } from "#support/stored-tables";

type MemoryEvent = StoredTables["events"][number] & {
  programId: string | null;
  contentHash: string;
  answer: EventAnswer;
};

export type MemoryStore = Omit<StoredTables, "links" | "events"> & {
  programs: ProgramFacts[];
  links: Link[];
  events: MemoryEvent[];
  /** How many ids were given out. */
  ids: number;
};

/** The pure core needs nothing but facts and a place for its plans: here both are arrays. */
export function createMemoryStore(programs: ProgramFacts[], participants: Participant[], links: Link[]): MemoryStore {
  return {
    programs,
    participants: [...participants],
    links,
    events: [],
    payments: [],
    referrals: [],
    touches: [],
    conversions: [],
    rewards: [],
    transitions: [],
    transactions: [],
    entries: [],
    accounts: [],
    outbox: [],
    explanations: [],
    ids: 0,
  };
}

export type MemoryDelivery = { event: ReportedEvent; readable: ReadableEvent; verified: boolean; nowMs: number };

/** Load, decide, apply: what `recordEvent` does with a database. */
export function recordInMemory(store: MemoryStore, delivery: MemoryDelivery): Result<EventAnswer, Refusal> {
  const { event, readable, verified, nowMs } = delivery;
  const known = store.events.find(({ eventId }) => eventId === event.id);
  if (known !== undefined) {
    return known.contentHash === readable.contentHash
      ? ok(known.answer)
      : refuse({ code: "event_content_differs", eventId: event.id });
  }
  const plan = decideEvent({
    event,
    readable,
    verified,
    facts: factsFrom(store, event, readable),
    referralsEnabled: true,
    rewardsEnabled: true,
    actor: "key:key_test",
    nowMs,
    newId: createNewId(nowMs, () => String(++store.ids).padStart(8, "0")),
  });
  if (!plan.ok) return plan;
  apply(store, plan.value);
  return ok(plan.value.event.answer);
}

function factsFrom(store: MemoryStore, event: ReportedEvent, readable: ReadableEvent): EventFacts {
  const { paymentRef } = event;
  const refereeId = refereeIdOf(store, event);
  const referrals = store.referrals.filter((referral) => referral.refereeId === refereeId);
  const ofReferral = ({ referralId }: { referralId: string }) => referrals.some(({ id }) => id === referralId);
  const links = store.links.filter(({ code }) => readable.codes.includes(code));
  const ownerIds = [
    ...links.map(({ participantId }) => participantId),
    ...referrals.map(({ referrerId }) => referrerId),
  ];
  const isConcerned = ({ id, key }: ProgramFacts) =>
    event.program === undefined
      ? id === readable.journeyProgramId || [...referrals, ...links].some(({ programId }) => programId === id)
      : event.program === id || event.program === key;
  return {
    known: null,
    referee: store.participants.find(({ id }) => id === refereeId) ?? null,
    history: store.events.flatMap((row, seq) =>
      (refereeId !== null && row.refereeId === refereeId) ||
      (paymentRef !== undefined && row.payload.paymentRef === paymentRef)
        ? { ...row, seq, event: row.payload }
        : [],
    ),
    programs: store.programs.filter(isConcerned),
    referrals,
    conversions: store.conversions.filter(ofReferral),
    rewards: store.rewards.filter(ofReferral),
    links: new Map(links.map((link) => [link.code, link])),
    owners: new Map(store.participants.filter(({ id }) => ownerIds.includes(id)).map((owner) => [owner.id, owner])),
    ownersBelowReferee: new Set(
      links
        .filter(
          (link) => link.participantId !== refereeId && isAbove(store, link.programId, refereeId, link.participantId),
        )
        .map((link) => `${link.programId}/${link.participantId}`),
    ),
  };
}

function refereeIdOf(store: MemoryStore, { referee, paymentRef }: ReportedEvent): string | null {
  if (referee === undefined) return store.payments.find((row) => row.paymentRef === paymentRef)?.refereeId ?? null;
  const isReferee = ({ kind, externalId }: Participant) => kind === referee.kind && externalId === referee.externalId;
  return store.participants.find(isReferee)?.id ?? null;
}

function isAbove(store: MemoryStore, programId: string, upper: string | null, lower: string): boolean {
  const bond = store.referrals.find((row) => row.programId === programId && row.refereeId === lower);
  return bond !== undefined && (bond.referrerId === upper || isAbove(store, programId, upper, bond.referrerId));
}

function apply(store: MemoryStore, { event, participant, payment, programs }: Plan): void {
  if (participant !== null)
    replace(store.participants, participant.participant, ({ id }) => id === participant.participant.id);
  const { event: payload, refereeId, occurredAtMs, verified, contentHash, programId, answer } = event;
  const { status } = answer;
  store.events.push({
    eventId: payload.id,
    payload,
    refereeId,
    programId,
    occurredAtMs,
    verified,
    contentHash,
    status,
    answer,
  });
  if (payment !== null) {
    const { mode: _, ...row } = payment;
    replace(store.payments, row, ({ paymentRef }) => paymentRef === payment.paymentRef);
    for (const adopted of store.events) {
      if (adopted.refereeId === null && adopted.payload.paymentRef === payment.paymentRef) {
        adopted.refereeId = payment.refereeId;
        adopted.status = status;
      }
    }
  }
  for (const plan of programs) applyProgram(store, plan);
}

function applyProgram(store: MemoryStore, plan: ProgramPlan): void {
  const { referral, refereeId, programId } = plan;
  if (referral !== null) replace(store.referrals, referral.referral, ({ id }) => id === referral.referral.id);
  if (referral?.isNew === true) {
    store.touches.push(...plan.touches);
    for (const row of store.events) {
      if (row.refereeId === refereeId && (row.programId === null || row.programId === programId))
        row.status = "applied";
    }
  }
  store.conversions.push(...plan.conversions);
  for (const reward of plan.rewards) addReward(store, reward);
  for (const { rewardId, ...change } of [...plan.redatings, ...plan.changes]) {
    const reward = store.rewards.find(({ id }) => id === rewardId);
    if (reward !== undefined) Object.assign(reward, change);
  }
  store.transitions.push(...plan.transitions);
  for (const { transactionId, type, rewardId, reversesId, fromOwner, toOwner, unit, quantity } of plan.postings) {
    store.transactions.push({ id: transactionId, type, rewardId, reversesId });
    move(store, { transactionId, ownerId: fromOwner, unit, amount: -quantity });
    move(store, { transactionId, ownerId: toOwner, unit, amount: quantity });
  }
  store.outbox.push(...plan.messages);
  store.explanations.push({ refereeId, clauses: plan.clauses });
}

/** The database refuses a second one with this key, whatever referral it is for. */
function addReward(store: MemoryStore, reward: Reward): void {
  const keyOf = ({ ruleKey, grantIndex, subject, beneficiaryId }: Reward) =>
    JSON.stringify([ruleKey, grantIndex, subject, beneficiaryId]);
  if (store.rewards.some((known) => keyOf(known) === keyOf(reward)))
    throw new Error(`rewarded twice: ${keyOf(reward)}`);
  store.rewards.push(reward);
}

function move(store: MemoryStore, entry: StoredTables["entries"][number]): void {
  store.entries.push(entry);
  if (isHouse(entry.ownerId)) return;
  const { ownerId, unit, amount } = entry;
  const isOwn = (row: StoredTables["accounts"][number]) => row.ownerId === ownerId && row.unit === unit;
  const balance = (store.accounts.find(isOwn)?.balance ?? 0) + amount;
  replace(store.accounts, { ownerId, unit, balance }, isOwn);
}

function replace<T>(rows: T[], row: T, isSame: (candidate: T) => boolean): void {
  const index = rows.findIndex(isSame);
  if (index < 0) rows.push(row);
  else rows[index] = row;
}
