import { DurableObject } from "cloudflare:workers";
import type { Click } from "#domain/click";
import { clicksByDay, countClicks, emptyClickDay, flushIntervalMs, isFlushDue, packClicks, unpackClicks } from "#domain/click-log";
import type { ClickCount, ClickDay } from "#domain/click-log";
import { channels } from "#domain/journey";
import { findClicks, openClickLog } from "#objects/click-log-rows";
import type { ClickPage, ClickQuery, ClickLogRows } from "#objects/click-log-rows";
import { commitClickCounts } from "#store/click-counts";

/** A group of clicks, sent as text. The id makes a repeated send harmless. */
export type ClickGroup = { id: string; shard: string; clicks: string };

/** Retries of a group end well within this time (edge/click-buffer). */
const groupIdsKeptMs = 5 * 60 * 1000;

/**
 * The clicks of one shard of codes: each group is one row, counts live in memory and are flushed to D1 as
 * absolute numbers. Everything in memory can be read back from the rows.
 */
export class ClickLog extends DurableObject<{ DB: D1Database }> {
  readonly #rows: ClickLogRows;
  readonly #days = new Map<number, ClickDay>();
  readonly #groupIds = new Map<string, number>();
  #shard: string | null = null;
  #alarmIsSet = false;

  constructor(state: DurableObjectState, env: { DB: D1Database }) {
    super(state, env);
    this.#rows = openClickLog(state.storage.sql);
    state.blockConcurrencyWhile(async () => {
      this.#shard = this.#rows.findShard();
      for (const day of this.#rows.unflushedDays()) this.#day(day);
      for (const { id, receivedAtMs } of this.#rows.recentGroups(Date.now() - groupIdsKeptMs)) this.#groupIds.set(id, receivedAtMs);
      this.#alarmIsSet = (await state.storage.getAlarm()) !== null;
    });
  }

  /** Answers when the group is durable, by the output gate. The same group again changes nothing. */
  async append(group: ClickGroup, nowMs: number): Promise<void> {
    if (this.#groupIds.has(group.id)) return;
    if (this.#shard === null) this.#rows.storeShard((this.#shard = group.shard));
    for (const [day, clicks] of clicksByDay(unpackClicks(group.clicks))) {
      const clickDay = this.#day(day);
      this.#rows.insertGroup({ day, seq: clickDay.lastSeq + 1, id: group.id, receivedAtMs: nowMs, clicks: packClicks(clicks) });
      clickDay.lastSeq += 1;
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
    return days.flatMap((day) => channels.map((channel) => day.counts.get(`${code} ${channel}`)).filter((count) => count !== undefined));
  }

  /** Raw clicks of a code, oldest first, for fraud checks and audits. */
  clicks(code: string, query: ClickQuery): ClickPage {
    return findClicks(this.#rows, code, query);
  }

  override async alarm(): Promise<void> {
    const nowMs = Date.now();
    this.#alarmIsSet = false;
    if (isFlushDue(this.#days.values(), nowMs)) await this.flush(nowMs);
    this.#forget(nowMs);
    if ([...this.#days.values()].some((day) => day.dirty.size > 0)) {
      this.#alarmIsSet = true;
      await this.ctx.storage.setAlarm(nowMs + flushIntervalMs);
    }
  }

  /** Writes what changed to D1. Clicks may arrive meanwhile; they are the next flush's. */
  async flush(nowMs: number): Promise<void> {
    const shard = this.#shard;
    if (shard === null) return;
    const taken = [...this.#days.values()].filter((day) => day.dirty.size > 0).map((day) => takeDirty(day));
    try {
      const changed = taken.flatMap((day) => day.changed);
      await commitClickCounts(this.env.DB, shard, changed);
      for (const { day, snapshot, seq } of taken) this.#rows.storeSnapshot(day.day, seq, snapshot);
    } catch (error) {
      for (const each of taken) putBack(each);
      console.error(JSON.stringify({ level: "error", message: "click counts not flushed", error: String(error), at_ms: nowMs }));
    }
  }

  /** A day at hand; read back from its snapshot and the groups after it when it is not. */
  #day(day: number): ClickDay {
    let clickDay = this.#days.get(day);
    if (clickDay === undefined) {
      clickDay = emptyClickDay(day);
      const { seq, counts } = this.#rows.findSnapshot(day);
      clickDay.counts = new Map(counts.map((count) => [`${count.code} ${count.channel}`, count]));
      clickDay.lastSeq = seq;
      for (const group of this.#rows.groupsAfter(day, seq)) {
        countClicks(clickDay, unpackClicks(group.clicks), group.receivedAtMs);
        clickDay.lastSeq = group.seq;
      }
      this.#days.set(day, clickDay);
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
  #forget(nowMs: number): void {
    const newest = Math.max(...this.#days.keys(), Math.floor(nowMs / 86_400_000));
    for (const [day, { dirty }] of this.#days) if (dirty.size === 0 && day < newest) this.#days.delete(day);
  }
}

type TakenDay = {
  day: ClickDay;
  seq: number;
  keys: Set<string>;
  clicks: number;
  oldestMs: number | null;
  changed: ClickCount[];
  snapshot: ClickCount[];
};

/** Copies, because the counts go on changing while D1 answers. */
function takeDirty(day: ClickDay): TakenDay {
  const keys = day.dirty;
  const snapshot = [...day.counts.values()].map((count) => ({ ...count }));
  const changed = snapshot.filter((count) => keys.has(`${count.code} ${count.channel}`));
  const taken = { day, seq: day.lastSeq, keys, clicks: day.unflushedClicks, oldestMs: day.oldestUnflushedMs, changed, snapshot };
  day.dirty = new Set();
  day.unflushedClicks = 0;
  day.oldestUnflushedMs = null;
  return taken;
}

function putBack({ day, keys, clicks, oldestMs }: TakenDay): void {
  for (const key of keys) day.dirty.add(key);
  day.unflushedClicks += clicks;
  day.oldestUnflushedMs = oldestMs ?? day.oldestUnflushedMs;
}
