import type { Context } from "#context";
import { badgeFactsOf } from "#domain/badge-facts";
import { programNowMs } from "#domain/mode";
import { countKey, paidCriterion } from "#domain/qualification";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { standingOf } from "#domain/standing";
import type { Standing } from "#domain/standing";
import { findParticipant } from "#store/participants";
import { findProgram } from "#store/programs";
import { loadStandingFacts } from "#store/standing-facts";

export type ProgramStanding = Standing & { programId: string; program: string; conversions: number };

/** Where a participant stands as a referrer, in one program or in all that know him. */
export async function describeStanding(
  ctx: Context,
  input: { participantId: string; program?: string | undefined },
): Promise<Result<ProgramStanding[], Refusal>> {
  const { mode } = ctx.actor;
  const [participant, program] = await Promise.all([
    findParticipant(ctx.db, mode, input.participantId),
    input.program === undefined ? undefined : findProgram(ctx.db, mode, input.program),
  ]);
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (program === null) return refuse({ code: "not_found", what: "program" });
  const { id: participantId, kind: participantKind } = participant;
  const facts = await loadStandingFacts(ctx.db, { mode, participantId, programId: program?.id });
  return ok(
    facts.map((found) => {
      const { programId, program: key, counts } = found;
      const countOf = (criterion: string) => counts.get(countKey(participantId, criterion).name) ?? 0;
      const nowMs = programNowMs(found, ctx.nowMs);
      const conversions = countOf(paidCriterion);
      const about = badgeFactsOf(participant, { ...found.totals, conversions });
      const standing = standingOf({ ...found, participantKind, countOf, facts: about, nowMs });
      return { programId, program: key, conversions, ...standing };
    }),
  );
}
