import type { Context } from "#context";
import { tellMeeting, tellNoMeeting, tellPair } from "#domain/explain-pair";
import type { PairTold } from "#domain/explain-pair";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { peopleIn } from "#domain/reward-sentence";
import type { NameOf } from "#domain/sentence";
import { loadNamesAndLives } from "#store/explanations";
import type { RewardLife } from "#store/explanations";
import { findPair, loadPairFacts } from "#store/pair-facts";
import type { Named, NamedPair, PairFacts } from "#store/pair-facts";
import { findProgram } from "#store/programs";
import { describeHistory, nobody } from "#usecases/explain-referral";
import type { StandingReward } from "#usecases/explain-referral";

type NamedOrNot = { id: string; name: string } | null;

/** What is between two people, also when it is nothing, and why. */
export type PairExplanation = {
  /** Null for somebody who is not known. */
  referrer: NamedOrNot;
  referee: NamedOrNot;
  sentences: PairTold[];
  /** One entry for each program in which they could have met. */
  programs: MeetingExplanation[];
};

export type MeetingExplanation = {
  programId: string;
  program: string;
  /** The referral of the one by the other. */
  referralId: string | null;
  stage: string | null;
  sentences: PairTold[];
  rewards: StandingReward[];
};

/** Unknown people are something to say, and no refusal; only a program has to be there when it is named. */
export async function explainPair(
  ctx: Context,
  input: { program?: string | undefined; referrer: Named; referee: Named },
): Promise<Result<PairExplanation, Refusal>> {
  const { mode } = ctx.actor;
  const [pair, program] = await Promise.all([
    findPair(ctx.db, mode, input),
    input.program === undefined ? undefined : findProgram(ctx.db, mode, input.program),
  ]);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  const ids = { referrerId: pair.referrer?.id ?? null, refereeId: pair.referee?.id ?? null };
  const facts = await loadPairFacts(ctx.db, { mode, programId: program?.id, ...ids });
  const { names, lives } = await loadNamesAndLives(ctx.db, { people: peopleOf(pair, facts), referralIds: own(facts) });
  const nameOf: NameOf = (id) => names.get(id) ?? nobody;
  const nowhere = facts.meetings.length === 0 ? tellNoMeeting(pair, facts.events, nameOf) : [];
  return ok({
    referrer: pair.referrer && { id: pair.referrer.id, name: nameOf(pair.referrer.id) },
    referee: pair.referee && { id: pair.referee.id, name: nameOf(pair.referee.id) },
    sentences: [...tellPair(pair, facts.events, nameOf), ...nowhere, ...(facts.isCut ? [thereIsMore] : [])],
    programs: facts.meetings.map((meeting) => describeMeeting(ctx, { meeting, pair, facts, lives }, nameOf)),
  });

  function own({ meetings }: PairFacts): string[] {
    return meetings.flatMap(({ referral }) =>
      referral !== null && referral.referrerId === ids.referrerId ? [referral.id] : [],
    );
  }
}

const thereIsMore: PairTold = {
  code: "there_is_more",
  atMs: null,
  text: "There is more than is told here: name one program.",
};

type Found = { meeting: PairFacts["meetings"][number]; pair: NamedPair; facts: PairFacts; lives: RewardLife[] };

function describeMeeting(ctx: Context, { meeting, pair, facts, lives }: Found, nameOf: NameOf): MeetingExplanation {
  const { program, referral, clauses, clockMs, stage } = meeting;
  const told = tellMeeting(meeting, pair, facts.events, nameOf);
  const none = { programId: program.id, program: program.key, referralId: null, stage: null, rewards: [] };
  if (referral === null || referral.referrerId !== pair.referrer?.id) return { ...none, sentences: told };
  const { id: referralId, referrerId } = referral;
  const history = describeHistory(
    {
      ...{ referralId, referrerId, refereeId: pair.referee?.id ?? "", program: program.key },
      ...{ clockMs, stage: stage ?? "", clauses, isCut: false },
      lives: lives.filter(({ reward }) => reward.referralId === referralId),
    },
    nameOf,
    programNowMs(meeting, ctx.nowMs),
  );
  const sentences = [...told, ...history.sentences.map(({ code, atMs, text }) => ({ code, atMs, text }))];
  return { ...none, referralId, stage, sentences, rewards: history.rewards };
}

function peopleOf({ referrer, referee }: NamedPair, { meetings }: PairFacts): string[] {
  return [
    ...[referrer, referee].flatMap((person) => (person === null ? [] : [person.id])),
    ...meetings.flatMap(({ referral, reverse, clauses }) => [
      ...[referral, reverse].flatMap((row) => (row === null ? [] : [row.referrerId])),
      ...clauses.flatMap(({ clause }) => peopleIn(clause)),
    ]),
  ];
}
