import type { Context } from "#context";
import type { Clause, ClauseCode } from "#domain/explanation";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { sentenceOf } from "#domain/sentence";
import { findNames, findReferralHistory } from "#store/explanations";

/** Why a referral stands as it does: one sentence per finding, in the order of the decisions. */
export type Explanation = {
  referralId: string;
  program: string;
  referrer: { id: string; name: string };
  referee: { id: string; name: string };
  stage: string;
  sentences: { code: ClauseCode; atMs: number; decidedAtMs: number; text: string }[];
};

export async function explainReferral(ctx: Context, referralId: string): Promise<Result<Explanation, Refusal>> {
  const history = await findReferralHistory(ctx.db, ctx.actor.mode, referralId);
  if (history === null) return refuse({ code: "not_found", what: "referral" });
  const { program, referrerId, refereeId, stage, decisions } = history;
  const clauses = decisions.flatMap(({ clauses: found, decidedAtMs }) =>
    found.map((clause) => ({ clause, decidedAtMs })),
  );
  const names = await findNames(ctx.db, [
    ...new Set([referrerId, refereeId, ...clauses.flatMap(({ clause }) => peopleIn(clause))]),
  ]);
  const nameOf = (id: string) => names.get(id) ?? "an erased person";
  return ok({
    referralId,
    program,
    referrer: { id: referrerId, name: nameOf(referrerId) },
    referee: { id: refereeId, name: nameOf(refereeId) },
    stage,
    sentences: clauses.map(({ clause, decidedAtMs }) => ({
      code: clause.code,
      atMs: clause.atMs,
      decidedAtMs,
      text: sentenceOf(clause, nameOf),
    })),
  });
}

function peopleIn(clause: Clause): string[] {
  if ("ownerId" in clause) return clause.ownerId === null ? [] : [clause.ownerId];
  if ("referrerId" in clause) return [clause.referrerId];
  return "beneficiaryId" in clause ? [clause.beneficiaryId] : [];
}
