import { decideBinding, refusalOfReferrer } from "#domain/binding";
import { dayOf } from "#domain/day";
import { traceOf } from "#domain/click-trace";
import type { ClickTrace } from "#domain/click-trace";
import { isInWindow, touchedAtMs } from "#domain/fraud-history";
import type { FraudHistory, PastReferral } from "#domain/fraud-history";
import { addTouch, isRepeat } from "#domain/journey";
import type { Journey } from "#domain/journey";
import type { Link } from "#domain/link";
import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import { sumClicks } from "#bench/click-sums";
import type { Corpus, Happening, Person } from "#bench/fraud-world/corpus";
import { createAgentClasses } from "#edge/agents";

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

/**
 * Remembers a corpus as it happens, and of it what production does: clicks are counted and leave touches by the rules of
 * the redirect, a signup is bound by the engine's own, which need not be under the referrer that the corpus names, and
 * device, address and way of loading are those of the clicks that it was bound by.
 */
export function openFraudWorld(corpus: Corpus, document: ProgramDocument): FraudWorld {
  const people = new Map(corpus.people.map((person) => [person.id, participantOf(person)]));
  const signsUp = new Set(corpus.happenings.flatMap((one) => (one.type === "signup" ? [one.refereeId] : [])));
  const referrals = new Map<string, Known>();
  const byReferrer = new Map<string, Known[]>();
  const refusals = new Map<string, string>();
  const clicks = new Map<string, Click[]>();
  const journeys = new Map<string, Journey>();
  const traces = new Map<string, ClickTrace[]>();
  const classOf = createAgentClasses();
  const payers = new Map<string, string>();
  const cardsSeen = new Set<string>();
  const arrivals = new Map<string, number>();
  const [byMailbox, byCard] = [indexPeople("normalizedEmail"), indexPeople("paymentFingerprint")];

  return { take, refusalOf: (refereeId) => refusals.get(refereeId) ?? null, historyOf };

  function take(happening: Happening): void {
    if (happening.type === "click") click(happening);
    if (happening.type === "signup") bind(happening);
    if (happening.type === "payment") pay(happening);
    if (happening.type === "refund") refund(happening.paymentRef);
    if (happening.type === "redeemed") {
      const referral = referrals.get(happening.refereeId);
      if (referral !== undefined) referral.redeemedAtMs ??= happening.atMs;
    }
  }

  function click(made: Click): void {
    const { referrerId: code, visitor, address, agent, via, atMs } = made;
    if (classOf(agent) !== "human") return;
    listIn(clicks, code).push(made);
    const before = journeys.get(visitor) ?? { programId: "prg_1", visitorId: visitor, touches: [] };
    if (isRepeat(before, code, atMs)) return;
    journeys.set(visitor, addTouch(before, { code, atMs, channel: "link" }));
    listIn(traces, visitor).push({ code, atMs, via, addressHash: `${address}@${dayOf(atMs)}` });
  }

  function bind(signup: Signup): void {
    const { refereeId, referrerId: namedId, atMs, visitor } = signup;
    arrivals.set(refereeId, atMs);
    const touches = journeys.get(visitor ?? "")?.touches ?? null;
    const isTyped = signup.codeSource === "typed";
    const evidence = { typedCode: isTyped ? namedId : null, touches, urlCode: isTyped ? null : namedId };
    const referrerIds = [...new Set([namedId, ...(touches ?? []).map(({ code }) => code)])];
    const binding = decideBinding(evidence, bindingFacts(personOf(refereeId), referrerIds), atMs);
    if (!binding.ok) {
      refusals.set(refereeId, binding.refusal.reason);
      return;
    }
    const { referrerId, touch } = binding.value;
    const byClick = binding.value.evidence === "journey" && visitor !== null;
    const left = (touches ?? []).map((one) =>
      (traces.get(visitor ?? "") ?? []).find(({ atMs: at, code }) => at === one.atMs && code === one.code),
    );
    const known: Known = {
      ...traceOf(
        byClick ? { visitorId: visitor, traces: left.filter((trace) => trace !== undefined) } : null,
        touch.code,
      ),
      ...{ referrerId, referee: personOf(refereeId), signedUpAtMs: atMs },
      clickedAtMs: byClick ? touch.atMs : null,
      ...{ paidAtMs: null, redeemedAtMs: null, isTakenBack: false },
    };
    referrals.set(refereeId, known);
    listIn(byReferrer, referrerId).push(known);
  }

  function bindingFacts(referee: Participant, referrerIds: readonly string[]) {
    return {
      ...{ programId: "prg_1", promised: document, current: document, referee },
      links: new Map(referrerIds.map((id) => [id, linkOf(id)])),
      owners: new Map(referrerIds.map((id) => [id, personOf(id)])),
      ownersBelowReferee: new Set(referrerIds.filter((id) => id !== referee.id && isBelow(id, referee.id))),
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
    cardsSeen.add(refereeId);
    const referral = referrals.get(refereeId);
    if (referral !== undefined) referral.paidAtMs ??= atMs;
  }

  function refund(paymentRef: string): void {
    const referral = referrals.get(payers.get(paymentRef) ?? "");
    if (referral !== undefined && referral.redeemedAtMs !== null) referral.isTakenBack = true;
  }

  function historyOf({ refereeId }: Payment): FraudHistory | null {
    const referral = referrals.get(refereeId);
    if (referral === undefined) return null;
    const { referrerId, signedUpAtMs } = referral;
    const referee = personOf(refereeId);
    const all = byReferrer.get(referrerId) ?? [];
    const referrer = personOf(referrerId);
    return {
      referral: { ...referral, referee },
      referrer,
      referrerRefusal: refusalOfReferrer(referrer, document),
      referrerVisitorId: referrals.get(referrerId)?.visitorId ?? null,
      others: all
        .filter((other) => other !== referral)
        .map((other) => ({ ...other, referee: personOf(other.referee.id) })),
      clicks: sumClicks(clicks.get(referrerId) ?? [], touchedAtMs(referral)),
      referrerDoubles: doublesOf(referrer, signedUpAtMs),
      sameMailbox: othersIn(byMailbox, referee.normalizedEmail, refereeId)
        .filter((id) => !signsUp.has(id) || arrivals.has(id))
        .map((id) => ({ id, isEarlier: (arrivals.get(id) ?? -Infinity) < signedUpAtMs })),
      samePayment: othersIn(byCard, referee.paymentFingerprint, refereeId).filter(isCardSeen),
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

  /** As he is known by now: the card of who signs up is not, before he has paid. */
  function personOf(id: string): Participant {
    const person = people.get(id);
    if (person === undefined) throw new Error(`nobody is ${id}`);
    return isCardSeen(id) ? person : { ...person, paymentFingerprint: null };
  }

  function isCardSeen(id: string): boolean {
    return !signsUp.has(id) || cardsSeen.has(id);
  }

  function indexPeople(field: "normalizedEmail" | "paymentFingerprint"): Map<string, string[]> {
    const index = new Map<string, string[]>();
    for (const person of people.values()) if (person[field] !== null) listIn(index, person[field]).push(person.id);
    return index;
  }
}

function linkOf(ownerId: string): Link {
  return {
    ...{ id: `lnk_${ownerId}`, programId: "prg_1", participantId: ownerId, code: ownerId, campaign: null },
    ...{ status: "active", expiresAtMs: Number.MAX_SAFE_INTEGER, createdAtMs: 0 },
  };
}

function othersIn(index: ReadonlyMap<string, string[]>, key: string | null, ownId: string): string[] {
  return key === null ? [] : (index.get(key) ?? []).filter((id) => id !== ownId);
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function participantOf({ id, name, email, organization, registeredAtMs, paymentFingerprint }: Person): Participant {
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
