import { isEmbedded, mostOthers } from "#domain/fraud-history";
import type { FraudHistory } from "#domain/fraud-history";
import { found, idOf, nothing } from "#domain/fraud-measures";
import type { Measure } from "#domain/fraud-measures";
import { shareOf } from "#domain/money";
import { wholeRatio } from "#domain/trigram";

/** Of fewer clicks no share is made. */
const fewClicks = 20;

/**
 * A touch that nobody asked for: the link was loaded as an image, a frame or a script of some page. Whole for the
 * referral's own touch, otherwise the share of such loads in the referrer's clicks, in millionths.
 */
export function measureEmbeddedTouch({ referral: { via }, clicks }: FraudHistory): Measure {
  if (isEmbedded(via)) return found(wholeRatio, [], via);
  return clicks.clicks < fewClicks ? nothing : found(shareOf(wholeRatio, clicks.embedded, clicks.clicks));
}

/**
 * Clicks on the referrer's links for each referral of the same days: whoever stuffs clicks has many of the one only.
 * Where not all referrals were looked at, there is nothing to share them out among.
 */
export function measureClickStuffing({ others, clicks }: FraudHistory): Measure {
  if (others.length >= mostOthers) return nothing;
  return found(Math.floor(clicks.clicks / (others.length + 1)));
}

/** How many others signed up on the referee's device: the referrer, or other referees. */
export function measureSharedDevice({ referral, referrer, referrerVisitorId, others }: FraudHistory): Measure {
  const { visitorId, referee } = referral;
  if (visitorId === null) return nothing;
  const there = others.filter((other) => other.visitorId === visitorId).map(idOf);
  const ids = new Set([...there, ...(referrerVisitorId === visitorId ? [referrer.id] : [])]);
  ids.delete(referee.id);
  return found(ids.size, [...ids]);
}

/** How many others have paid with the referee's card. */
export function measureSharedPayment({ referral: { referee }, samePayment }: FraudHistory): Measure {
  if (referee.paymentFingerprint === null) return nothing;
  const ids = new Set(samePayment);
  ids.delete(referee.id);
  return found(ids.size, [...ids]);
}

/** One refund is nobody's habit. */
const fewRefunds = 2;

/** The share of the referrer's paying referees who took their money back after the reward was used, in millionths. */
export function measureRefundAfterRedemption({ refunds: { paid, afterRedemption } }: FraudHistory): Measure {
  if (paid === 0) return nothing;
  return found(afterRedemption < fewRefunds ? 0 : shareOf(wholeRatio, Math.min(afterRedemption, paid), paid));
}
