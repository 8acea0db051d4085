import { waitAfter } from "#domain/backoff";
import { hourMs, minuteMs } from "#domain/day";
import { openFulfilment } from "#domain/fulfilment";
import type { FulfilmentOpening } from "#domain/fulfilment";
import { decideEmails } from "#domain/decide-emails";
import type { PlannedEmail } from "#domain/decide-emails";
import type { Mode } from "#domain/mode";
import type { MessageType } from "#domain/plan";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";

/** A message of the outbox that is to be handed on. */
export type DueMessage = {
  id: string;
  mode: Mode;
  type: MessageType;
  payload: Record<string, unknown>;
  createdAtMs: number;
};

/** All that handing on a message depends on. */
export type DispatchFacts = {
  /** Those of its mode that are enabled. */
  endpoints: readonly { id: string; types: readonly string[] | null }[];
  /** The program that its payload names: the document in force, and the one that promised the reward. */
  program: { id: string; key: string; current: ProgramDocument | null; promised: ProgramDocument | null } | null;
  /** The reward that its payload names, as it stands now. */
  reward: Reward | null;
};

/** Where a message goes. Each of these fares for itself from then on. */
export type Dispatch = {
  deliveries: { endpointId: string }[];
  emails: PlannedEmail[];
  fulfilment: FulfilmentOpening | null;
};

/** The same message leads to the same, however often it is handed on. */
export function decideDispatch(message: DueMessage, facts: DispatchFacts, nowMs: number): Dispatch {
  const wanting = facts.endpoints.filter(({ types }) => types === null || types.includes(message.type));
  return {
    deliveries: wanting.map(({ id }) => ({ endpointId: id })),
    emails: decideEmails(message, facts, nowMs),
    fulfilment: openFulfilment(message, facts),
  };
}

const longestWaitMs = 6 * hourMs;
const ladderMs = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, longestWaitMs];

/** It is never given up: what a message leads to is written nowhere else. */
export function waitBeforeDispatch(attempts: number): number {
  return waitAfter(ladderMs, attempts) ?? longestWaitMs;
}
