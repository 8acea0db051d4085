import { DurableObject } from "cloudflare:workers";
import { dayMs, dayOf, minuteMs } from "#domain/day";
import {
  clicksByDay,
  countClicks,
  emptyClickDay,
  flushedCounts,
  flushIntervalMs,
  isFlushDue,
  packClicks,
  putBackDirty,
  takeDirty,
  unpackClicks,
} from "#domain/click-log";
import type { ClickCount, ClickDay } from "#domain/click-log";
import { describeFault } from "#domain/fault";
import type { DayCounts, DayPage } from "#domain/platform";
import { channels } from "#domain/journey";
import type { ClickMoment, ClickTrace, TraceQuery } from "#domain/click-trace";
import { parseClickDays, standardClickDays } from "#domain/retention";
import * as rows from "#objects/click-log-rows";
import { findTraces, forgetVisitors } from "#objects/click-traces";
import { findClicks } from "#objects/raw-clicks";
import type { ClickPage, ClickQuery } from "#objects/raw-clicks";
import { commitClickCounts } from "#store/click-counts";

/** A group of clicks, sent as text. The id makes a repeated send harmless. */
export type ClickGroup = { id: string; shard: string; clicks: string };

type ClickLogEnv = { DB: D1Database; CLICK_RETENTION_DAYS?: string };

/** So many groups are deleted at one alarm: appends wait meanwhile. Where there are more, the next alarm is soon. */
const groupsPerAlarm = 1000;
const nextPortionMs = 1000;

/** Retries of a group end well within this time (edge/click-buffer). */
const groupIdsKeptMs = 5 * minuteMs;

/**
 * The clicks of one shard of codes: each group is one row, counts live in memory and are flushed to D1 as
 * absolute numbers. Everything in memory can be read back from the rows.
 */
export class ClickLog extends DurableObject<ClickLogEnv> {
  readonly #sql: SqlStorage;
  readonly #days = new Map<number, ClickDay>();
  readonly #groupIds = new Map<string, number>();
  #shard: string | null = null;
  /** Whether there is an alarm for the next flush: the one for what grows old is days away. */
  #alarmIsSet = false;

