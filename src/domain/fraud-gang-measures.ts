import { dayMs } from "#domain/day";
import type { FraudHistory, FraudView, PastReferral } from "#domain/fraud-history";
import { found, idOf, nothing } from "#domain/fraud-measures";
import type { Measure } from "#domain/fraud-measures";
import { domainsOf } from "#domain/fraud-list";
import { isMailProvider } from "#domain/mail-provider";
import { shareOf } from "#domain/money";
import { wholeRatio } from "#domain/trigram";

/** For so long a device stands somewhere for everybody: the tablet of a fair, or of a shop's opening. */
const standMs = 2 * dayMs;

/**
 * How many others signed up on the referee's device: the referrer, or other referees. A device on which all signed up
 * within two days may be a stand's, and says nothing.
 */
export function measureSharedDevice({ referral, referrer, referrerVisitorId, others }: FraudHistory): Measure {
  const { visitorId, referee } = referral;
  if (visitorId === null) return nothing;
  const there = others.filter((other) => other.visitorId === visitorId);
  const times = [referral, ...there].map(({ signedUpAtMs }) => signedUpAtMs);
  const lasted = Math.max(...times) - Math.min(...times) >= standMs;
  const ids = new Set([...(lasted ? there.map(idOf) : []), ...(referrerVisitorId === visitorId ? [referrer.id] : [])]);
  ids.delete(referee.id);
  return found(ids.size, [...ids]);
}

/** How many others have paid with the referee's card; only every other one where a firm is in it, whose card it may be. */
export function measureSharedPayment({ referral: { referee }, referrer, samePayment }: FraudHistory): Measure {
  if (referee.paymentFingerprint === null) return nothing;
  const ids = new Set(samePayment);
  ids.delete(referee.id);
  const isFirm = (referee.organization ?? referrer.organization) !== null;
  return found(isFirm ? Math.floor(ids.size / 2) : ids.size, [...ids]);
}

/**
 * Who pays within the hour, or not before a trial is over, wants the product: those who mean to take their money back
 * pay some time between.
 */
const [atOnceMs, triedMs] = [0.75 * 3_600_000, 13 * dayMs];

/** One refund is nobody's habit. */
const fewRefunds = 2;

/**
 * The share who took their money back after the reward was used, in millionths, of the paying referees of the same
 * days: whoever did it with a few in spring may have honest friends in autumn.
 */
export function measureRefundAfterRedemption({ referral, others }: FraudHistory): Measure {
  const paid = [referral, ...others].filter(hasPaid);
  if (paid.length === 0 || paidWithin(referral, atOnceMs) || !paidWithin(referral, triedMs)) return nothing;
  const back = paid.filter(({ isTakenBack }) => isTakenBack);
  const ids = back.map(idOf).filter((id) => id !== referral.referee.id);
  return found(back.length < fewRefunds ? 0 : shareOf(wholeRatio, back.length, paid.length), ids);
}

/** One with a throw-away mailbox may be careless, and three on a card a family. */
const fewBad = 2;
/** In a crowd two are careless by chance. */
const fewInCrowd = { others: 10, bad: 3 };
const manyOnCard = 4;

/**
 * The share of the referrer's other referees who would be turned away themselves, in millionths: with throw-away
 * mail, the referrer's card or mailbox, or one card among four or more of them.
 */
export function measureBadCompany({ referral, referrer, others, disposable }: FraudView): Measure {
  if (others.length === 0) return nothing;
  const cards = Map.groupBy(others.filter(hasPaid), ({ referee }) => referee.paymentFingerprint);
  const bad = others.filter((other) => {
    const { email, normalizedEmail, paymentFingerprint } = other.referee;
    if (email !== null && domainsOf(email).some((domain) => disposable.has(domain))) return true;
    if (normalizedEmail !== null && normalizedEmail === referrer.normalizedEmail) return true;
    if (paymentFingerprint === null || !hasPaid(other)) return false;
    return (
      paymentFingerprint === referrer.paymentFingerprint || (cards.get(paymentFingerprint)?.length ?? 0) >= manyOnCard
    );
  });
  const ids = bad.map(idOf).filter((id) => id !== referral.referee.id);
  const few = others.length > fewInCrowd.others ? fewInCrowd.bad : fewBad;
  return found(ids.length < few ? 0 : shareOf(wholeRatio, ids.length, others.length), ids);
}

function paidWithin({ signedUpAtMs, paidAtMs }: PastReferral, withinMs: number): boolean {
  return paidAtMs !== null && paidAtMs - signedUpAtMs < withinMs;
}

function hasPaid({ paidAtMs }: PastReferral): boolean {
  return paidAtMs !== null;
}

/** Members of one school or firm try a product out, and pay when the trial ends, if they do. */
const soonMs = 10 * dayMs;

/**
 * How many other referees have the referee's mail domain, where it is all of them, most have paid, some of these soon, and it is neither a
 * provider's nor the referrer's: people whom one person refers have mailboxes of many kinds, unless he made them.
 */
export function measureOneDomain({ referral, referrer, others }: FraudHistory): Measure {
  const domain = mailDomainOf(referral);
  if (domain === null || isMailProvider(domain) || domain === mailDomainOf({ referee: referrer })) return found(0);
  const all = [referral, ...others];
  const paid = all.filter(hasPaid);
  const soon = paid.filter((one) => paidWithin(one, soonMs));
  const isWholly = others.every((other) => mailDomainOf(other) === domain);
  return found(
    isWholly && paid.length * 2 >= all.length && soon.length * 3 >= paid.length ? others.length : 0,
    isWholly ? others.map(idOf) : [],
  );
}

function mailDomainOf({ referee: { normalizedEmail, email } }: Pick<PastReferral, "referee">): string | null {
  const mailbox = normalizedEmail ?? email?.toLowerCase() ?? null;
  return mailbox === null ? null : mailbox.slice(mailbox.lastIndexOf("@") + 1);
}

/**
 * How many accounts with the referrer's own mailbox or card were opened after his, in the days of the signup. Whose
 * only referee of these days it is may have had a firm's card told by two colleagues.
 */
export function measureReferrerDoubles({ referral, referrerDoubles, others }: FraudView): Measure {
  if (others.length === 0) return found(0);
  const ids = new Set(referrerDoubles);
  ids.delete(referral.referee.id);
  return found(ids.size, [...ids]);
}
