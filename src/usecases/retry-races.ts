import { sleep } from "#deadline";
import type { Refusal } from "#domain/refusal";
import { refuse } from "#domain/result";
import { sha256Hex } from "#store/digest";

export const busy = refuse({ code: "busy", retryAfterSeconds: 1 } satisfies Refusal);

/**
 * At each lost race somebody else has won, so `attempts` is how many rivals may arrive at the same moment before one
 * is answered `busy`. `isRace` says whether an error is worth another attempt; every other is thrown.
 */
export async function retryRaces<T>(
  races: { name: string; attempts: number; isRace: (error: unknown, attempt: number) => boolean },
  decideAndCommit: () => Promise<T>,
): Promise<T | typeof busy> {
  for (let attempt = 0; attempt < races.attempts; attempt++) {
    try {
      return await decideAndCommit();
    } catch (error) {
      if (!races.isRace(error, attempt)) throw error;
      await backOff(races.name, attempt);
    }
  }
  return busy;
}

/** Up to 5, 10, 20 … 160 ms, differently for each name: rivals that came together meet less often at each turn. */
async function backOff(name: string, attempt: number): Promise<void> {
  const share = Number.parseInt(sha256Hex(`${name}/${attempt}`).slice(0, 4), 16) / 0x10000;
  await sleep(share * Math.min(160, 5 * 2 ** attempt));
}
