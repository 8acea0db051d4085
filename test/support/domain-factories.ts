import { untraced } from "#domain/click-trace";
import { dayMs } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import type { EventFacts, EventInput, ProgramFacts, ProgramInput } from "#domain/event-facts";
import { createNewId } from "#domain/id";
import { keepReferral } from "#domain/bind-referral";
import type { Link } from "#domain/link";
import type { Participant } from "#domain/participant";
import { foldPayments } from "#domain/payment";
import type { StoredEvent } from "#domain/payment";
import type { ProgramDocument, Rule } from "#domain/program";
import { openWork } from "#domain/program-work";
import type { Setting, Work } from "#domain/program-work";
import type { Referral } from "#domain/referral";
import type { Reward } from "#domain/reward";

export const nowMs = Date.UTC(2026, 4, 2, 10);

/** Facts for unit tests: a program `prg_1` in which Ann (`ptc_ann`, code ANN) may refer Mike (`ptc_mike`). */
export function aParticipant(name: string, fields: Partial<Participant> = {}): Participant {
  return {
    id: `ptc_${name}`,
    mode: "live",
    kind: "supplier",
    externalId: name,
    name,
    email: null,
    normalizedEmail: null,
    organization: null,
    category: null,
    location: null,
    status: "active",
    paymentFingerprint: null,
    registeredAtMs: null,
    ...fields,
  };
}

export function aLink(name: string, fields: Partial<Link> = {}): Link {
  return {
    id: `lnk_${name}`,
    programId: "prg_1",
    participantId: `ptc_${name}`,
    code: name.toUpperCase(),
    campaign: null,
    status: "active",
    expiresAtMs: nowMs + 365 * dayMs,
    createdAtMs: nowMs - 50 * dayMs,
    ...fields,
  };
}

export function aRule(fields: Partial<Rule> = {}): Rule {
  return {
    key: "credit",
    on: { event: "payment", occurrence: "first" },
    grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" }],
    ...fields,
  };
}

export function aDocument(fields: Partial<ProgramDocument> = {}): ProgramDocument {
  return {
    name: "Program",
    time_zone: "UTC",
    destination: { url: "https://app.example.com/", allowed_hosts: ["app.example.com"] },
    cookie: { days: 90 },
    consent: "not_required",
    honor_gpc: true,
    codes: { style: "random", expires_days: 365 },
    attribution: { model: "first_touch", window_days: 30 },
    rules: [aRule()],
    fulfilment: { credit: "wallet" },
    ...fields,
  };
}

export function aProgram(fields: Partial<ProgramFacts> = {}, document: Partial<ProgramDocument> = {}): ProgramFacts {
  const versions = [{ version: 1, document: aDocument(document), publishedAtMs: 0 }];
  return {
    id: "prg_1",
    mode: "live",
    key: "program",
    status: "active",
    currentVersion: 1,
    clockMs: null,
    versions,
    ...fields,
  };
}

export function aReferral(fields: Partial<Referral> = {}): Referral {
  return {
    id: "ref_1",
    programId: "prg_1",
    refereeId: "ptc_mike",
    referrerId: "ptc_ann",
    linkId: "lnk_ann",
    evidence: "journey",
    channel: "link",
    campaign: null,
    model: "first_touch",
    version: 1,
    stage: "signed_up",
    source: null,
    ...untraced,
    linkCreatedAtMs: nowMs - 50 * dayMs,
    linkClickedAtMs: nowMs - dayMs,
    signupStartedAtMs: null,
    signedUpAtMs: nowMs,
    activatedAtMs: null,
    convertedAtMs: null,
    rewardedAtMs: null,
    retainedAtMs: null,
    churnedAtMs: null,
    ...fields,
  };
}

export function aReward(fields: Partial<Reward> = {}): Reward {
  return {
    id: "rwd_1",
    programId: "prg_1",
    referralId: "ref_1",
    ruleKey: "credit",
    grantIndex: 0,
    subject: "inv-1",
    beneficiaryId: "ptc_ann",
    side: "referrer",
    kind: "credit",
    unit: "GBP",
    quantity: 1000,
    reversedQuantity: 0,
    redeemedQuantity: 0,
    label: null,
    worthMinor: 1000,
    worthCurrency: "GBP",
    state: "available",
    position: 1,
    version: 1,
    earnedAtMs: nowMs,
    claim: "automatic",
    releaseAtMs: null,
    needsReview: false,
    riskDays: null,
    disputed: false,
    expiresDays: null,
    expiresAtMs: null,
    ordinal: null,
    criterion: null,
    places: null,
    transactionId: "txn_1",
    ...fields,
  };
}

