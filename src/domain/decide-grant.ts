import { giveAward, planAwards } from "#domain/award-reward";
import { unknownBadge } from "#domain/badge-check";
import type { ChangeSetting } from "#domain/change-reward";
import type { Grant } from "#domain/grant";
import { needsWorth } from "#domain/grant-check";
import { valueOf } from "#domain/grant-value";
import type { Value } from "#domain/grant-value";
import type { Participant } from "#domain/participant";
import type { RewardPlan } from "#domain/plan";
import type { Program, ProgramDocument } from "#domain/program";
import type { Refusal } from "#domain/refusal";
import type { Referral } from "#domain/referral";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { manualRule } from "#domain/reward";
import type { Reward } from "#domain/reward";

type WithoutSide<G> = G extends Grant ? Omit<G, "to"> : never;

/** What the team gives somebody, whatever the rules say; the same operation id gives it once. */
export type HandGrant = {
  program: string;
  participant: string;
  /** Its amount is fixed: there is no payment to measure it by. */
  grant: WithoutSide<Grant>;
  reason: string;
  operationId: string;
  referralId?: string | undefined;
  expiresDays?: number | undefined;
};

export type GrantFacts = {
  program: Program | null;
  /** In force now. */
  document: ProgramDocument | null;
  participant: Participant | null;
  /** The one that was named. */
  referral: Referral | null;
  /** What was granted before under the same operation id, and why. */
  earlier: { reward: Reward; reason: string | null } | null;
};

export type GrantSetting = ChangeSetting & { rewardsEnabled: boolean };

/** A reward by hand, available at once; null where this very operation has granted it before. */
export function decideGrant(
  input: HandGrant,
  facts: GrantFacts,
  setting: GrantSetting,
): Result<RewardPlan | null, Refusal> {
  const { program, participant, document, earlier, referral } = facts;
  if (program === null) return refuse({ code: "not_found", what: "program" });
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  if (input.referralId !== undefined && referral === null) return refuse({ code: "not_found", what: "referral" });
  const grant = { ...input.grant, to: sideOf(participant, referral) };
  const value = valueOf(grant, {});
  if (value === null) return invalid("grant", "comes to nothing");
  if (earlier !== null) {
    const isSame = isSameGrant(earlier, input, { participant, grant, value });
    return isSame ? ok(null) : refuse({ code: "operation_content_differs", operationId: input.operationId });
  }
  if (program.currentVersion === null || document === null)
    return refuse({ code: "program_unpublished", program: program.key });
  if (!setting.rewardsEnabled) return refuse({ code: "rewards_disabled" });
  if (participant.status === "suspended") return refuse({ code: "participant_suspended", participant: participant.id });
  if (document.fulfilment[grant.kind] === undefined)
    return invalid("grant.kind", `the program says under \`fulfilment\` how it gives: ${kindsOf(document)}`);
  if (grant.kind === "badge" && document.badges?.every(({ key }) => key !== grant.badge) === true)
    return invalid("grant.badge", unknownBadge(document.badges));
  if (document.fulfilment[grant.kind] === "stripe") {
    if (grant.kind === "credit" && value.unit === "credits")
      return invalid("grant.currency", "must be an ISO 4217 code, because Stripe knows no credits");
    if (grant.kind === "free_month" && value.worth === null && needsWorth(document))
      return invalid("grant.worth", "is needed, because Stripe credits a month as what it is worth");
  }
  if (referral !== null && !concerns(referral, program, participant))
    return invalid("referral_id", "must be a referral of this participant in this program");
  const award = {
    programId: program.id,
    beneficiaryId: participant.id,
    version: program.currentVersion,
    ruleKey: manualRule,
    grantIndex: 0,
    subject: input.operationId,
    kind: grant.kind,
    value,
    claim: "automatic" as const,
    expiresDays: input.expiresDays ?? null,
    earnedAtMs: setting.nowMs,
    side: grant.to,
    referralId: input.referralId ?? null,
  };
  const how = { change: "grant" as const, reason: "granted_by_hand", note: input.reason };
  return ok(planAwards(program, [giveAward(award, how, setting)], setting.newId));
}

function isSameGrant(
  { reward, reason }: { reward: Reward; reason: string | null },
  input: HandGrant,
  { participant, grant, value }: { participant: Participant; grant: Grant; value: Value },
): boolean {
  const asked = [
    participant.id,
    input.referralId ?? null,
    input.expiresDays ?? null,
    input.reason,
    grant.kind,
    value.unit,
    value.quantity,
    value.label,
    value.worth?.amountMinor ?? null,
    value.worth?.currency ?? null,
  ];
  const { beneficiaryId, referralId, expiresDays, kind, unit, quantity, label, worthMinor, worthCurrency } = reward;
  const given = [
    beneficiaryId,
    referralId,
    expiresDays,
    reason,
    kind,
    unit,
    quantity,
    label,
    worthMinor,
    worthCurrency,
  ];
  return asked.every((value, index) => value === given[index]);
}

function sideOf({ id }: Participant, referral: Referral | null): "referrer" | "referee" {
  return referral?.refereeId === id ? "referee" : "referrer";
}

function concerns({ programId, referrerId, refereeId }: Referral, program: Program, { id }: Participant): boolean {
  return programId === program.id && (referrerId === id || refereeId === id);
}

function kindsOf({ fulfilment }: ProgramDocument): string {
  const kinds = Object.keys(fulfilment);
  return kinds.length === 0 ? "nothing" : kinds.join(", ");
}

function invalid(path: string, message: string) {
  return refuse({ code: "invalid_request" as const, issues: [{ path, message }] });
}
