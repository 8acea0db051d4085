import { sha256Hex } from "#store/digest";

/** Up to 5, 10, 20 … 160 ms, differently for each name: rivals that came together meet less often at each turn. */
export async function backOff(name: string, attempt: number): Promise<void> {
  const share = Number.parseInt(sha256Hex(`${name}/${attempt}`).slice(0, 4), 16) / 0x10000;
  await new Promise((resolve) => setTimeout(resolve, share * Math.min(160, 5 * 2 ** attempt)));
}
