import type { Context } from "#context";
import { badgeFactsOf } from "#domain/badge-facts";
import { programNowMs } from "#domain/mode";
import { countIn, paidCriterion } from "#domain/qualification";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { standingOf } from "#domain/standing";
import type { Standing } from "#domain/standing";
import { loadStandingFacts } from "#store/standing-facts";

export type ProgramStanding = Standing & { programId: string; program: string; conversions: number };

/** Where a participant stands as a referrer, in one program or in all that know him. */
export async function describeStanding(
  ctx: Context,
  input: { participantId: string; program: string | undefined },
): Promise<Result<ProgramStanding[], Refusal>> {
  const found = await loadStandingFacts(ctx.db, { mode: ctx.actor.mode, ...input });
  const { participant } = found;
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (!found.isProgramKnown) return refuse({ code: "not_found", what: "program" });
  const { kind: participantKind } = participant;
  return ok(
    found.programs.map((facts) => {
      const { programId, program: key, counts } = facts;
      const countOf = countIn(counts);
      const nowMs = programNowMs(facts, ctx.nowMs);
      const conversions = countOf(paidCriterion);
      const about = badgeFactsOf(participant, { ...facts.achieved, conversions });
      const standing = standingOf({ ...facts, participantKind, countOf, facts: about, nowMs });
      return { programId, program: key, conversions, ...standing };
    }),
  );
}
