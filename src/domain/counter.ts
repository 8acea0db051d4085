/** Names one counter of a program: whose it is (empty: the program's), when its window ends, what it counts. */
export type CounterKey = { scope: string; endsAtMs: number; name: string };

/**
 * What a plan adds to a counter. With a `cap` the commit fails when it would be passed; with `expected`, when the
 * counter is no longer what the decision was made on. Both then decide again.
 */
export type CounterChange = CounterKey & { delta: number; cap: number | null; expected: number | null };

/** The end of a window that never ends. */
export const everMs = Number.MAX_SAFE_INTEGER;

/** By program and key, as facts hold them. What was never counted is not there. */
export type Counters = ReadonlyMap<string, number>;

export function counterId(programId: string, { scope, endsAtMs, name }: CounterKey): string {
  return JSON.stringify([programId, scope, endsAtMs, name]);
}
