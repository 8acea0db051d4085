import type { Actor } from "#domain/actor";
import type { NewId } from "#domain/id";
import type { Signing } from "#domain/journey";
import type { Outside } from "#domain/outside";
import type { ProviderDoors } from "#domain/provider-door";
import type { Platform } from "#domain/platform";
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
  /** Where links in emails begin; null: it was not said. */
  publicUrl: string | null;
  teamEmails: readonly string[];
  /** Says that these messages are in the outbox. May be lost: the sweep of the next minute finds them too. */
  ring: (messages: readonly { id: string }[]) => void;
  /** Goes on after the answer. It may be cut off at any point, so a sweep must find what is left. */
  afterwards: (work: () => Promise<void>) => void;
  requestId: string;
  log: Log;
};

export type Flags = { referrals: boolean; rewards: boolean; jobs: boolean };

/** One JSON line per call. Ids and codes only: never personal data, tokens or keys. */
export type Log = (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
