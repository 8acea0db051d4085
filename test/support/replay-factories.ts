import { createNewId } from "#domain/id";
import type { ReportedEvent } from "#domain/event";
import type { ProgramDocument } from "#domain/program";
import { recordInWorld } from "#domain/replay";
import type { Delivery, Moment } from "#domain/replay";
import { openWorld } from "#domain/replay-world";
import type { World } from "#domain/replay-world";
import { aLink, anEvent, aParticipant, aPayment, aProgram, nowMs } from "#support/domain-factories";

/** A world in which Ann (`ptc_ann`, code ANN) may refer; nobody was referred yet. */
export function aWorld(document: Partial<ProgramDocument> = {}): World {
  return openWorld({
    programs: [aProgram({}, document)],
    participants: [aParticipant("ann"), aParticipant("bob")],
    links: new Map([["ANN", aLink("ann")]]),
  });
}

export function aDelivery(event: ReportedEvent): Delivery {
  const { code = null } = event;
  const readable = {
    mode: "live" as const,
    contentHash: JSON.stringify(event),
    evidence: { typedCode: code, urlCode: null, touches: null },
    journeyProgramId: null,
    visitorId: null,
    codes: code === null ? [] : [code],
  };
  return { event, readable, verified: false, actor: "key:key_test" };
}

let ids = 0;

export function aMoment(atMs: number): Moment {
  return { nowMs: atMs, newId: createNewId(atMs, () => String(++ids).padStart(14, "0")) };
}

/** Reports to a world, each at `nowMs` unless told otherwise; a refusal fails the test. */
export function report(world: World, event: ReportedEvent, atMs = nowMs) {
  const answer = recordInWorld(world, aDelivery(event), aMoment(atMs));
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}

export const signup = anEvent({ id: "s1", code: "ANN", codeSource: "typed" });
export const payment = aPayment();
