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
  qualifications: Table<Qualification, "referral" | "waiting">;
  counters: Table<WorldCounter, "scope">;
  rewards: Table<Reward, "referral" | "count" | "account" | "waiting" | "natural">;
  /** What every participant has of each unit. */
  balances: Map<string, WorldBalance>;
  /** All that became of the rewards, in order. */
  steps: RewardStep[];
  messages: Message[];
  explanations: { refereeId: string; programId: string; clauses: Clause[] }[];
  /** Nothing that only time brings about is due before. */
  nothingDueBeforeMs: number;
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
      waiting: ({ dueAtMs }) => (dueAtMs === null ? null : "stay"),
    }),
    counters: createTable((counter) => counterId(counter.programId, counter), {
      scope: ({ programId, scope }) => `${programId}/${scope}`,
    }),
    rewards: createTable(({ id }) => id, {
      referral: ({ referralId }) => referralId,
      count: ({ programId, beneficiaryId, ordinal }) =>
        ordinal === null ? null : JSON.stringify([programId, beneficiaryId, ordinal]),
      account: ({ beneficiaryId: ownerId, programId, unit }) => accountOf({ ownerId, programId, unit }),
      waiting: waitsFor,
      natural: ({ programId, ruleKey, grantIndex, subject, beneficiaryId }) =>
        JSON.stringify([programId, ruleKey, grantIndex, subject, beneficiaryId]),
    }),
    balances: new Map(),
    steps: [],
    messages: [],
    explanations: [],
    nothingDueBeforeMs: Infinity,
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

/** What time alone will bring about: the end of its hold, or of its days. */
function waitsFor({ state, needsReview, disputed, expiresAtMs }: Reward): "release" | "expiry" | null {
  if (state === "pending") return needsReview || disputed ? null : "release";
  return state === "available" && expiresAtMs !== null ? "expiry" : null;
}
