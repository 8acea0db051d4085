import type { ReportedEvent } from "#domain/event";
import type { Clause } from "#domain/explanation";
import type { Participant } from "#domain/participant";
import type { Message, PlannedPayment } from "#domain/plan";
import type { Conversion, Referral, ReferralTouch } from "#domain/referral";
import type { Reward, RewardTransition } from "#domain/reward";
import type { Link } from "#domain/link";

/** What is stored, table by table, whatever it is stored in. */
export type StoredTables = {
  participants: Participant[];
  links: Pick<Link, "id" | "code" | "participantId">[];
  events: {
    eventId: string;
    payload: ReportedEvent;
    refereeId: string | null;
    occurredAtMs: number;
    verified: boolean;
    status: string;
  }[];
  payments: Omit<PlannedPayment, "mode">[];
  referrals: Referral[];
  touches: ReferralTouch[];
  conversions: Conversion[];
  rewards: Reward[];
  transitions: RewardTransition[];
  transactions: { id: string; type: string; rewardId: string | null; reversesId: string | null }[];
  entries: { transactionId: string; ownerId: string; unit: string; amount: number }[];
  accounts: { ownerId: string; unit: string; balance: number }[];
  outbox: Pick<Message, "type" | "payload">[];
  explanations: { refereeId: string; clauses: Clause[] }[];
};

/**
 * The stored state in words that do not depend on the order in which it came about: participants by
 * the main app's id, links by code, rewards by what earned them. Left out are ids, times of receipt
 * (`createdAtMs`, a reward's expiry, which counts from its grant) and answers, which say what each
 * event met when it came. Histories are summed up, because they tell the steps and not their result:
 * a payment that arrives after its refunds is granted and reversed at once, one that arrives before
 * them is reversed step by step; one whose dispute is known waits from the start, another is recalled.
 */
export function describeState(tables: StoredTables) {
  const who = new Map(tables.participants.map(({ id, externalId }) => [id, externalId]));
  const name = (id: string) => who.get(id) ?? id;
  const codes = new Map(tables.links.map(({ id, code }) => [id, code]));
  const refereeOf = new Map(tables.referrals.map(({ id, refereeId }) => [id, name(refereeId)]));
  const rewardOf = (reward: Reward) => nameOfReward(reward, refereeOf.get(reward.referralId ?? "") ?? "", name);
  const rewardName = new Map(tables.rewards.map((reward) => [reward.id, rewardOf(reward)]));
  const transactionName = new Map(tables.transactions.map(({ id, rewardId }) => [id, rewardName.get(rewardId ?? "")]));
  return {
    participants: sorted(
      tables.participants.map(({ mode, kind, externalId, normalizedEmail, organization, status, registeredAtMs }) => ({
        externalId,
        mode,
        kind,
        normalizedEmail,
        organization,
        status,
        registeredAtMs,
      })),
    ),
    events: sorted(
      tables.events.map(({ eventId, payload, refereeId, occurredAtMs, verified, status }) => ({
        eventId,
        type: payload.type,
        referee: name(refereeId ?? ""),
        occurredAtMs,
        verified,
        status,
      })),
    ),
    payments: sorted(
      tables.payments.map(
        ({ paymentRef, refereeId, amountMinor, currency, refundedMinor, verified, occurredAtMs }) => ({
          paymentRef,
          referee: name(refereeId),
          amountMinor,
          currency,
          refundedMinor,
          verified,
          occurredAtMs,
        }),
      ),
    ),
    referrals: sorted(
      tables.referrals.map(({ id: _, programId: _p, refereeId, referrerId, linkId, source: _s, ...rest }) => ({
        referee: name(refereeId),
        referrer: name(referrerId),
        link: codes.get(linkId),
        ...withoutReceipt(rest),
      })),
    ),
    touches: sorted(
      tables.touches.map(({ referralId, linkId: _, ownerId, ...rest }) => ({
        referee: refereeOf.get(referralId),
        owner: name(ownerId ?? ""),
        ...rest,
      })),
    ),
    conversions: sorted(
      tables.conversions.map(({ referralId, paymentRef }) => ({ referee: refereeOf.get(referralId), paymentRef })),
    ),
    // Which payment has which number is left to commit order; that there is no gap and no double is not.
    ordinals: sorted(
      tables.conversions.map(({ referralId, ordinal }) => ({ referee: refereeOf.get(referralId), ordinal })),
    ),
    rewards: sorted(tables.rewards.map((reward) => ({ name: rewardOf(reward), ...essentials(reward) }))),
    // The last state; what lies before it is history.
    transitions: sorted(
      [...Map.groupBy(tables.transitions, ({ rewardId }) => rewardId)].map(([rewardId, steps]) => ({
        reward: rewardName.get(rewardId),
        last: steps.at(-1)?.toState,
      })),
    ),
    // What each reward has come to for each of its parties.
    postings: sorted(
      sums(
        tables.entries.map((entry) => [
          `${transactionName.get(entry.transactionId)} ${name(entry.ownerId)} ${entry.unit}`,
          entry.amount,
        ]),
      ),
    ),
    accounts: sorted(
      tables.accounts.flatMap(({ ownerId, unit, balance }) =>
        balance === 0 ? [] : [{ owner: name(ownerId), unit, balance }],
      ),
    ),
    // What was told of referrals, and of which rewards; in how many steps is history.
    messages: sorted([
      ...new Set(
        tables.outbox.map(
          ({ type, payload }) =>
            `${type.replace(/^reward\..*/, "reward")} ${messageSubject(payload, rewardName, refereeOf)}`,
        ),
      ),
    ]),
    explained: sorted([
      ...new Set(
        tables.explanations.flatMap(({ refereeId, clauses }) =>
          clauses.flatMap((clause) =>
            clause.code === "reward_granted" || clause.code === "reward_held" || clause.code === "reward_denied"
              ? `${name(refereeId)} ${clause.code === "reward_denied" ? "denied" : "earned"} ${clause.rule} ${name(clause.beneficiaryId)}`
              : clause.code === "referral_bound"
                ? `${name(refereeId)} ${clause.code} ${name(clause.referrerId)}`
                : [],
          ),
        ),
      ),
    ]),
  };
}

export type StateDescription = ReturnType<typeof describeState>;

function nameOfReward(reward: Reward, referee: string, name: (id: string) => string): string {
  const [subject] = reward.subject.split(":ref_");
  return `${reward.ruleKey}#${reward.grantIndex} ${subject} of ${referee} → ${name(reward.beneficiaryId)}`;
}

function essentials({ side, kind, unit, quantity, reversedQuantity, worthMinor, state, version, earnedAtMs }: Reward) {
  return { side, kind, unit, quantity, reversedQuantity, worthMinor, state, version, earnedAtMs };
}

function withoutReceipt<T extends object>(row: T): Omit<T, "createdAtMs"> {
  const { createdAtMs: _, ...rest } = row as T & { createdAtMs?: unknown };
  return rest;
}

function messageSubject(
  { reward_id: reward, payment_ref: payment, referral_id: referral }: Record<string, unknown>,
  rewards: Map<string, string>,
  referees: Map<string, string>,
): string {
  return rewards.get(String(reward)) ?? `${referees.get(String(referral))} ${JSON.stringify(payment ?? null)}`;
}

function sums(amounts: [string, number][]): string[] {
  return [...Map.groupBy(amounts, ([key]) => key)].flatMap(([key, all]) => {
    const total = all.reduce((sum, [, amount]) => sum + amount, 0);
    return total === 0 ? [] : [`${key}: ${total}`];
  });
}

function sorted<T>(list: T[]): T[] {
  return list.toSorted((a, b) => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
