import type { ClickCount } from "#domain/click-log";
import type { Boards } from "#domain/leaderboard";
import type { ClickMoment, ClickTrace, TraceQuery } from "#domain/click-trace";

/** What of the platform a usecase may look at beside the database. What throws does not answer. */
export type Platform = {
  /** Physical time, for leases and durations. Decisions go by `nowMs`, which may be another day's. */
  wallMs: () => number;
  /** A read of the cache of links. */
  readCache: () => Promise<void>;
  /** Puts a link into the cache as the edge needs it, by its code. Does nothing for a code that does not exist. */
  keepLink: (code: string) => Promise<void>;
  /** Drops links from the cache, by their codes: in other places a copy may stand for a minute. */
  forgetLinks: (codes: readonly string[]) => Promise<void>;
  /** What is wrong with which setting of the deployment. */
  settingProblems: readonly string[];
  /** The click logs, by their names. */
  shards: readonly string[];
  /** What a click log has of a day that the database should have as well, by code and channel. */
  dayCounts: (shard: string, page: DayPage) => Promise<DayCounts>;
  /** What a click log knows of a visitor's touches. */
  traces: (shard: string, query: TraceQuery) => Promise<ClickTrace[]>;
  /** Takes out of a click log in which browsers these clicks were made. */
  forgetVisitors: (shard: string, clicks: readonly ClickMoment[]) => Promise<void>;
  /** The boards of a program, by its id. */
  boards: (programId: string) => Boards;
};

/** `after`: where the page before ended; null for the first. */
export type DayPage = { day: number; after: string | null; limit: number };
/** `next`: where this page ends; null on the last. */
export type DayCounts = { counts: ClickCount[]; next: string | null };
