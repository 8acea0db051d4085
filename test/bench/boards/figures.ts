/** What the statements of a piece of work read and wrote. */
export type RowCounts = { rowsRead: number; rowsWritten: number };

export type ObjectCalls = { calls: number; totalMs: number; longestMs: number };

/** A part of a recalculation, as the job does it in one tick. `place`: where the next begins; null when it is done. */
export type Tick = {
  place: unknown;
  people: number;
  referrals: number;
  drift: number;
  /** Of the database. */
  rowsRead: number;
  /** Of the object, by the name of the call: while it works off one, others wait. */
  object: Record<string, ObjectCalls>;
};
