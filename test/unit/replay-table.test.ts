import { expect, test } from "vitest";
import { createTable, putRow, rowsBy, rowsOf } from "#domain/replay-table";

type Row = { id: string; group: string | null };

test("a row is found by its key and its index, and a replaced one by its new value only", () => {
  const table = createTable<Row, "group">(({ id }) => id, { group: ({ group }) => group });
  putRow(table, { id: "a", group: "x" });
  putRow(table, { id: "b", group: "x" });
  putRow(table, { id: "a", group: "y" });
  expect(rowsBy(table, "group", "x")).toEqual([{ id: "b", group: "x" }]);
  expect(rowsBy(table, "group", "y")).toEqual([{ id: "a", group: "y" }]);
  putRow(table, { id: "a", group: null });
  expect(rowsBy(table, "group", "y")).toEqual([]);
  expect(rowsBy(table, "group", null)).toEqual([]);
  expect(rowsOf(table)).toEqual([
    { id: "a", group: null },
    { id: "b", group: "x" },
  ]);
});
