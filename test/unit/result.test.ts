import { expect, test } from "vitest";
import { ok, refuse } from "#domain/result";

test("a result is a value or a refusal", () => {
  expect(ok(1)).toEqual({ ok: true, value: 1 });
  expect(refuse({ code: "busy" })).toEqual({ ok: false, refusal: { code: "busy" } });
});