export function anEvent(fields: Partial<ReportedEvent> = {}): ReportedEvent {
  return { id: "e1", type: "signup", referee: { externalId: "mike", kind: "supplier" }, ...fields };
}

export function aPayment(fields: Partial<ReportedEvent> = {}): ReportedEvent {
  return anEvent({ id: "p1", type: "payment", paymentRef: "inv-1", amountMinor: 10_000, currency: "GBP", ...fields });
}

export function stored(event: ReportedEvent, fields: Partial<StoredEvent> = {}): StoredEvent {
  return { seq: 1, event, refereeId: "ptc_mike", programId: null, occurredAtMs: nowMs, verified: false, ...fields };
}

export function eventFacts(fields: Partial<EventFacts> = {}): EventFacts {
  return {
    known: null,
    referee: aParticipant("mike"),
    history: [],
    programs: [aProgram()],
    referrals: [],
    conversions: [],
    rewards: [],
    counters: new Map(),
    qualifications: [],
    countRewards: [],
    links: new Map([["ANN", aLink("ann")]]),
    owners: new Map([["ptc_ann", aParticipant("ann")]]),
    ownersBelowReferee: new Set(),
    traced: null,
    fraud: null,
    ...fields,
  };
}

export function eventInput(event: ReportedEvent, fields: Partial<EventFacts> = {}): EventInput {
  const typedCode = event.codeSource === "typed" ? (event.code ?? null) : null;
  const urlCode = event.codeSource === "typed" ? null : (event.code ?? null);
  return {
    event,
    readable: {
      mode: "live",
      contentHash: "hash",
      evidence: { typedCode, urlCode, touches: null },
      journeyProgramId: null,
      visitorId: null,
      codes: [],
    },
    facts: eventFacts(fields),
    verified: false,
    referralsEnabled: true,
    rewardsEnabled: true,
    actor: "key:key_test",
    nowMs,
    newId: countingIds(),
  };
}

/** The current event comes last in the history, as a decision sees it. */
export function programInput(history: StoredEvent[], fields: Partial<ProgramInput> = {}): ProgramInput {
  const current = history.at(-1);
  if (current === undefined) throw new Error("a decision is about an event");
  const { code = null } = current.event;
  return {
    program: aProgram(),
    facts: eventFacts(),
    referee: aParticipant("mike"),
    evidence: { typedCode: code, urlCode: null, touches: null },
    current,
    history,
    payments: foldPayments(history),
    referralsEnabled: true,
    rewardsEnabled: true,
    actor: "key:key_test",
    nowMs,
    newId: countingIds(),
    ...fields,
  };
}

type WorkFields = {
  rules?: Rule[];
  /** In force now, where it differs from what was promised. */
  current?: Partial<ProgramDocument>;
  history?: StoredEvent[];
  facts?: Partial<EventFacts>;
  input?: Partial<ProgramInput>;
  setting?: Partial<Setting>;
};

/** A decision about Ann's referral of Mike (`ref_1`) that has not begun. */
export function aWork({ rules = [aRule()], current = {}, history, facts, input, setting }: WorkFields = {}): Work {
  const referral = aReferral();
  const known = eventFacts({ referrals: [referral], ...facts });
  const events = history ?? [stored(aPayment())];
  const whole = programInput(events, { facts: known, ...input });
  const document = aDocument({ rules });
  const plan = { ...keepReferral(whole, referral).plan, clauses: [] };
  return openWork(plan, whole, {
    program: whole.program,
    referralId: referral.id,
    campaign: null,
    channel: "link",
    parties: { referrer: aParticipant("ann"), referee: aParticipant("mike") },
    promised: { version: 1, document, publishedAtMs: 0 },
    current: { ...document, ...current },
    ...setting,
  });
}

export function countingIds() {
  let count = 0;
  return createNewId(nowMs, () => String(++count).padStart(14, "0"));
}
