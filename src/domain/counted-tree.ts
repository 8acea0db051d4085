/**
 * A B+ tree whose branches know how many entries lie under each child and what they sum up to. So a rank is found, an
 * entry by its rank, and the totals, by reading one node of each level. Nodes are kept by whoever owns them, under numbers;
 * the root is always `rootNode`, and one that was never written is an empty leaf.
 */
export type CountedTree = {
  read: (node: number) => TreeNode | null;
  write: (node: number, value: TreeNode) => void;
  /** Nothing leads to it any more. */
  drop: (node: number) => void;
  /** A number that no node has had. */
  newNode: () => number;
};

/** One who stands on a board. `day`: when the entry was written; before that he stood as the last two say, with no conversion nowhere. */
export type Entry = [
  conversions: number,
  firstAtMs: number,
  id: string,
  day: number,
  wasConversions: number,
  wasFirstAtMs: number,
];
/** What an entry is found by. */
export type EntryKey = readonly [conversions: number, firstAtMs: number, id: string, ...rest: unknown[]];
/** A child: its node, how many entries are under it, the sum of their conversions, and the first of them. */
export type Child = [node: number, count: number, sum: number, first: EntryKey];
export type TreeNode = { leaf: Entry[] } | { branch: Child[] };
export type TreeTotals = { count: number; sum: number };

export const rootNode = 0;
/** Larger nodes make the tree flatter and each change longer to write down: about 10 KB at this size. */
export const mostPerNode = 200;
const fewestPerNode = mostPerNode / 4;

