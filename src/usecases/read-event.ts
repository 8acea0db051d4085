import type { Context } from "#context";
import { normalizeCode } from "#domain/code";
import type { ReportedEvent } from "#domain/event";
import type { ReadableEvent } from "#domain/event-facts";
import { verifyJourney } from "#domain/journey";
import { canonicalJson, sha256Hex } from "#store/digest";

/** What can be made of an event before anything is read. A token that does not verify is ignored. */
export function readEvent(ctx: Context, event: ReportedEvent): ReadableEvent {
  const journey = event.click === undefined ? null : verifyJourney(ctx.signing, event.click);
  const code = event.code === undefined ? null : normalizeCode(event.code);
  const touches = journey?.touches ?? null;
  return {
    mode: ctx.actor.mode,
    contentHash: sha256Hex(canonicalJson(event)),
    evidence: {
      typedCode: event.codeSource === "typed" ? code : null,
      urlCode: event.codeSource === "typed" ? null : code,
      touches,
    },
    journeyProgramId: journey?.programId ?? null,
    visitorId: journey?.visitorId ?? null,
    codes: [...new Set([...(touches ?? []).map((touch) => touch.code), ...(code === null ? [] : [code])])],
  };
}
