import { expect, test } from "vitest";
import { boardsOf, fullFilterOf, isOnBoard } from "#domain/board-membership";

const london = { kind: "supplier", category: "dj", location: "London", isListed: true };

test("somebody stands on the board of every combination of what he is", () => {
  expect(boardsOf(london)).toHaveLength(8);
  expect(boardsOf({ ...london, category: null })).toEqual(
    [{}, { location: "London" }, { kind: "supplier" }, { kind: "supplier", location: "London" }].map(fullFilterOf),
  );
  expect(boardsOf({ ...london, isListed: false })).toEqual([]);
});

test("a board holds exactly whoever says so of himself", () => {
  const filters = [london, { ...london, category: "venue" }, { ...london, location: null }].flatMap(boardsOf);
  for (const filter of filters) {
    expect(isOnBoard(london, filter)).toBe(
      boardsOf(london).some((own) => JSON.stringify(own) === JSON.stringify(filter)),
    );
    expect(isOnBoard({ ...london, isListed: false }, filter)).toBe(false);
  }
});
