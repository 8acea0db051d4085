import { DurableObject } from "cloudflare:workers";
import { hourMs } from "#domain/day";
import type { RateDecision } from "#domain/rate-limit";
import { rateName } from "#domain/rate-limit-policies";
import type { RateCall } from "#domain/rate-limit-policies";
import { addSpent, recall, spend } from "#domain/rate-memory";
import type { RateMemory } from "#domain/rate-memory";

const sweepIntervalMs = hourMs;

/**
 * Counts for one shard of the holders of all policies. One call at a time, so that of three hundred at once exactly
 * as many are granted as there is room for. What isolates tell it is in memory alone and goes when the object is put to
 * sleep, after seconds without a call: they remember their own part. What it grants itself is written down, a row a
 * call, so that nobody gets a limit anew by waiting for that sleep.
 */
export class RateLimiter extends DurableObject<object> {
  readonly #sql: SqlStorage;
  readonly #memory: RateMemory = new Map();
  #sweepIsSet = false;

  constructor(state: DurableObjectState, env: object) {
    super(state, env);
    this.#sql = state.storage.sql;
    void state.blockConcurrencyWhile(async () => {
      this.#sql.exec("CREATE TABLE IF NOT EXISTS rates (name TEXT PRIMARY KEY, tat_ms REAL NOT NULL) WITHOUT ROWID");
      this.#sweepIsSet = (await state.storage.getAlarm()) !== null;
    });
  }

  /** Grants or refuses, and counts what it grants. */
  async take(call: RateCall): Promise<RateDecision> {
    this.#recall(call);
    const decision = spend(this.#memory, call);
    if (decision.allowed) await this.#writeDown(call, decision.tatMs);
    return decision;
  }

  /** Counts what an isolate let pass by itself; answers until when all is paid off, for the isolate to go by. */
  add(call: RateCall): number {
    return addSpent(this.#memory, call);
  }

  /** Drops the rows of what is paid off. */
  override async alarm(): Promise<void> {
    this.#sweepIsSet = false;
    this.#sql.exec("DELETE FROM rates WHERE tat_ms <= ?", Date.now());
    const left = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM rates").one().n;
    if (left > 0) await this.#setSweep(Date.now());
  }

  #recall(call: RateCall): void {
    const name = rateName(call);
    if (this.#memory.has(name)) return;
    const [row] = this.#sql.exec<{ tatMs: number }>("SELECT tat_ms AS tatMs FROM rates WHERE name = ?", name);
    if (row !== undefined) recall(this.#memory, call, row.tatMs);
  }

  async #writeDown(call: RateCall, tatMs: number): Promise<void> {
    this.#sql.exec("INSERT OR REPLACE INTO rates (name, tat_ms) VALUES (?, ?)", rateName(call), tatMs);
    if (!this.#sweepIsSet) await this.#setSweep(call.nowMs);
  }

  async #setSweep(nowMs: number): Promise<void> {
    this.#sweepIsSet = true;
    await this.ctx.storage.setAlarm(nowMs + sweepIntervalMs);
  }
}
