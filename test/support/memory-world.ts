import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import type { EventSet } from "#support/event-sets";
import { beginMs, programName, receiptMs } from "#support/event-stories";
import { createMemoryStore, recordInMemory } from "#support/memory-store";
import type { MemoryStore } from "#support/memory-store";
import type { ModelDelivery } from "#support/reference-history";

const programId = "prg_1";

/** The set's program and people as the engine stores them, before any event. */
export function openWorld({ document, participants }: Omit<EventSet, "deliveries">): MemoryStore {
  const people = participants.map(({ externalId, kind, email, organization, status }): Participant => ({
    id: `ptc_${externalId}`,
    mode: "live",
    kind,
    externalId,
    name: null,
    email,
    normalizedEmail: email === null ? null : normalizeEmail(email),
    organization,
    category: null,
    location: null,
    status,
    paymentFingerprint: null,
    registeredAtMs: null,
  }));
  const links = participants.map(({ externalId, code, linkCreatedAtMs }) => ({
    id: `lnk_${externalId}`,
    programId,
    participantId: `ptc_${externalId}`,
    code,
    campaign: null,
    status: "active" as const,
    expiresAtMs: receiptMs,
    createdAtMs: linkCreatedAtMs,
  }));
  // Safe because a decision reads nothing else of a document.
  const whole = document as ProgramDocument;
  const versions = [{ version: 1, document: whole, publishedAtMs: beginMs }];
  const program = {
    id: programId,
    mode: "live",
    key: programName,
    status: "active",
    currentVersion: 1,
    clockMs: null,
  } as const;
  return createMemoryStore([{ ...program, versions }], people, links);
}

/** Each delivery is received a minute after the one before. */
export function playInMemory(set: Omit<EventSet, "deliveries">, order: ModelDelivery[]): MemoryStore {
  const store = openWorld(set);
  order.forEach((delivery, index) => deliver(store, delivery, receiptMs + index * 60_000));
  return store;
}

export function deliver(store: MemoryStore, { event, touches, verified }: ModelDelivery, nowMs: number) {
  const { code = null, codeSource } = event;
  return recordInMemory(store, {
    event,
    verified,
    nowMs,
    readable: {
      mode: "live",
      contentHash: JSON.stringify([event, touches]),
      evidence: {
        typedCode: codeSource === "typed" ? code : null,
        urlCode: codeSource === "typed" ? null : code,
        touches: touches.length === 0 ? null : touches.map((touch) => ({ ...touch, channel: "link" })),
      },
      journeyProgramId: touches.length === 0 ? null : programId,
      codes: [...new Set([...touches.map((touch) => touch.code), ...(code === null ? [] : [code])])],
    },
  });
}
