import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { chainStart, sealRows, verifySeals } from "#domain/audit-chain";
import type { DigestedRow, Seal } from "#domain/audit-chain";

const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
const row = (seq: number, content = ""): DigestedRow => ({ seq, digest: hash(`${seq} ${content}`) });
const rows = [1, 2, 3, 4, 5, 6].map((seq) => row(seq));

/** Two rows a seal. */
function sealAll(): Seal[] {
  const seals: Seal[] = [];
  for (let start = 0; start < rows.length; start += 2) {
    const last = seals.at(-1);
    const head = last === undefined ? chainStart : { seq: last.lastSeq, hash: last.hash };
    seals.push(sealRows(rows.slice(start, start + 2), { head, sealedAtMs: start, hash }));
  }
  return seals;
}

const verify = (seals: readonly Seal[], found: readonly DigestedRow[]) =>
  verifySeals({ head: chainStart, seals, rows: found }, hash);

test("a log that nobody touched is verified to its head", () => {
  const seals = sealAll();
  expect(verify(seals, rows)).toEqual({ head: { seq: 6, hash: seals[2]?.hash }, rows: 6, seals: 3, problem: null });
  expect(verify([], [])).toEqual({ head: chainStart, rows: 0, seals: 0, problem: null });
});

test("it is verified in parts as well", () => {
  const seals = sealAll();
  const part = verify(seals.slice(0, 1), rows.slice(0, 2));
  expect(verifySeals({ head: part.head, seals: seals.slice(1), rows: rows.slice(2) }, hash)).toMatchObject({
    rows: 4,
    problem: null,
  });
});

describe("what was done to it is found, and where", () => {
  const withSeal = (place: number, change: Partial<Seal>) =>
    sealAll().map((seal, at) => (at === place ? { ...seal, ...change } : seal));

  test.each<[string, readonly Seal[], readonly DigestedRow[], object]>([
    ["a changed row", sealAll(), rows.with(3, row(4, "changed")), { code: "row_changed", seq: 4 }],
    ["a missing row", sealAll(), rows.toSpliced(4, 1), { code: "row_missing", seq: 5 }],
    ["the last row missing", sealAll(), rows.slice(0, 5), { code: "row_missing", seq: 6 }],
    ["a row before the first", sealAll(), [row(-3), ...rows], { code: "row_inserted", seq: -3 }],
    ["a changed digest", withSeal(1, { digests: ["x", "y"] }), rows, { code: "seal_changed", seq: 4 }],
    ["a changed hash", withSeal(1, { hash: "x" }), rows, { code: "seal_changed", seq: 4 }],
    ["a changed time", withSeal(2, { sealedAtMs: 9 }), rows, { code: "seal_changed", seq: 6 }],
    ["a digest too many", withSeal(0, { digests: ["a", "b", "c"] }), rows, { code: "seal_changed", seq: 2 }],
    ["a missing seal", sealAll().toSpliced(1, 1), rows, { code: "link_broken", seq: 6 }],
    ["another beginning", withSeal(1, { firstSeq: 4 }), rows, { code: "link_broken", seq: 4 }],
  ])("%s", (_what, seals, found, problem) => {
    expect(verify(seals, found).problem).toEqual(problem);
  });

  test("a seal that was rewritten together with its row does not fit the next one", () => {
    const [first, ...others] = sealAll();
    const forged = sealRows([row(1), row(2, "forged")], { head: chainStart, sealedAtMs: 0, hash });
    expect(first?.hash).not.toBe(forged.hash);
    const found = verify([forged, ...others], rows.with(1, row(2, "forged")));
    expect(found).toMatchObject({ head: { seq: 2 }, problem: { code: "seal_changed", seq: 4 } });
  });
});

test("a number that was missing when it was sealed is missing for ever, and filling the gap is noticed", () => {
  const seal = sealRows([row(1), row(3)], { head: chainStart, sealedAtMs: 0, hash });
  expect(verify([seal], [row(1), row(3)]).problem).toEqual({ code: "row_missing", seq: 2 });
  expect(verify([seal], [row(1), row(2), row(3)]).problem).toEqual({ code: "row_inserted", seq: 2 });
});
