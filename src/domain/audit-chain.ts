/** Covers the rows from `firstSeq` to `lastSeq` and, by its hash, the seal before it and so all that came before. */
export type Seal = {
  firstSeq: number;
  lastSeq: number;
  /** One for each number of the range; empty where there was no row when it was sealed. */
  digests: readonly string[];
  hash: string;
  sealedAtMs: number;
};
/** Where the chain has got: what the next seal builds upon. */
export type ChainHead = { seq: number; hash: string };
/** A row and what its whole content comes to. */
export type DigestedRow = { seq: number; digest: string };

/** Before the first seal. */
export const chainStart: ChainHead = { seq: 0, hash: "" };

/** The domain knows no hash function: it is handed in. */
export type Hash = (text: string) => string;

/** The next seal over rows in the order of their numbers; at least one. A number that is missing is sealed as missing. */
export function sealRows(
  rows: readonly DigestedRow[],
  { head, sealedAtMs, hash }: { head: ChainHead; sealedAtMs: number; hash: Hash },
): Seal {
  const byNumber = new Map(rows.map(({ seq, digest }) => [seq, digest]));
  const firstSeq = head.seq + 1;
  const lastSeq = rows.at(-1)?.seq ?? head.seq;
  const digests = Array.from({ length: lastSeq - firstSeq + 1 }, (_, place) => byNumber.get(firstSeq + place) ?? "");
  const seal = { firstSeq, lastSeq, digests, sealedAtMs };
  return { ...seal, hash: hashOf(seal, head, hash) };
}

/**
 * What is wrong with the log, and at which number. `seal_changed` at a seal means that it, or the one that it builds upon,
 * was rewritten; `link_broken` that a seal is missing before it, or stands where none belongs.
 */
export type ChainProblem = {
  /** `head_missing`: the chain is whole, and does not go through the head that was seen before: it was cut off or made anew. */
  code: "row_changed" | "row_missing" | "row_inserted" | "seal_changed" | "link_broken" | "head_missing";
  seq: number;
};

/** `head`: how far all is well. */
export type Verified = { head: ChainHead; rows: number; seals: number; problem: ChainProblem | null };

/** Checks the seals after `head`, in order, with every row up to the last of them. Stops at the first problem. */
export function verifySeals(
  { head, seals, rows }: { head: ChainHead; seals: readonly Seal[]; rows: readonly DigestedRow[] },
  hash: Hash,
): Verified {
  const digests = new Map(rows.map(({ seq, digest }) => [seq, digest]));
  const verified: Verified = { head, rows: 0, seals: 0, problem: null };
  const stray = rows.find(({ seq }) => seq <= head.seq);
  if (stray !== undefined) return { ...verified, problem: { code: "row_inserted", seq: stray.seq } };
  for (const seal of seals) {
    const problem = findProblem(seal, verified.head, { digests, hash });
    if (problem !== null) return { ...verified, problem };
    verified.head = { seq: seal.lastSeq, hash: seal.hash };
    verified.rows += seal.digests.length;
    verified.seals += 1;
  }
  return verified;
}

type Ground = { digests: ReadonlyMap<number, string>; hash: Hash };

function findProblem(seal: Seal, head: ChainHead, { digests, hash }: Ground): ChainProblem | null {
  const { firstSeq, lastSeq } = seal;
  if (firstSeq !== head.seq + 1) return { code: "link_broken", seq: lastSeq };
  if (seal.digests.length !== lastSeq - firstSeq + 1 || seal.hash !== hashOf(seal, head, hash)) {
    return { code: "seal_changed", seq: lastSeq };
  }
  for (const [place, sealed] of seal.digests.entries()) {
    const seq = firstSeq + place;
    const found = digests.get(seq);
    if (found === undefined) return { code: "row_missing", seq };
    if (sealed === "") return { code: "row_inserted", seq };
    if (sealed !== found) return { code: "row_changed", seq };
  }
  return null;
}

function hashOf({ firstSeq, lastSeq, digests, sealedAtMs }: Omit<Seal, "hash">, head: ChainHead, hash: Hash): string {
  return hash([head.hash, `${firstSeq} ${lastSeq} ${sealedAtMs}`, ...digests].join("\n"));
}
