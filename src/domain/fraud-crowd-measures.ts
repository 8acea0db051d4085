import { dayMs } from "#domain/day";
import type { FraudView, PastReferral } from "#domain/fraud-history";
import { found, idOf, measureVelocity, nothing } from "#domain/fraud-measures";
import type { Measure } from "#domain/fraud-measures";

/** So many must have come in 24 hours: of fewer some are couples, who share what they have. */
const fewTogether = 10;
/** A device of more may be everybody's. */
const mostOfOneHousehold = 3;

/**
 * How many of the referrer's referees signed up on a device that another of them had used before, the busiest device
 * left out where many used it: a fair has one tablet for everybody, and its guests have a telephone each.
 */
export function measureReusedDevices(view: FraudView): Measure {
  if ((measureVelocity(view).measure ?? 0) < fewTogether) return nothing;
  const seen = [view.referral, ...view.others].filter(({ visitorId }) => visitorId !== null);
  const devices = [...Map.groupBy(seen, ({ visitorId }) => visitorId).values()];
  const [busiest = [], ...others] = devices.sort((a, b) => b.length - a.length);
  const reused = busiest.length > mostOfOneHousehold ? others : [busiest, ...others];
  const ids = reused.filter(({ length }) => length > 1).flatMap((all) => all.map(idOf));
  const count = reused.reduce((sum, { length }) => sum + length - 1, 0);
  return found(
    count,
    ids.filter((id) => id !== view.referral.referee.id),
  );
}

/** Who pays right away does so within the hour, and who tries the product first pays when the trial ends. */
const arranged = { fromMs: 3_600_000, untilMs: 10 * dayMs };
/** Who has been there for so long and has not paid may not be going to. */
const settledMs = 4 * dayMs;

/** So many others came in the same days: it is arranged for several at once. */
const fewAtOnce = 2;

/**
 * How many of the referrer's referees have paid, where nearly all have, and each some hours or days after the signup:
 * of people who decide for themselves some pay at once, some when a trial ends, and many never.
 */
export function measureArrangedPayments({ referral, known, others }: FraudView): Measure {
  if (others.length < fewAtOnce) return found(0);
  const all = [referral, ...known];
  const paid = all.filter(({ paidAtMs }) => paidAtMs !== null);
  const newestMs = Math.max(...paid.map(({ paidAtMs }) => paidAtMs ?? 0));
  const settled = all.filter((one) => one.paidAtMs !== null || newestMs - one.signedUpAtMs > settledMs);
  if (!paid.every(isArranged) || paid.length * 10 < settled.length * 9) return found(0);
  return found(
    paid.length,
    paid.map(idOf).filter((id) => id !== referral.referee.id),
  );
}

function isArranged({ signedUpAtMs, paidAtMs }: PastReferral): boolean {
  const waitMs = (paidAtMs ?? 0) - signedUpAtMs;
  return waitMs >= arranged.fromMs && waitMs <= arranged.untilMs;
}
