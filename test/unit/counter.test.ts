import { expect, test } from "vitest";
import { counterId, everMs } from "#domain/counter";

test("counters of two programs, scopes, windows or names are two", () => {
  const key = { scope: "ptc_ann", endsAtMs: everMs, name: "limit:a" };
  const ids = [
    counterId("prg_1", key),
    counterId("prg_2", key),
    counterId("prg_1", { ...key, scope: "" }),
    counterId("prg_1", { ...key, endsAtMs: 5 }),
    counterId("prg_1", { ...key, name: "limit:b" }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(counterId("prg_1", { ...key })).toBe(ids[0]);
});
