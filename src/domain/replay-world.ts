import type { RewardStep } from "#domain/change-reward";
import { counterId } from "#domain/counter";
import type { CounterKey } from "#domain/counter";
import type { EventAnswer } from "#domain/event";
import type { ProgramFacts } from "#domain/event-facts";
import type { Clause } from "#domain/explanation";
import type { Link } from "#domain/link";
import type { Participant } from "#domain/participant";
import type { StoredEvent } from "#domain/payment";
import type { Message, PlannedPayment } from "#domain/plan";
import type { Qualification } from "#domain/qualification";
import type { Conversion, Referral, ReferralTouch } from "#domain/referral";
import type { Due } from "#domain/replay-due";
import { createTable, putRow } from "#domain/replay-table";
import type { Table } from "#domain/replay-table";
import type { Reward } from "#domain/reward";

/**
 * What the database holds of one mode, in memory: decisions need nothing but facts and a place for their plans. The
 * tables have the indexes that the facts are found by.
 */
export type World = {
  programs: ProgramFacts[];
  participants: Table<Participant, "name">;
  /** By code. */
  links: ReadonlyMap<string, Link>;
  events: Table<WorldEvent, "referee" | "payment">;
  payments: Table<PlannedPayment>;
  referrals: Table<Referral, "referee">;
  touches: ReferralTouch[];
  conversions: Table<Conversion, "referral">;
  qualifications: Table<Qualification, "referral">;
  counters: Table<WorldCounter, "scope">;
  rewards: Table<Reward, "referral" | "count" | "available" | "natural">;
  /** What every participant has of each unit. */
  balances: Map<string, WorldBalance>;
  /** All that became of the rewards, in order. */
  steps: RewardStep[];
  messages: Message[];
  explanations: { refereeId: string; programId: string; clauses: Clause[] }[];
  /** What only time brings about, the earliest first. */
  due: Due[];
};

export type WorldEvent = StoredEvent & { contentHash: string; status: EventAnswer["status"]; answer: EventAnswer };

export type WorldCounter = CounterKey & { programId: string; used: number };

export type WorldBalance = { ownerId: string; programId: string; unit: string; balance: number };

/** Before any event: programs, people and links alone. */
export function openWorld({
  programs,
  participants,
  links,
}: {
  programs: ProgramFacts[];
  participants: readonly Participant[];
  /** By code. */
  links: ReadonlyMap<string, Link>;
}): World {
  const world: World = {
    programs,
    participants: createTable<Participant, "name">(({ id }) => id, { name: nameOf }),
    links,
    events: createTable(({ event }) => event.id, {
      referee: ({ refereeId }) => refereeId,
      payment: ({ event }) => event.paymentRef ?? null,
    }),
    payments: createTable(({ paymentRef }) => paymentRef, {}),
    referrals: createTable(({ id }) => id, { referee: ({ refereeId }) => refereeId }),
    touches: [],
    conversions: createTable(({ id }) => id, { referral: ({ referralId }) => referralId }),
    qualifications: createTable(({ referralId, criterion }) => JSON.stringify([referralId, criterion]), {
      referral: ({ referralId }) => referralId,
    }),
    counters: createTable((counter) => counterId(counter.programId, counter), {
      scope: ({ programId, scope }) => `${programId}/${scope}`,
    }),
    rewards: createTable(({ id }) => id, {
      referral: ({ referralId }) => referralId,
      count: ({ programId, beneficiaryId, ordinal }) =>
        ordinal === null ? null : JSON.stringify([programId, beneficiaryId, ordinal]),
      available: ({ beneficiaryId: ownerId, programId, unit, state }) =>
        state === "available" ? accountOf({ ownerId, programId, unit }) : null,
      natural: ({ programId, ruleKey, grantIndex, subject, beneficiaryId }) =>
        JSON.stringify([programId, ruleKey, grantIndex, subject, beneficiaryId]),
    }),
    balances: new Map(),
    steps: [],
    messages: [],
    explanations: [],
    due: [],
  };
  for (const participant of participants) putRow(world.participants, participant);
  return world;
}

/** By the main app's id. */
export function nameOf({ kind, externalId }: { kind: string; externalId: string }): string {
  return JSON.stringify([kind, externalId]);
}

export function accountOf({ ownerId, programId, unit }: Omit<WorldBalance, "balance">): string {
  return JSON.stringify([ownerId, programId, unit]);
}
