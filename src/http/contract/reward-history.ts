import * as z from "zod";
import { timelineCodes, timelineOf } from "#domain/reward-timeline";
import { shownInstant, showInstant } from "#http/contract/wire";
import type { RewardRow, TransitionRow } from "#store/rewards";

const shownTransition = z
  .strictObject({
    from: z.string().nullable(),
    to: z.string(),
    reason: z.string(),
    note: z.string().nullable().meta({ description: "What the person who did it gave as a reason." }),
    actor: z.string(),
    at: shownInstant,
  })
  .meta({ id: "RewardTransition" });

const shownTimelineEntry = z
  .strictObject({ code: z.enum(timelineCodes), at: shownInstant, text: z.string() })
  .meta({ id: "RewardTimelineEntry" });

/** A reward's history twice: as the team reads it, and as its participant may. */
export const historyFields = {
  transitions: z.array(shownTransition).meta({ description: "Empty to participants." }),
  timeline: z.array(shownTimelineEntry).meta({
    description: "The same as it may be told to the participant: by whom and why something was checked is not in it.",
  }),
};

const shownHistory = z.strictObject(historyFields);

export function showHistory(
  transitions: readonly TransitionRow[],
  dates: Pick<RewardRow, "earnedAtMs" | "releaseAtMs">,
): z.input<typeof shownHistory> {
  return {
    transitions: transitions.map(({ fromState, toState, reason, note, actor, atMs }) => ({
      ...{ from: fromState, to: toState, reason, note, actor },
      at: showInstant(atMs),
    })),
    timeline: timelineOf(transitions, dates).map(({ code, atMs, text }) => ({ code, at: showInstant(atMs), text })),
  };
}
