import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compareEntries,
  findEntry,
  insertEntry,
  listEntries,
  mostPerNode,
  removeEntry,
  rootNode,
  totalsOf,
} from "#domain/counted-tree";
import type { CountedTree, Entry, TreeNode } from "#domain/counted-tree";

type Counted = CountedTree & { nodes: Map<number, TreeNode>; reads: number };

/** `copy`: nodes are copies, as of a store, so that a change that is not written is lost; slower. */
function emptyTree(copy = <T>(value: T): T => value): Counted {
  let last = rootNode;
  const tree: Counted = {
    nodes: new Map(),
    reads: 0,
    read: (node) => {
      tree.reads += 1;
      return copy(tree.nodes.get(node) ?? null);
    },
    write: (node, value) => void tree.nodes.set(node, copy(value)),
    drop: (node) => void tree.nodes.delete(node),
    newNode: () => (last += 1),
  };
  return tree;
}

function entryOf(conversions: number, firstAtMs: number, id: number): Entry {
  return [conversions, firstAtMs, `ptc_${String(id).padStart(6, "0")}`, 0, 0, 0];
}

test("after any changes it lists, counts, sums up and ranks as a sorted list does", () => {
  const person = fc.record({
    conversions: fc.integer({ min: 1, max: 6 }),
    firstAtMs: fc.integer({ min: 0, max: 9 }),
    id: fc.integer({ min: 0, max: 3000 }),
  });
  const steps = fc.array(fc.record({ person, run: fc.integer({ min: 1, max: 400 }), isGone: fc.boolean() }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const tree = emptyTree(structuredClone);
      const standing = new Map<string, Entry>();
      const stand = (id: number, entry: Entry | null) => {
        const known = standing.get(entryOf(0, 0, id)[2]);
        if (known !== undefined) removeEntry(tree, known);
        if (known !== undefined) standing.delete(known[2]);
        if (entry !== null) insertEntry(tree, entry);
        if (entry !== null) standing.set(entry[2], entry);
      };
      for (const {
        person: { conversions, firstAtMs, id },
        run,
        isGone,
      } of all) {
        for (let next = id; next < id + run; next += 1) {
          stand(next, isGone ? null : entryOf(conversions + (next % 3), firstAtMs + (next % 7), next));
        }
      }
      const sorted = [...standing.values()].toSorted(compareEntries);
      const sum = sorted.reduce((total, [conversions]) => total + conversions, 0);
      expect(listEntries(tree, { skip: 0, limit: Infinity })).toEqual(sorted);
      expect(totalsOf(tree)).toEqual({ count: sorted.length, sum });
      for (const rank of [0, 1, 50, 199, 200, 201, sorted.length - 1].filter((at) => at in sorted)) {
        expect(findEntry(tree, sorted[rank]!)).toEqual({ before: rank, entry: sorted[rank] });
        expect(listEntries(tree, { skip: rank, limit: 5 })).toEqual(sorted.slice(rank, rank + 5));
      }
      expect(reachable(tree)).toEqual(new Set(tree.nodes.keys()).add(rootNode));
    }),
    { numRuns: 15 },
  );
});

/** Nodes that can be reached: no other may be left over. */
function reachable({ nodes }: Counted): Set<number> {
  const found = new Set<number>();
  const visit = (node: number): void => {
    found.add(node);
    const value = nodes.get(node);
    if (value !== undefined && "branch" in value) for (const [child] of value.branch) visit(child);
  };
  visit(rootNode);
  return found;
}

test("a hundred thousand are three levels, and a rank costs a node of each", () => {
  const tree = emptyTree();
  for (let id = 0; id < 100_000; id += 1) insertEntry(tree, entryOf(1 + (id % 5), (id * 7919) % 100_003, id));
  tree.reads = 0;
  const { before } = findEntry(tree, entryOf(3, -1, 0));
  expect({ before, reads: tree.reads }).toEqual({ before: 40_000, reads: 3 });
  tree.reads = 0;
  expect(listEntries(tree, { skip: 50_000, limit: 100 })).toHaveLength(100);
  expect(tree.reads).toBeLessThanOrEqual(5);
});

test("who climbs one after the other leaves no thin nodes behind", () => {
  const tree = emptyTree();
  const people = Array.from({ length: 2000 }, (_, id) => entryOf(1, id, id));
  for (const entry of people) insertEntry(tree, entry);
  for (let conversions = 1; conversions < 20; conversions += 1) {
    for (const [, firstAtMs, ,] of people) {
      removeEntry(tree, entryOf(conversions, firstAtMs, firstAtMs));
      insertEntry(tree, entryOf(conversions + 1, firstAtMs, firstAtMs));
    }
  }
  expect(totalsOf(tree)).toEqual({ count: 2000, sum: 40_000 });
  expect(tree.nodes.size).toBeLessThan((2000 / mostPerNode) * 5);
});

test("an entry that is not there is removed without a trace, and one with the same key is replaced", () => {
  const tree = emptyTree();
  removeEntry(tree, entryOf(1, 1, 1));
  insertEntry(tree, entryOf(1, 1, 1));
  insertEntry(tree, [1, 1, "ptc_000001", 9, 5, 3]);
  removeEntry(tree, entryOf(2, 1, 1));
  expect(listEntries(tree, { skip: 0, limit: 10 })).toEqual([[1, 1, "ptc_000001", 9, 5, 3]]);
  expect(findEntry(tree, entryOf(1, 1, 2))).toEqual({ before: 1, entry: null });
});
