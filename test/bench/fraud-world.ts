import { decideBinding, refusalOfReferrer } from "#domain/binding";
import { dayOf } from "#domain/day";
import { isEmbedded, isInWindow, sumClicks, touchedAtMs } from "#domain/fraud-history";
import type { ClickVia, FraudHistory, PastReferral } from "#domain/fraud-history";
import { maxTouches } from "#domain/journey";
import type { Link } from "#domain/link";
import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";

/** A labelled past, in time order. An address is an opaque key, whose hash changes at midnight UTC. */
export type Corpus = {
  people: CorpusPerson[];
  happenings: Happening[];
  /** By referee. */
  labels: Map<string, { isAbuse: boolean; population: string }>;
};

export type CorpusPerson = {
  id: string;
  name: string;
  email: string;
  organization: string | null;
  registeredAtMs: number | null;
  paymentFingerprint: string | null;
};

export type Happening =
  | {
      type: "click";
      atMs: number;
      visitor: string;
      referrerId: string;
      address: string;
      agent: string;
      via: ClickVia;
    }
  | {
      type: "signup";
      atMs: number;
      refereeId: string;
      referrerId: string;
      visitor: string | null;
      address: string;
      codeSource: "click" | "typed";
    }
  | { type: "activated"; atMs: number; refereeId: string }
  | {
      type: "payment";
      atMs: number;
      refereeId: string;
      paymentRef: string;
      amountMinor: number;
      currency: string;
    }
  | { type: "refund"; atMs: number; paymentRef: string; amountMinor: number }
  | { type: "redeemed"; atMs: number; refereeId: string };

type Signup = Happening & { type: "signup" };
type Payment = Happening & { type: "payment" };
type Known = PastReferral & { referrerId: string; redeemedAtMs: number | null; isTakenBack: boolean };
type Click = Happening & { type: "click" };

/** What the engine would know by now. */
export type FraudWorld = {
  take: (happening: Happening) => void;
  /** Why a signup was refused; null when it was bound. */
  refusalOf: (refereeId: string) => string | null;
  /** Null where no referral was bound. */
  historyOf: (payment: Payment) => FraudHistory | null;
};

