import type { ReadableEvent } from "#domain/event-facts";
import { createNewId } from "#domain/id";
import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import { recordInWorld } from "#domain/replay";
import { openWorld } from "#domain/replay-world";
import type { World } from "#domain/replay-world";
import type { EventSet } from "#support/event-sets";
import { beginMs, programName, receiptMs } from "#support/event-stories";
import type { ModelDelivery } from "#support/reference-history";

const programId = "prg_1";

/** The set's program and people as the engine stores them, before any event. */
export function openMemoryWorld({ document, participants }: Omit<EventSet, "deliveries">): World {
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
  return openWorld({
    programs: [{ ...program, versions }],
    participants: people,
    links: new Map(links.map((link) => [link.code, link])),
  });
}

/** Each delivery is received a minute after the one before. */
export function playInMemory(set: Omit<EventSet, "deliveries">, order: ModelDelivery[]): World {
  const world = openMemoryWorld(set);
  order.forEach((delivery, index) => deliver(world, delivery, receiptMs + index * 60_000));
  return world;
}

export function deliver(world: World, { event, touches, verified }: ModelDelivery, nowMs: number) {
  const { code = null, codeSource } = event;
  const readable: ReadableEvent = {
    mode: "live",
    contentHash: JSON.stringify([event, touches]),
    evidence: {
      typedCode: codeSource === "typed" ? code : null,
      urlCode: codeSource === "typed" ? null : code,
      touches: touches.length === 0 ? null : touches.map((touch) => ({ ...touch, channel: "link" })),
    },
    journeyProgramId: touches.length === 0 ? null : programId,
    visitorId: null,
    codes: [...new Set([...touches.map((touch) => touch.code), ...(code === null ? [] : [code])])],
  };
  // Each event has its own moment, and so its own ids.
  const newId = createNewId(nowMs, () => String(nowMs).padStart(14, "0"));
  return recordInWorld(world, { event, readable, verified, actor: "key:key_test" }, { nowMs, newId });
}
