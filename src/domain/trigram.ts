import { shareOf } from "#domain/money";

/** Ratios of fraud scoring are integer millionths of the whole, as weights of attribution are. */
export const wholeRatio = 1_000_000;

/** The runs of three symbols of a text's words, which stand in blanks: `ann` has `␣␣a`, `␣an`, `ann` and `nn␣`. */
export type Trigrams = ReadonlySet<string>;

/** Case, accents, width and what is neither letter nor digit make no difference. */
export function trigramsOf(text: string): Trigrams {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.flatMap(wordTrigrams));
}

/** Dice's measure, in millionths: twice the shared runs among those of both; nothing is like nothing. */
export function similarityOf(a: Trigrams, b: Trigrams): number {
  let shared = 0;
  for (const trigram of a) if (b.has(trigram)) shared += 1;
  const both = a.size + b.size;
  return both === 0 ? 0 : shareOf(wholeRatio, 2 * shared, both);
}

function wordTrigrams(word: string): string[] {
  const symbols = [" ", " ", ...Array.from(word), " "];
  return symbols.slice(2).map((symbol, index) => `${symbols[index]}${symbols[index + 1]}${symbol}`);
}
