import {
  measureClickStuffing,
  measureEmbeddedTouch,
  measureRefundAfterRedemption,
  measureSharedDevice,
  measureSharedPayment,
} from "#domain/fraud-added-measures";
import { isInWindow, mostOthers } from "#domain/fraud-history";
import type { FraudHistory, PastReferral } from "#domain/fraud-history";
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
export type FraudFacts = Pick<FraudHistory, "referrer" | "referrerRefusal" | "sameMailbox" | "payment"> & {
  referee: Participant;
  addressHash: string | null;
  measures: Record<SignalName, Measure>;
};

const measurements: Record<SignalName, (history: FraudHistory) => Measure> = {
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
};

/** The order in which a history was loaded makes no difference, nor does what lies outside its window. */
export function gatherFraudFacts(loaded: FraudHistory): FraudFacts {
  const { referral, referrer, referrerRefusal, sameMailbox, payment } = loaded;
  const { signedUpAtMs, referee, addressHash } = referral;
  const near = loaded.others.filter(
    (other) => other.referee.id !== referee.id && isInWindow(other.signedUpAtMs, signedUpAtMs),
  );
  const others = near.toSorted(byDistanceFrom(signedUpAtMs)).slice(0, mostOthers);
  const history = { ...loaded, others };
  const measured = Object.entries(measurements).map(([name, measure]) => [name, measure(history)]);
  return {
    referrer,
    referrerRefusal,
    sameMailbox,
    payment,
    referee,
    addressHash,
    // Safe because every signal has a measurement.
    measures: Object.fromEntries(measured) as Record<SignalName, Measure>,
  };
}

function byDistanceFrom(atMs: number) {
  return (a: PastReferral, b: PastReferral) =>
    Math.abs(a.signedUpAtMs - atMs) - Math.abs(b.signedUpAtMs - atMs) || (a.referee.id < b.referee.id ? -1 : 1);
}
