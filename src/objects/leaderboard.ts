import { DurableObject } from "cloudflare:workers";
import { dateAt } from "#domain/calendar";
import type * as board from "#domain/leaderboard";
import { takeIn } from "#objects/leaderboard-changes";
import { forgetEmptyBoards } from "#objects/leaderboard-empty";
import { putInOrder, putInPlace } from "#objects/leaderboard-order";
import { emptyPage, noPlace, readLeaders, readPage, readPlace, readRanks } from "#objects/leaderboard-reads";
import * as rows from "#objects/leaderboard-rows";
import type { StoredState } from "#objects/leaderboard-rows";
import { scoreInOrder } from "#objects/leaderboard-scores";

/**
 * The boards of one program, for every period and every combination of filters. It holds nothing that the database has not,
 * and asks for nothing: it is told what the database says (domain/leaderboard.ts), and can be told everything anew. Each
 * board is a counted tree (domain/counted-tree.ts), whose nodes are rows, so an object that wakes reads no more than one
 * that is awake.
 */
export class Leaderboard extends DurableObject<object> implements board.Boards {
  readonly #sql = this.ctx.storage.sql;

  async state(moment: board.BoardMoment): Promise<board.BoardState> {
    return this.#told(moment).state;
  }

  async begin({ nowMs, timeZone }: board.BoardMoment): Promise<board.BoardBegun> {
    const known = rows.findState(this.#sql);
    if (known !== null && known.timeZone === timeZone) {
      rows.deleteDroppedNodes(this.#sql, dateAt(nowMs, timeZone).dayNumber);
      return { state: known.state, epoch: known.epoch };
    }
    const made: StoredState = {
      state: "filling",
      epoch: crypto.randomUUID(),
      timeZone,
      updatedAtMs: null,
      place: null,
      since: 0,
    };
    this.ctx.storage.transactionSync(() => {
      rows.makeTables(this.#sql);
      rows.storeState(this.#sql, made);
    });
    return { state: made.state, epoch: made.epoch };
  }

  async update(update: board.BoardUpdate): Promise<board.BoardUpdated> {
    const known = this.#known(update);
    if (known === null || (update.range !== undefined && update.range.epoch !== known.epoch))
      return { drift: 0, state: "empty" };
    if (update.version < known.since) return { drift: 0, state: known.state };
    const since = known.since === 0 && update.range !== undefined ? update.version : known.since;
    const day = dayFor(known, update);
    const drift = this.ctx.storage.transactionSync(() => {
      const changes = takeIn(this.#sql, update, { day, isScored: (referrerId) => isScored(known, referrerId) });
      if (known.state === "ranking" || known.state === "ready") putInPlace(this.#sql, changes, day);
      forgetEmptyBoards(this.#sql, changes);
      const updatedAtMs = Math.max(update.nowMs, known.updatedAtMs ?? 0);
      rows.storeState(this.#sql, { ...known, updatedAtMs, since });
      return changes.drift;
    });
    return { drift, state: known.state };
  }

  async rank({ epoch, ...moment }: board.BoardMoment & { epoch: string }): Promise<board.BoardState> {
    const known = this.#known(moment);
    if (known === null || known.epoch !== epoch) return "empty";
    if (known.state === "ready") return known.state;
    return this.ctx.storage.transactionSync(() => {
      const day = dayFor(known, moment);
      const isRanking = known.state === "ranking";
      const place = isRanking
        ? putInOrder(this.#sql, known.place, day)
        : scoreInOrder(this.#sql, known.place, { ...moment, day });
      const [during, after] = isRanking ? (["ranking", "ready"] as const) : (["scoring", "ranking"] as const);
      const state = place === null ? after : during;
      if (state === "ready") rows.dropOrder(this.#sql);
      rows.storeState(this.#sql, { ...known, state, place });
      return state;
    });
  }

  async page(query: board.PageQuery): Promise<board.BoardPage> {
    const { isReady, ...told } = this.#told(query);
    return { ...told, ...(isReady ? readPage(this.#sql, query) : emptyPage) };
  }

  async place(query: board.PlaceQuery): Promise<board.BoardPlace> {
    const { isReady, ...told } = this.#told(query);
    return { ...told, ...(isReady ? readPlace(this.#sql, query) : noPlace) };
  }

  async ranks(query: board.RanksQuery): Promise<{ state: board.BoardState; ranks: board.BoardRank[] }> {
    const { isReady, state } = this.#told(query);
    return { state, ranks: isReady ? readRanks(this.#sql, query) : [] };
  }

  async leaders(query: board.LeadersQuery): Promise<board.MonthLeader[] | null> {
    return this.#told(query).isReady ? readLeaders(this.#sql, query) : null;
  }

  /** Null where it knows nothing, or knows it by another time zone's days. */
  #known({ timeZone }: Pick<board.BoardMoment, "timeZone">): StoredState | null {
    const known = rows.findState(this.#sql);
    return known === null || known.timeZone !== timeZone ? null : known;
  }

  #told(moment: board.BoardMoment): { isReady: boolean; state: board.BoardState; updatedAtMs: number | null } {
    const known = this.#known(moment);
    const state = known?.state ?? "empty";
    return { isReady: state === "ready", state, updatedAtMs: known?.updatedAtMs ?? null };
  }
}

/** Referrers are summed up in the order of their ids. */
function isScored({ state, place }: StoredState, referrerId: string): boolean {
  if (state === "scoring") return place !== null && referrerId <= place;
  return state !== "filling";
}

/**
 * What an object is filled with counts as it stood yesterday, until all is in order: who moves from then on is seen to
 * move. Days do not go back: what was read before midnight and comes after it is of the new day.
 */
function dayFor({ state, updatedAtMs }: StoredState, { nowMs, timeZone }: board.BoardMoment): number {
  const moment = { nowMs: Math.max(nowMs, updatedAtMs ?? nowMs), timeZone };
  return state === "ready" ? dateAt(moment.nowMs, timeZone).dayNumber : yesterdayOf(moment);
}

function yesterdayOf({ nowMs, timeZone }: board.BoardMoment): number {
  return dateAt(nowMs, timeZone).dayNumber - 1;
}
