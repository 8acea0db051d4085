import { expect, test } from "vitest";
import { maskedName } from "#domain/masked-name";

test.each([
  ["Mike Miller", "M••••"],
  ["mo", "M••••"],
  ["  Élodie", "É••••"],
  ["E\u0301lodie", "E\u0301••••"],
  ["\u202eMallory", "M••••"],
  ["'t Hart", "T••••"],
  ["42", "Someone"],
  ["evil.example", "Someone"],
  ["🎉", "Someone"],
  ["", "Someone"],
  [null, "Someone"],
])("of %o no more is shown than %s", (name, shown) => {
  expect(maskedName(name)).toBe(shown);
});
