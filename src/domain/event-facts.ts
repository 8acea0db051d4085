import type { SignupEvidence } from "#domain/binding";
import type { Traced } from "#domain/click-trace";
import type { EventAnswer, ReportedEvent } from "#domain/event";
import type { FraudEvidence } from "#domain/fraud-evidence";
import type { Counters } from "#domain/counter";
import type { Link } from "#domain/link";
import type { Mode } from "#domain/mode";
import type { Participant } from "#domain/participant";
import type { NewId } from "#domain/id";
import type { Payment, StoredEvent } from "#domain/payment";
import type { Program, ProgramVersion } from "#domain/program";
import type { Qualification } from "#domain/qualification";
import type { Conversion, Referral } from "#domain/referral";
import type { Reward } from "#domain/reward";

/** Everything a decision about one event may depend on, read in one batch. */
export type EventFacts = {
  /** The event itself, when its id is known already; one that has its answer is not decided again. */
  known: KnownEvent | null;
  referee: Participant | null;
  /** The referee's events and those about the same payment, in commit order. */
  history: StoredEvent[];
  /** Programs it may concern, each with the versions that may be asked for. */
  programs: ProgramFacts[];
  referrals: Referral[];
  conversions: Conversion[];
  rewards: Reward[];
  /** Of owners, referee and programs: what is counted in the windows that are open. */
  counters: Counters;
  qualifications: Qualification[];
  /** The owners' rewards for the counts of referrals at which they stand, and the next. */
  countRewards: Reward[];
  /** By normalised code. */
  links: ReadonlyMap<string, Link>;
  /** Owners of those links, and referrers of those referrals. */
  owners: ReadonlyMap<string, Participant>;
  /** `program/owner` where the referee stands above the owner. */
  ownersBelowReferee: ReadonlySet<string>;
  /** What the click log knows of the journey; null where there is none, or no answer. */
  traced: Traced | null;
  /** Null where nothing is scored, as in a replay. */
  fraud: FraudEvidence | null;
};

export type KnownEvent = {
  seq: number;
  contentHash: string;
  /** Null while it is stored and not decided. */
  answer: EventAnswer | null;
  /** It was of somebody who was erased. */
  isErased?: boolean;
};

export type ProgramFacts = Program & { versions: ProgramVersion[] };

/** What the door and the signing key make of an event before anything is read. */
export type ReadableEvent = {
  mode: Mode;
  contentHash: string;
  evidence: SignupEvidence;
  /** The program a verified journey belongs to. */
  journeyProgramId: string | null;
  /** Whose journey it is. */
  visitorId: string | null;
  /** Every code named by the evidence, normalised. */
  codes: string[];
};

/** What the decision about one program works with. */
export type ProgramInput = {
  program: ProgramFacts;
  facts: EventFacts;
  referee: Participant;
  evidence: SignupEvidence;
  current: StoredEvent;
  /** All that is known of the referee, the current event last. */
  history: readonly StoredEvent[];
  payments: readonly Payment[];
  /** Off: nobody is bound; referrals that stand go on. */
  referralsEnabled: boolean;
  /** Off: everything is tracked, and what would be earned is denied. */
  rewardsEnabled: boolean;
  actor: string;
  /** By the program's clock. */
  nowMs: number;
  newId: NewId;
};

/** What the decision about one event works with. */
export type EventInput = {
  event: ReportedEvent;
  readable: ReadableEvent;
  facts: EventFacts;
  verified: boolean;
  /** Off: nobody is bound; referrals that stand go on. */
  referralsEnabled: boolean;
  /** Off: everything is tracked, and what would be earned is denied. */
  rewardsEnabled: boolean;
  actor: string;
  nowMs: number;
  newId: NewId;
};