/** Remembers a corpus as it happens. Signups are bound by the engine's own rules, under the referrer that they name. */
export function openFraudWorld(corpus: Corpus, document: ProgramDocument): FraudWorld {
  const people = new Map(corpus.people.map((person) => [person.id, participantOf(person)]));
  const signsUp = new Set(corpus.happenings.flatMap((one) => (one.type === "signup" ? [one.refereeId] : [])));
  const referrals = new Map<string, Known>();
  const byReferrer = new Map<string, Known[]>();
  const refusals = new Map<string, string>();
  const clicks = new Map<string, Click[]>();
  const payers = new Map<string, string>();
  const arrivals = new Map<string, number>();
  const [byMailbox, byCard] = [indexPeople("normalizedEmail"), indexPeople("paymentFingerprint")];

  return { take, refusalOf: (refereeId) => refusals.get(refereeId) ?? null, historyOf };

  function take(happening: Happening): void {
    if (happening.type === "click") listIn(clicks, happening.referrerId).push(happening);
    if (happening.type === "signup") bind(happening);
    if (happening.type === "payment") pay(happening);
    if (happening.type === "refund") refund(happening.paymentRef);
    if (happening.type === "redeemed") {
      const referral = referrals.get(happening.refereeId);
      if (referral !== undefined) referral.redeemedAtMs ??= happening.atMs;
    }
  }

  function bind(signup: Signup): void {
    const { refereeId, referrerId, atMs, visitor, address } = signup;
    arrivals.set(refereeId, atMs);
    const journey = (clicks.get(referrerId) ?? []).filter((click) => click.visitor === visitor);
    const touches =
      signup.codeSource === "typed" ? [] : [...journey.slice(0, 1), ...journey.slice(1).slice(1 - maxTouches)];
    const evidence = {
      typedCode: touches.length === 0 ? referrerId : null,
      touches: touches.map((click) => ({ code: referrerId, atMs: click.atMs, channel: "link" as const })),
      urlCode: null,
    };
    // A card is known from the first payment on.
    const referee = { ...personOf(refereeId), paymentFingerprint: null };
    const binding = decideBinding(evidence, bindingFacts(referee, referrerId), atMs);
    if (!binding.ok) {
      refusals.set(refereeId, binding.refusal.reason);
      return;
    }
    const counted = touches.filter((click) => click.atMs >= binding.value.touch.atMs);
    const known: Known = {
      ...{ referrerId, referee: personOf(refereeId), signedUpAtMs: atMs, visitorId: visitor },
      clickedAtMs: counted[0]?.atMs ?? null,
      via: (counted.find(({ via }) => !isEmbedded(via)) ?? counted[0])?.via ?? null,
      addressHash: `${address}@${dayOf(atMs)}`,
      ...{ paidAtMs: null, redeemedAtMs: null, isTakenBack: false },
    };
    referrals.set(refereeId, known);
    listIn(byReferrer, referrerId).push(known);
  }

  function bindingFacts(referee: Participant, referrerId: string) {
    const link: Link = {
      ...{ id: `lnk_${referrerId}`, programId: "prg_1", participantId: referrerId, code: referrerId, campaign: null },
      ...{ status: "active", expiresAtMs: Number.MAX_SAFE_INTEGER, createdAtMs: 0 },
    };
    return {
      ...{ programId: "prg_1", promised: document, current: document, referee },
      links: new Map([[referrerId, link]]),
      owners: new Map([[referrerId, personOf(referrerId)]]),
      ownersBelowReferee: new Set(isBelow(referrerId, referee.id) ? [referrerId] : []),
    };
  }

  function isBelow(referrerId: string, refereeId: string): boolean {
    const seen = new Set<string>();
    for (
      let at: string | undefined = referrerId;
      at !== undefined && !seen.has(at);
      at = referrals.get(at)?.referrerId
    ) {
      if (at === refereeId) return true;
      seen.add(at);
    }
    return false;
  }

  function pay({ refereeId, paymentRef, atMs }: Payment): void {
    payers.set(paymentRef, refereeId);
    const referral = referrals.get(refereeId);
    if (referral !== undefined) referral.paidAtMs ??= atMs;
  }

  function refund(paymentRef: string): void {
    const referral = referrals.get(payers.get(paymentRef) ?? "");
    if (referral !== undefined && referral.redeemedAtMs !== null) referral.isTakenBack = true;
  }

  function historyOf({ refereeId, amountMinor }: Payment): FraudHistory | null {
    const referral = referrals.get(refereeId);
    if (referral === undefined) return null;
    const { referrerId, signedUpAtMs, referee } = referral;
    const all = byReferrer.get(referrerId) ?? [];
    const referrer = personOf(referrerId);
    return {
      referral,
      referrer,
      referrerRefusal: refusalOfReferrer(referrer, document),
      referrerVisitorId: referrals.get(referrerId)?.visitorId ?? null,
      others: all.filter((other) => other !== referral),
      clicks: sumClicks(clicks.get(referrerId) ?? [], touchedAtMs(referral)),
      referrerDoubles: doublesOf(referrer, signedUpAtMs),
      sameMailbox: othersIn(byMailbox, referee.normalizedEmail, refereeId)
        .filter((id) => !signsUp.has(id) || arrivals.has(id))
        .map((id) => ({ id, isEarlier: (arrivals.get(id) ?? -Infinity) < signedUpAtMs })),
      samePayment: othersIn(byCard, referee.paymentFingerprint, refereeId).filter(
        (id) => !signsUp.has(id) || (referrals.get(id)?.paidAtMs ?? null) !== null,
      ),
      payment: { amountMinor, reviewOverMinor: null },
    };
  }

  /** Accounts by the referrer's mailbox or card that came after his own; a card is known from the first payment on. */
  function doublesOf({ id, normalizedEmail, paymentFingerprint }: Participant, signedUpAtMs: number): string[] {
    const since = arrivals.get(id) ?? -Infinity;
    const later = (other: string) => {
      const atMs = arrivals.get(other) ?? -Infinity;
      return atMs > since && isInWindow(atMs, signedUpAtMs);
    };
    const hasPaid = (other: string) => (referrals.get(other)?.paidAtMs ?? null) !== null;
    const byCards = othersIn(byCard, paymentFingerprint, id).filter(hasPaid);
    return [...othersIn(byMailbox, normalizedEmail, id), ...byCards].filter(later);
  }

  function personOf(id: string): Participant {
    const person = people.get(id);
    if (person === undefined) throw new Error(`nobody is ${id}`);
    return person;
  }

  function indexPeople(field: "normalizedEmail" | "paymentFingerprint"): Map<string, string[]> {
    const index = new Map<string, string[]>();
    for (const person of people.values()) if (person[field] !== null) listIn(index, person[field]).push(person.id);
    return index;
  }
}

function othersIn(index: ReadonlyMap<string, string[]>, key: string | null, ownId: string): string[] {
  return key === null ? [] : (index.get(key) ?? []).filter((id) => id !== ownId);
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function participantOf({
  id,
  name,
  email,
  organization,
  registeredAtMs,
  paymentFingerprint,
}: CorpusPerson): Participant {
  return {
    ...{
      id,
      mode: "live",
      kind: "customer",
      externalId: id,
      status: "active" as const,
      category: null,
      location: null,
    },
    ...{ name, email, normalizedEmail: normalizeEmail(email), organization, registeredAtMs, paymentFingerprint },
  };
}
