import type { FraudEvidence, PairEvidence } from "#domain/fraud-evidence";
import { gatherFraudFacts } from "#domain/fraud-facts";
import type { FraudFacts } from "#domain/fraud-facts";
import type { FraudHistory, FraudView, PastReferral } from "#domain/fraud-history";
import type { FraudListEntry } from "#domain/fraud-list";
import { nothing } from "#domain/fraud-measures";
import type { FraudLists } from "#domain/fraud-rules";
import { signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";
import { aParticipant, nowMs } from "#support/domain-factories";

/** Ann referred Mike, who came by a click, signed up a minute later and paid after a day; nothing else happened. */
export function aHistory(fields: Partial<FraudHistory> = {}): FraudHistory {
  return {
    referral: aPastReferral("mike"),
    referrer: withEmail("ann", "ann@lens.example"),
    referrerRefusal: null,
    referrerVisitorId: null,
    others: [],
    referrerDoubles: [],
    clicks: { clicks: 1, embedded: 0 },
    sameMailbox: [],
    samePayment: [],
    ...fields,
  };
}

export function aPastReferral(name: string, fields: Partial<PastReferral> = {}): PastReferral {
  return {
    referee: withEmail(name, `${name}@home.example`),
    signedUpAtMs: nowMs,
    clickedAtMs: nowMs - 60_000,
    via: "navigation",
    visitorId: `vis_${name}`,
    addressHash: `hash_${name}`,
    paidAtMs: nowMs + 86_400_000,
    isTakenBack: false,
    ...fields,
  };
}

/** A history of which everything lies in its windows. */
export function aView(fields: Partial<FraudHistory> = {}, disposable: string[] = []): FraudView {
  const history = aHistory(fields);
  const { others } = history;
  return { ...history, touchedThen: others, known: others, disposable: new Set(disposable) };
}

export function withEmail(name: string, email: string, fields: Partial<Participant> = {}): Participant {
  return aParticipant(name, { email, normalizedEmail: normalizeEmail(email), ...fields });
}

/** Facts with these measures and no other. */
export function factsMeasuring(
  measures: Partial<Record<SignalName, number | null>>,
  history: Partial<FraudHistory> = {},
): FraudFacts {
  const all = signalNames.map((name) => [name, { ...nothing, measure: measures[name] ?? null }]);
  // Safe because every signal is among them.
  const measured = Object.fromEntries(all) as FraudFacts["measures"];
  return { ...gatherFraudFacts(aHistory(history), new Set()), measures: measured };
}

export function someLists(entries: FraudListEntry[] = [], disposable: string[] = []): FraudLists {
  return { entries, disposable: new Set(disposable), nowMs };
}

export function anEntry(
  effect: FraudListEntry["effect"],
  kind: FraudListEntry["kind"],
  value: string,
  fields: Partial<FraudListEntry> = {},
): FraudListEntry {
  return { id: `fle_${effect}_${kind}_${value}`, effect, kind, value, expiresAtMs: null, ...fields };
}

/** Nobody is known beside Ann and Mike, and no list says anything. */
export function someEvidence(fields: Partial<FraudEvidence> = {}): FraudEvidence {
  return { pairs: [aPair()], namesakes: [], entries: [], reviews: [], disposable: new Set(), nowMs, ...fields };
}

export function aPair(fields: Partial<PairEvidence> = {}): PairEvidence {
  return {
    ...{ programId: "prg_1", referrerId: "ptc_ann", referrerVisitorId: null, isTakenBack: false },
    ...{ doubles: [], clicks: { clicks: 0, embedded: 0 }, others: [] },
    ...fields,
  };
}

/** So many others who have paid with one card: three are a medium risk. */
export function strangersWith(paymentFingerprint: string, count = 3): FraudEvidence["namesakes"] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `ptc_stranger${index}`, createdAtMs: 0, normalizedEmail: null, paymentFingerprint },
  }));
}
