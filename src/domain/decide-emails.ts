import { dayMs } from "#domain/day";
import type { DispatchFacts, DueMessage } from "#domain/dispatch";
import { isEnabled } from "#domain/email-compose";
import type { EmailTemplate } from "#domain/email-template";
import { fulfilmentFormOf } from "#domain/fulfilment";
import type { Documents } from "#domain/fulfilment";
import { timeAndTailOf } from "#domain/id";
import type { MessageType } from "#domain/plan";
import type { ProgramDocument, Rule } from "#domain/program";
import type { Reward, RewardState } from "#domain/reward";

/** An email that a message leads to. `kept`: it is shown and not sent. */
export type PlannedEmail = {
  id: string;
  template: EmailTemplate;
  programId: string | null;
  /** Null: it goes to the team. */
  participantId: string | null;
  status: "due" | "kept";
  reason: "test_mode" | null;
};

type Wanted = { template: EmailTemplate; participantId: string | null };

/** Nobody wants to read today what happened last week, when the dispatch stood still. */
const oldestMs = 3 * dayMs;

/**
 * Who is written to because of a message. Their ids follow from the message's, so that the same message leads to the
 * same emails however often it is handed on.
 */
export function decideEmails(message: DueMessage, facts: DispatchFacts, nowMs: number): PlannedEmail[] {
  if (nowMs - message.createdAtMs > oldestMs) return [];
  const document = facts.program?.current ?? null;
  return wantedBy(message, facts)
    .map(({ template, participantId }, index) => ({
      id: `eml_${timeAndTailOf(message.id)}${index}`,
      template,
      programId: facts.program?.id ?? null,
      participantId,
      ...(message.mode === "test"
        ? { status: "kept" as const, reason: "test_mode" as const }
        : { status: "due" as const, reason: null }),
    }))
    .filter(({ template }) => isEnabled(document, template));
}

function wantedBy(message: DueMessage, facts: DispatchFacts): Wanted[] {
  return wants[message.type]?.(message, facts) ?? [];
}

/** What a message leads to; the others are for webhooks alone. */
const wants: Partial<Record<MessageType, (message: DueMessage, facts: DispatchFacts) => Wanted[]>> = {
  "participant.joined": ({ payload }) => toParticipant("welcome", payload["participant_id"]),
  "reward.pending": ({ payload }, { reward }) => [
    // What waits anew was told of long ago.
    ...(reward?.disputed === true || payload["again"] === true ? [] : toHolder("earned", reward, "pending")),
    ...(payload["needs_review"] === true && reward?.needsReview === true ? toTeam("review_waiting") : []),
  ],
  "reward.available": (_message, { reward, program }) =>
    reward === null || isHandedOver(reward, program)
      ? []
      : toHolder(templateOfAvailable(reward, program), reward, "available"),
  "reward.redeemed": (_message, { reward, program }) =>
    reward !== null && isHandedOver(reward, program)
      ? toHolder(templateOfAvailable(reward, program), reward, "redeemed")
      : [],
  "reward.expiring": (_message, { reward, program }) =>
    reward === null || isHandedOver(reward, program) ? [] : toHolder("expiring", reward, "available"),
  "budget.nearing": () => toTeam("budget"),
  "job.failing": () => toTeam("failure"),
  "endpoint.disabled": () => toTeam("failure"),
  "fulfilment.failed": () => toTeam("failure"),
};

/** Only what is still so: a reward that was taken back meanwhile is no good news. */
function toHolder(template: EmailTemplate, reward: Reward | null, state: RewardState): Wanted[] {
  return reward?.state === state ? [{ template, participantId: reward.beneficiaryId }] : [];
}

function toParticipant(template: EmailTemplate, id: unknown): Wanted[] {
  return typeof id === "string" ? [{ template, participantId: id }] : [];
}

function toTeam(template: EmailTemplate): Wanted[] {
  return [{ template, participantId: null }];
}

/**
 * Whether Stripe gets it without anybody's doing. Until it has it there is nothing to use, and nothing that its holder
 * could do about a day on which it expires.
 */
export function isHandedOver(reward: Pick<Reward, "kind" | "claim">, program: Documents | null): boolean {
  const form = program === null ? null : fulfilmentFormOf(reward, program);
  return reward.claim === "automatic" && form !== null && form !== "webhook";
}

/** A milestone or tier is told of once, with the first of what its rule grants to that side. */
function templateOfAvailable(reward: Reward, program: DispatchFacts["program"]): EmailTemplate {
  const rule = ruleOf(reward, program);
  const isFirst = rule?.grant.findIndex(({ to }) => to === reward.side) === reward.grantIndex;
  if (rule?.tier !== undefined && isFirst) return "tier";
  return rule?.milestone !== undefined && isFirst ? "milestone" : "available";
}

/** As it was promised, or else as it is by now. */
export function ruleOf(
  { ruleKey }: Reward,
  program: { promised: ProgramDocument | null; current: ProgramDocument | null } | null,
): Rule | null {
  const find = (document: ProgramDocument | null | undefined) => document?.rules.find(({ key }) => key === ruleKey);
  return find(program?.promised) ?? find(program?.current) ?? null;
}