  constructor(state: DurableObjectState, env: ClickLogEnv) {
    super(state, env);
    this.#sql = state.storage.sql;
    void state.blockConcurrencyWhile(async () => {
      rows.createTables(this.#sql);
      this.#shard = rows.findShard(this.#sql);
      for (const day of rows.listUnflushedDays(this.#sql)) this.#day(day);
      const recent = [...rows.listRecentGroups(this.#sql, Date.now() - groupIdsKeptMs)];
      recent.sort((a, b) => a.receivedAtMs - b.receivedAtMs);
      for (const { id, receivedAtMs } of recent) this.#groupIds.set(id, receivedAtMs);
      this.#alarmIsSet = ((await state.storage.getAlarm()) ?? Infinity) <= Date.now() + flushIntervalMs;
    });
  }

  /** Answers when the group is durable, by the output gate. The same group again changes nothing. */
  async append(group: ClickGroup, nowMs: number): Promise<void> {
    if (this.#groupIds.has(group.id)) return;
    if (this.#shard === null) {
      this.#shard = group.shard;
      rows.storeShard(this.#sql, group.shard);
    }
    for (const [day, clicks] of clicksByDay(unpackClicks(group.clicks))) {
      const clickDay = this.#day(day);
      const seq = clickDay.lastSeq + 1;
      rows.insertGroup(this.#sql, { day, seq, id: group.id, receivedAtMs: nowMs, clicks: packClicks(clicks) });
      clickDay.lastSeq = seq;
      countClicks(clickDay, clicks, nowMs);
    }
    this.#rememberGroup(group.id, nowMs);
    if (!this.#alarmIsSet) {
      this.#alarmIsSet = true;
      await this.ctx.storage.setAlarm(nowMs + flushIntervalMs);
    }
  }

  /** Counts of a code on the days that this object has at hand: they may be ahead of D1, never behind. */
  counts(code: string): ClickCount[] {
    const days = [...this.#days.values()];
    return days.flatMap((day) =>
      channels.map((channel) => day.counts.get(`${code} ${channel}`)).filter((count) => count !== undefined),
    );
  }

  /** What the database should have of a day: read back from the rows, but for what the next flush will bring. */
  dayCounts({ day, ...page }: DayPage): DayCounts {
    return flushedCounts(this.#days.get(day) ?? this.#readDay(day), page);
  }

  /** Raw clicks of a code, oldest first, for fraud checks and audits. */
  clicks(code: string, query: ClickQuery): ClickPage {
    return findClicks(this.#sql, code, query);
  }

  /** What was known of a visitor's touches when they were made; those that are not found are left out. */
  traces(query: TraceQuery): ClickTrace[] {
    return findTraces(this.#sql, query);
  }

  /** Takes the browser out of these clicks; their counts are what they were. */
  forgetVisitors(clicks: readonly ClickMoment[]): void {
    forgetVisitors(this.#sql, clicks);
  }

  override async alarm(): Promise<void> {
    const nowMs = Date.now();
    this.#alarmIsSet = false;
    if (isFlushDue(this.#days.values(), nowMs)) await this.flush(nowMs);
    this.#forgetFlushed(dayOf(nowMs));
    const hasMore = this.#deleteOld(nowMs) === groupsPerAlarm;
    if (hasMore) {
      this.#alarmIsSet = true;
      return this.ctx.storage.setAlarm(nowMs + nextPortionMs);
    }
    const isWaiting = [...this.#days.values()].some((day) => day.dirty.size > 0);
    if (this.#alarmIsSet) return;
    this.#alarmIsSet = isWaiting;
    const oldestDay = rows.findOldestDay(this.#sql);
    if (isWaiting) await this.ctx.storage.setAlarm(nowMs + flushIntervalMs);
    else if (oldestDay !== null) await this.ctx.storage.setAlarm(this.#oldAtMs(oldestDay, nowMs));
  }

  /** Deletes what has been kept as long as the deployment keeps raw clicks. */
  #deleteOld(nowMs: number): number {
    return rows.deleteOldGroups(this.#sql, dayOf(nowMs) - this.#keptDays(), groupsPerAlarm);
  }

  /** When the clicks of a day are to go, tomorrow at the earliest: an object that nobody clicks on wakes for it. */
  #oldAtMs(day: number, nowMs: number): number {
    return Math.max((day + this.#keptDays() + 1) * dayMs, nowMs + dayMs);
  }

  #keptDays(): number {
    return parseClickDays(this.env.CLICK_RETENTION_DAYS) ?? standardClickDays;
  }

  /** Writes what changed to D1. Clicks may arrive meanwhile; they are the next flush's. */
  async flush(nowMs: number): Promise<void> {
    if (this.#shard === null) return;
    const taken = [...this.#days.values()].filter((day) => day.dirty.size > 0).map((day) => takeDirty(day));
    try {
      const changed = taken.flatMap((part) => part.changed);
      await commitClickCounts(this.env.DB, this.#shard, changed);
      for (const { day, seq, all } of taken) rows.storeSnapshot(this.#sql, day, seq, all);
    } catch (error) {
      for (const part of taken) putBackDirty(this.#day(part.day), part);
      const line = { level: "error", message: "click counts not flushed", shard: this.#shard, at_ms: nowMs };
      console.error(JSON.stringify({ ...line, error: describeFault(error) }));
    }
  }

  /** A day at hand; read back from its snapshot and the groups after it when it is not. */
  #day(day: number): ClickDay {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const clickDay = this.#readDay(day);
    this.#days.set(day, clickDay);
    return clickDay;
  }

  #readDay(day: number): ClickDay {
    const { seq, counts } = rows.findSnapshot(this.#sql, day);
    const clickDay = emptyClickDay(day, seq, counts);
    for (const group of rows.listGroupsAfter(this.#sql, day, seq)) {
      countClicks(clickDay, unpackClicks(group.clicks), group.receivedAtMs);
      clickDay.lastSeq = group.seq;
    }
    return clickDay;
  }

  #rememberGroup(id: string, nowMs: number): void {
    this.#groupIds.set(id, nowMs);
    for (const [oldId, receivedAtMs] of this.#groupIds) {
      if (receivedAtMs >= nowMs - groupIdsKeptMs) break;
      this.#groupIds.delete(oldId);
    }
  }

  /** Days that are flushed and over need no memory; a late click reads them back. */
  #forgetFlushed(today: number): void {
    for (const [day, { dirty }] of this.#days) if (dirty.size === 0 && day < today) this.#days.delete(day);
  }
}
