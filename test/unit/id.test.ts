import { expect, test } from "vitest";
import { createNewId, firstIdAt, timeOfId } from "#domain/id";

test("ids say what they name and sort by the time of their creation", () => {
  const at = (nowMs: number) => createNewId(nowMs, () => "tail")("rwd");
  expect(at(1_800_000_000_000)).toMatch(/^rwd_[0-9a-v]{9}0000tail$/);
  const times = [0, 31, 32, 1_800_000_000_000, 1_800_000_000_001, 9_000_000_000_000];
  expect(times.map(at).toSorted()).toEqual(times.map(at));
});

test("ids of one request sort in the order in which they were made, whatever their random tails", () => {
  let tail = 99_999;
  const newId = createNewId(1_800_000_000_000, () => String(--tail));
  const ids = Array.from({ length: 2000 }, () => newId("txn"));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => id.length)).size).toBe(1);
});

test("an id tells its time, and lies behind the bound of that time and before the next one's", () => {
  const atMs = 1_800_000_000_000;
  const id = createNewId(atMs, () => "tail")("msg");
  expect(timeOfId(id)).toBe(atMs);
  expect([firstIdAt("msg", atMs + 1), id, firstIdAt("msg", atMs)].toSorted()).toEqual([
    firstIdAt("msg", atMs),
    id,
    firstIdAt("msg", atMs + 1),
  ]);
});
