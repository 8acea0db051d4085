import { expect, test } from "vitest";
import { createNewId, idAt, idTail, timeAndTailOf, timeOfId } from "#domain/id";

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

test("the id of an instant stands before all that was made at it, and says when that was", () => {
  const atMs = 1_800_000_000_000;
  const made = createNewId(atMs, () => "tail")("msg");
  expect(idAt("msg", atMs) < made).toBe(true);
  expect(idAt("msg", atMs, "same")).toBe(idAt("msg", atMs, "same"));
  expect(idAt("msg", atMs + 1) > made).toBe(true);
  expect([made, idAt("msg", atMs, "same"), idAt("run", atMs)].map(timeOfId)).toEqual([atMs, atMs, atMs]);
  expect(idAt("msg", -5) <= idAt("msg", 0)).toBe(true);
});

test("an id is its prefix, its time and a tail", () => {
  const id = idAt("msg", 1_800_000_000_000, "tail");
  expect(`msg_${timeAndTailOf(id)}`).toBe(id);
  expect(idTail(id)).toBe("tail");
});
