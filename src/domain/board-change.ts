import type { Plan, ProgramPlan, RewardPlan } from "#domain/plan";
import { paidCriterion } from "#domain/qualification";
import type { RewardChange } from "#domain/reward";

/** What a program's boards may show otherwise now: these referrals and their referrers, and these participants. */
export type BoardChange = { programId: string; referralIds: string[]; participantIds: string[] };

export function isNoChange({ referralIds, participantIds }: BoardChange): boolean {
  return referralIds.length + participantIds.length === 0;
}

/** By program, each referral and each participant once. */
export function mergeChanges(changes: readonly BoardChange[]): BoardChange[] {
  const byProgram = new Map<string, { referralIds: Set<string>; participantIds: Set<string> }>();
  for (const { programId, referralIds, participantIds } of changes) {
    const known = byProgram.get(programId) ?? { referralIds: new Set(), participantIds: new Set() };
    for (const id of referralIds) known.referralIds.add(id);
    for (const id of participantIds) known.participantIds.add(id);
    byProgram.set(programId, known);
  }
  return [...byProgram].map(([programId, { referralIds, participantIds }]) => ({
    programId,
    referralIds: [...referralIds],
    participantIds: [...participantIds],
  }));
}

/** In parts of which none concerns more people than this: a referral has one referrer. */
export function splitChange({ programId, referralIds, participantIds }: BoardChange, most: number): BoardChange[] {
  const parts: BoardChange[] = [];
  const all = [
    ...referralIds.map((id) => ({ id, isReferral: true })),
    ...participantIds.map((id) => ({ id, isReferral: false })),
  ];
  for (let from = 0; from < all.length; from += most) {
    const part = all.slice(from, from + most);
    const idsOf = (referral: boolean) => part.filter(({ isReferral }) => isReferral === referral).map(({ id }) => id);
    parts.push({ programId, referralIds: idsOf(true), participantIds: idsOf(false) });
  }
  return parts;
}

/** What an event does to boards; programs in which they show the same as before are left out. */
export function changesOfEvent({ programs }: Pick<Plan, "programs">): BoardChange[] {
  return programs.map(changeOfProgram).filter((change) => !isNoChange(change));
}

function changeOfProgram(plan: ProgramPlan): BoardChange {
  const { participantIds, ...change } = changeOfRewards(plan);
  const counted = plan.counts.flatMap(({ name, scope }) => (name.startsWith("count:") ? [scope] : []));
  const former = plan.clauses.flatMap((clause) => (clause.code === "referral_reassigned" ? [clause.formerId] : []));
  return {
    ...change,
    referralIds: plan.referral !== null && isShown(plan) ? [plan.referral.referral.id] : [],
    participantIds: [...new Set([...participantIds, ...counted, ...former])],
  };
}

/** Boards show who signed up, who has paid and when first, and whose referrals they are; not the steps in between. */
function isShown({ referral, qualifications }: ProgramPlan): boolean {
  if (referral === null) return false;
  const { isNew, isMoved, isChanged } = referral;
  const isRedated = isChanged && referral.referral.convertedAtMs !== null;
  return isNew || isMoved || isRedated || qualifications.some(({ criterion }) => criterion === paidCriterion);
}

/** What is used of a reward was earned before and stays earned; it may wait for a person or not, nobody is shown that. */
const unseen: readonly RewardChange[] = [
  "deny",
  "approve",
  "refer",
  "void_part",
  "suspend",
  "resume",
  "redeem",
  "redeem_part",
  "give_back",
];

/** Whose rewards come to something else by these steps. */
export function changeOfRewards({ programId, steps }: Pick<RewardPlan, "programId" | "steps">): BoardChange {
  const seen = steps.filter(({ change }) => !unseen.includes(change));
  return { programId, referralIds: [], participantIds: [...new Set(seen.map(({ reward }) => reward.beneficiaryId))] };
}
