import type { Actor } from "#domain/actor";
import type { BoardChange } from "#domain/board-change";
import type { NewId } from "#domain/id";
import type { Signing } from "#domain/journey";
import type { Outside } from "#domain/outside";
import type { ProviderDoors } from "#domain/provider-door";
import type { Platform } from "#domain/platform";
import type { RateDecision } from "#domain/rate-limit";
import type { RateCall, RatePolicyName, ToldRate } from "#domain/rate-limit-policies";
import type { RateShield } from "#domain/rate-memory";
import type { Database } from "#store/database";

/** What a usecase works with. Made once per request, message or tick, at the door. */
export type Context = {
  db: Database;
  actor: Actor;
  /** The one instant of this request. A program's own clock (`programNowMs`) overrides it in test mode. */
  nowMs: number;
  newId: NewId;
  /** Symbols for codes: uniform picks from an alphabet (nanoid in production, seeded in tests). */
  newCode: (alphabet: string, size: number) => string;
  signing: Signing;
  flags: Flags;
  outside: Outside;
  /** Where signed deliveries of billing providers come in. */
  providers: ProviderDoors;
  platform: Platform;
  /** Domains of throw-away mail, in lower case. */
  disposableDomains: () => Promise<ReadonlySet<string>>;
  /** Where links in emails begin; null: it was not said. */
  publicUrl: string | null;
  teamEmails: readonly string[];
  /** Says that these messages are in the outbox. May be lost: the sweep of the next minute finds them too. */
  ring: (messages: readonly { id: string }[]) => void;
  /** Goes on after the answer. It may be cut off at any point, so a sweep must find what is left. */
  afterwards: (work: () => Promise<void>) => void;
  /** Where changes of boards are gathered, to be told together in the end; null: each is told by itself. */
  boardChanges: BoardChange[] | null;
  rates: Rates;
  requestId: string;
  log: Log;
};

/** Limits, asked for the instant of this request. Whatever is decided goes into `told`, for the answer's headers. */
export type Rates = {
  /** By what the isolate remembers (domain/rate-limit-policies.ts). */
  spend: (shield: RateShield, wish: RateWish) => RateDecision;
  /** By the limiter itself; null when it does not answer, which is logged. */
  take: (wish: RateWish) => Promise<RateDecision | null>;
  /** What somebody else decided. */
  tell: (told: ToldRate) => void;
  told: ReadonlyMap<RatePolicyName, ToldRate>;
};
type RateWish = Omit<RateCall, "nowMs">;

export type Flags = { referrals: boolean; rewards: boolean; jobs: boolean };

/** One JSON line per call. Ids and codes only: never personal data, tokens or keys. */
export type Log = (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
