/** Separates sandbox data from real data: on every program, key and participant. */
export type Mode = "live" | "test";

/** The program's instant: a test program's clock stands still until it is advanced. */
export function programNowMs(program: { clockMs: number | null }, nowMs: number): number {
  return program.clockMs ?? nowMs;
}
