import type { ClickSums, FraudHistory, PastReferral } from "#domain/fraud-history";
import type { FraudListEntry } from "#domain/fraud-list";
import type { FraudLists } from "#domain/fraud-rules";
import type { Participant } from "#domain/participant";
import type { Referral } from "#domain/referral";

/**
 * What fraud scoring may need of one referee, read before it is decided who his referrer is: so for every pair and
 * program that it may come to.
 */
export type FraudEvidence = {
  pairs: readonly PairEvidence[];
  /** Participants with a mailbox or a payment fingerprint that may be the referee's, he himself among them. */
  namesakes: readonly Namesake[];
  /** Those that can apply; without a program in every one. Mailboxes stand in clear, however they are stored. */
  entries: readonly (FraudListEntry & { programId: string })[];
  reviews: readonly ReviewStanding[];
  /** Domains of throw-away mail, in lower case. */
  disposable: ReadonlySet<string>;
  /** Real time, in a sandbox too: list entries end by it. */
  nowMs: number;
};

export type PairEvidence = {
  programId: string;
  referrerId: string;
  /** The device on which the referrer signed up himself, where he was referred. */
  referrerVisitorId: string | null;
  /** Whether the money of this pair's own referral, or a part of it, went back after he had used the reward. */
  isTakenBack: boolean;
  /** Those with his mailbox or card who came after him, around the signup. */
  doubles: readonly string[];
  /** On his links around the touch. */
  clicks: ClickSums;
  others: readonly PastReferral[];
};

export type Namesake = Pick<Participant, "id" | "normalizedEmail" | "paymentFingerprint"> & { createdAtMs: number };

/** What a person has said of a referral, and the names of the signals and rules that it was said of. */
export type ReviewStanding = {
  referralId: string;
  status: "open" | "approved" | "rejected";
  grounds: readonly string[];
};

/** A referral as it stands in a decision, which may be the one that makes it. */
export type ScoredReferral = {
  referral: Referral;
  referrer: Participant;
  referee: Participant;
  referrerRefusal: FraudHistory["referrerRefusal"];
};

export function historyFrom(evidence: FraudEvidence, scored: ScoredReferral): FraudHistory {
  const { referral, referrer, referee, referrerRefusal } = scored;
  const { programId, referrerId, signedUpAtMs, convertedAtMs: paidAtMs } = referral;
  const pair = evidence.pairs.find((one) => one.programId === programId && one.referrerId === referrerId);
  const others = (pair?.others ?? []).filter((other) => other.referee.id !== referee.id);
  const isReferee = ({ id }: Namesake) => id === referee.id;
  const namesakes = evidence.namesakes.filter((one) => !isReferee(one));
  const { visitorId, via, addressHash, linkClickedAtMs: clickedAtMs } = referral;
  return {
    referral: {
      ...{ referee, signedUpAtMs, clickedAtMs, via, visitorId, addressHash, paidAtMs },
      isTakenBack: pair?.isTakenBack ?? false,
    },
    referrer,
    referrerRefusal,
    referrerVisitorId: pair?.referrerVisitorId ?? null,
    referrerDoubles: pair?.doubles ?? [],
    others,
    clicks: pair?.clicks ?? { clicks: 0, embedded: 0 },
    sameMailbox: namesakes
      .filter(({ normalizedEmail }) => isSame(normalizedEmail, referee.normalizedEmail))
      .map((one) => ({ id: one.id, isEarlier: cameBefore(one, evidence.namesakes.find(isReferee)) })),
    samePayment: namesakes
      .filter(({ paymentFingerprint }) => isSame(paymentFingerprint, referee.paymentFingerprint))
      .map(({ id }) => id),
  };
}

/** The lists of a program. */
export function listsOf({ entries, disposable, nowMs }: FraudEvidence, programId: string): FraudLists {
  const own = entries.filter((entry) => entry.programId === "" || entry.programId === programId);
  return { entries: own, disposable, nowMs };
}

/** By the times that both became known, whatever clock a program goes by; whoever is only coming now is the last. */
function cameBefore(one: Namesake, referee: Namesake | undefined): boolean {
  if (referee === undefined) return true;
  const isTie = one.createdAtMs === referee.createdAtMs;
  return isTie ? one.id < referee.id : one.createdAtMs < referee.createdAtMs;
}

function isSame(a: string | null, b: string | null): boolean {
  return a !== null && a !== "" && a === b;
}