/** More conversions come first, then the earlier first one, then the smaller id. */
export function compareEntries(a: EntryKey, b: EntryKey): number {
  return b[0] - a[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
}

/** An entry with the same key is replaced. */
export function insertEntry(tree: CountedTree, entry: Entry): void {
  const right = insertUnder(tree, rootNode, entry);
  if (right === null) return;
  const left = tree.newNode();
  tree.write(left, readNode(tree, rootNode));
  tree.write(rootNode, { branch: [childOf(tree, left), right] });
}

/** Nothing happens where there is none. */
export function removeEntry(tree: CountedTree, key: EntryKey): void {
  removeUnder(tree, rootNode, key);
  const root = readNode(tree, rootNode);
  if ("leaf" in root || root.branch.length > 1) return;
  const [only] = root.branch;
  if (only === undefined) return tree.write(rootNode, { leaf: [] });
  tree.write(rootNode, readNode(tree, only[0]));
  tree.drop(only[0]);
}

/** How many entries come before a key, and the entry that has it. */
export function findEntry(tree: Pick<CountedTree, "read">, key: EntryKey): { before: number; entry: Entry | null } {
  let before = 0;
  let node = readNode(tree, rootNode);
  while ("branch" in node) {
    const index = childIndex(node.branch, key);
    for (const [, count] of node.branch.slice(0, index)) before += count;
    node = readNode(tree, itemAt(node.branch, index)[0]);
  }
  const index = lowerBound(node.leaf, key);
  const found = node.leaf[index];
  return { before: before + index, entry: found !== undefined && compareEntries(found, key) === 0 ? found : null };
}

/** Entries in order: so many at most, after so many. */
export function listEntries(
  tree: Pick<CountedTree, "read">,
  { skip, limit }: { skip: number; limit: number },
): Entry[] {
  const listed: Entry[] = [];
  const visit = (node: TreeNode, skipHere: number): void => {
    if ("leaf" in node) return void listed.push(...node.leaf.slice(skipHere, skipHere + limit - listed.length));
    let toSkip = skipHere;
    for (const [child, count] of node.branch) {
      if (listed.length === limit) return;
      if (toSkip < count) visit(readNode(tree, child), toSkip);
      toSkip = Math.max(0, toSkip - count);
    }
  };
  visit(readNode(tree, rootNode), skip);
  return listed;
}

export function totalsOf(tree: Pick<CountedTree, "read">): TreeTotals {
  return sumUp(readNode(tree, rootNode));
}

/** Answers the new right half where the node had to be split. */
function insertUnder(tree: CountedTree, node: number, entry: Entry): Child | null {
  const value = readNode(tree, node);
  const index = "leaf" in value ? lowerBound(value.leaf, entry) : childIndex(value.branch, entry);
  const isAtEnd = index >= sizeOf(value) - 1;
  if ("leaf" in value) {
    const known = value.leaf[index];
    value.leaf.splice(index, known !== undefined && compareEntries(known, entry) === 0 ? 1 : 0, entry);
  } else {
    const [child] = itemAt(value.branch, index);
    const right = insertUnder(tree, child, entry);
    value.branch.splice(index, 1, childOf(tree, child), ...(right === null ? [] : [right]));
  }
  const rest = splitOff(value, isAtEnd);
  tree.write(node, value);
  if (rest === null) return null;
  const right = tree.newNode();
  tree.write(right, rest);
  return childOf(tree, right);
}

function removeUnder(tree: CountedTree, node: number, key: EntryKey): void {
  const value = readNode(tree, node);
  if ("leaf" in value) {
    const index = lowerBound(value.leaf, key);
    const known = value.leaf[index];
    if (known === undefined || compareEntries(known, key) !== 0) return;
    value.leaf.splice(index, 1);
  } else {
    const index = childIndex(value.branch, key);
    const [child] = itemAt(value.branch, index);
    removeUnder(tree, child, key);
    value.branch[index] = childOf(tree, child);
    joinSmall(tree, value.branch, index);
  }
  tree.write(node, value);
}

/** A child that has become small joins a neighbour that has room, so that what was left behind does not pile up. */
function joinSmall(tree: CountedTree, branch: Child[], index: number): void {
  const sizeAt = (at: number) => (branch[at] === undefined ? Infinity : sizeOf(readNode(tree, branch[at][0])));
  const size = sizeAt(index);
  if (size === 0) for (const [gone] of branch.splice(index, 1)) tree.drop(gone);
  if (size === 0 || size >= fewestPerNode) return;
  const left = sizeAt(index - 1) < sizeAt(index + 1) ? index - 1 : index;
  const [leftChild, rightChild] = [branch[left], branch[left + 1]];
  if (leftChild === undefined || rightChild === undefined) return;
  if (sizeAt(left) + sizeAt(left + 1) > mostPerNode - fewestPerNode) return;
  tree.write(leftChild[0], joined(readNode(tree, leftChild[0]), readNode(tree, rightChild[0])));
  tree.drop(rightChild[0]);
  branch.splice(left, 2, childOf(tree, leftChild[0]));
}

function joined(left: TreeNode, right: TreeNode): TreeNode {
  if ("leaf" in left && "leaf" in right) return { leaf: [...left.leaf, ...right.leaf] };
  if ("branch" in left && "branch" in right) return { branch: [...left.branch, ...right.branch] };
  throw new Error("nodes of one level are of one kind");
}

/** What is taken off the end of a node that has too much: half, or less where entries seem to come in order. */
function splitOff(node: TreeNode, isAtEnd: boolean): TreeNode | null {
  if (sizeOf(node) <= mostPerNode) return null;
  const kept = isAtEnd ? mostPerNode - fewestPerNode : mostPerNode / 2;
  return "leaf" in node ? { leaf: node.leaf.splice(kept) } : { branch: node.branch.splice(kept) };
}

function childOf(tree: CountedTree, node: number): Child {
  const value = readNode(tree, node);
  const { count, sum } = sumUp(value);
  const [conversions, firstAtMs, id] = "leaf" in value ? (value.leaf[0] ?? lastKey) : (value.branch[0]?.[3] ?? lastKey);
  return [node, count, sum, [conversions, firstAtMs, id]];
}

/** After everybody: whoever has no conversion is on no board. */
const lastKey: EntryKey = [0, 0, ""];

function sumUp(node: TreeNode): TreeTotals {
  let [count, sum] = [0, 0];
  if ("leaf" in node) for (const [conversions] of node.leaf) sum += conversions;
  else for (const [, entries, part] of node.branch) [count, sum] = [count + entries, sum + part];
  return { count: "leaf" in node ? node.leaf.length : count, sum };
}

/** The child under which a key belongs: the last that begins with it or before it, else the first. */
function childIndex(branch: readonly Child[], key: EntryKey): number {
  let [low, high] = [0, branch.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (compareEntries(itemAt(branch, middle)[3], key) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a key is, or would be. */
function lowerBound(leaf: readonly Entry[], key: EntryKey): number {
  let [low, high] = [0, leaf.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compareEntries(itemAt(leaf, middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function itemAt<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`a node without an item ${index}`);
  return item;
}

function sizeOf(node: TreeNode): number {
  return "leaf" in node ? node.leaf.length : node.branch.length;
}

function readNode(tree: Pick<CountedTree, "read">, node: number): TreeNode {
  const value = tree.read(node);
  if (value !== null) return value;
  if (node === rootNode) return { leaf: [] };
  throw new Error(`node ${node} is missing`);
}
