import type { FullFilter } from "#domain/board-membership";
import { rootNode } from "#domain/counted-tree";
import type { CountedTree, TreeNode } from "#domain/counted-tree";
import * as rows from "#objects/leaderboard-rows";

/** The trees of all boards during one call: each node is read once, and written once at the end. */
export type Trees = { tree: (period: string, filter: FullFilter) => CountedTree; flush: () => void };

export function openTrees(sql: SqlStorage, day: number): Trees {
  const boards = new Map<string, CountedTree & { flush: () => void }>();
  return {
    tree(period, filter) {
      const name = JSON.stringify([period, filter.kind, filter.category, filter.location]);
      const tree = boards.get(name) ?? openTree(sql, rows.makeBoard(sql, period, filter), day);
      boards.set(name, tree);
      return tree;
    },
    flush() {
      for (const tree of boards.values()) tree.flush();
    },
  };
}

function openTree(sql: SqlStorage, board: number, day: number): CountedTree & { flush: () => void } {
  const nodes = new Map<number, TreeNode | null>();
  const changed = new Set<number>();
  let last: number | null = null;
  const write = (node: number, value: TreeNode | null) => {
    nodes.set(node, value);
    changed.add(node);
  };
  return {
    read(node) {
      const known = nodes.get(node);
      if (known !== undefined) return known;
      const value = parseNode(rows.findNode(sql, board, node)?.body ?? null);
      nodes.set(node, value);
      return value;
    },
    write,
    drop: (node) => write(node, null),
    newNode() {
      last = (last ?? Math.max(rootNode, rows.findLastNode(sql, board))) + 1;
      return last;
    },
    flush() {
      for (const node of changed) {
        const value = nodes.get(node) ?? null;
        rows.storeNode(sql, { board, node, day }, value === null ? null : JSON.stringify(value));
      }
      changed.clear();
    },
  };
}

export type TreeView = Pick<CountedTree, "read">;

/** A board as it stands, and as it stood at the end of the day before. Each node is read once for both. */
export function viewBoard(sql: SqlStorage, board: number, day: number): { today: TreeView; yesterday: TreeView } {
  const found = new Map<number, rows.NodeRow | null>();
  const find = (node: number) => {
    const row = found.get(node) ?? rows.findNode(sql, board, node);
    found.set(node, row);
    return row;
  };
  const isOfToday = (row: rows.NodeRow) => row.day >= day;
  return {
    today: viewNodes((node) => find(node)?.body ?? null),
    yesterday: viewNodes((node) => {
      const row = find(node);
      return row !== null && isOfToday(row) ? row.was : (row?.body ?? null);
    }),
  };
}

function viewNodes(bodyOf: (node: number) => string | null): TreeView {
  const nodes = new Map<number, TreeNode | null>();
  return {
    read(node) {
      const known = nodes.get(node);
      if (known !== undefined) return known;
      const value = parseNode(bodyOf(node));
      nodes.set(node, value);
      return value;
    },
  };
}

function parseNode(body: string | null): TreeNode | null {
  // Safe because `flush` wrote it.
  return body === null ? null : (JSON.parse(body) as TreeNode);
}
