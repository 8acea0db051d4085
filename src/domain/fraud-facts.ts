import {
  measureClickStuffing,
  measureEmbeddedTouch,
  measureHastySignups,
  measureIdleClicks,
} from "#domain/fraud-click-measures";
import {
  measureBadCompany,
  measureOneDomain,
  measureReferrerDoubles,
  measureRefundAfterRedemption,
  measureSharedDevice,
  measureSharedPayment,
} from "#domain/fraud-gang-measures";
import { measureArrangedPayments, measureReusedDevices } from "#domain/fraud-crowd-measures";
import { fraudWindowMs, mostOthers, touchedAtMs } from "#domain/fraud-history";
import type { FraudHistory, FraudView, PastReferral } from "#domain/fraud-history";
import {
  measureAddressClustering,
  measureConversionSpeed,
  measureSimilarity,
  measureTiming,
  measureVelocity,
} from "#domain/fraud-measures";
import type { Measure } from "#domain/fraud-measures";
import type { SignalName } from "#domain/fraud-settings";
import type { Participant } from "#domain/participant";

/** All that an assessment depends on, beside a program's settings and lists. */
export type FraudFacts = Pick<FraudHistory, "referrer" | "referrerRefusal" | "sameMailbox"> & {
  referee: Participant;
  addressHash: string | null;
  measures: Record<SignalName, Measure>;
};

const measurements: Record<SignalName, (view: FraudView) => Measure> = {
  velocity: measureVelocity,
  similarity: measureSimilarity,
  address_clustering: measureAddressClustering,
  timing: measureTiming,
  conversion_speed: measureConversionSpeed,
  embedded_touch: measureEmbeddedTouch,
  click_stuffing: measureClickStuffing,
  shared_device: measureSharedDevice,
  shared_payment: measureSharedPayment,
  refund_after_redemption: measureRefundAfterRedemption,
  idle_clicks: measureIdleClicks,
  hasty_signups: measureHastySignups,
  reused_devices: measureReusedDevices,
  arranged_payments: measureArrangedPayments,
  bad_company: measureBadCompany,
  one_domain: measureOneDomain,
  referrer_doubles: measureReferrerDoubles,
};

/** The order in which a history was loaded makes no difference, nor does what lies outside its windows. */
export function gatherFraudFacts(loaded: FraudHistory, disposable: ReadonlySet<string>): FraudFacts {
  const { referral, referrer, referrerRefusal, sameMailbox } = loaded;
  const { referee, addressHash } = referral;
  const all = loaded.others.filter((other) => other.referee.id !== referee.id);
  const view = {
    ...loaded,
    others: nearest(all, referral, ({ signedUpAtMs }) => signedUpAtMs),
    touchedThen: nearest(all, referral, touchedAtMs),
    known: nearest(all, referral, ({ signedUpAtMs }) => signedUpAtMs, Infinity),
    disposable,
  };
  const measured = Object.entries(measurements).map(([name, measure]) => [name, measure(view)]);
  return {
    referrer,
    referrerRefusal,
    sameMailbox,
    referee,
    addressHash,
    // Safe because every signal has a measurement.
    measures: Object.fromEntries(measured) as Record<SignalName, Measure>,
  };
}

/** Of those within a window around a referral, the nearest. */
function nearest(
  all: readonly PastReferral[],
  referral: PastReferral,
  timeOf: (one: PastReferral) => number,
  withinMs = fraudWindowMs,
): PastReferral[] {
  const centreMs = timeOf(referral);
  const distance = (one: PastReferral) => Math.abs(timeOf(one) - centreMs);
  return all
    .filter((one) => distance(one) < withinMs)
    .sort((a, b) => distance(a) - distance(b) || (a.referee.id < b.referee.id ? -1 : 1))
    .slice(0, mostOthers);
}
