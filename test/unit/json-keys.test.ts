import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findRepeatedKey } from "#domain/json-keys";

test.each([
  ['{"a":1,"a":2}', "a"],
  ['{"a":1, "b":{"c":1,"c" :2}}', "c"],
  ['[{"a":1},{"a":1,"b":2,"a":3}]', "a"],
  ['{"a":1,"\\u0061":2}', "a"],
  ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
  ['{"":1,"":2}', ""],
  ['{"a":"x","a\\\\":1,"a":2}', "a"],
  ['{"a":{},"b":[],"a":1}', "a"],
])("%s has %j twice", (text, key) => {
  expect(findRepeatedKey(text)).toBe(key);
});

test.each([
  "",
  "{}",
  '{"a":"a","b":"a"}',
  '{"a":{"a":{"a":1}},"b":{"a":1}}',
  '[{"a":1},{"a":2}]',
  '["a","a"]',
  '{"a":"\\"a\\":1,\\"a\\":2"}',
  '{"a":"}","b":"{","c":["a","a"]}',
  '{"a',
  '{"a\\',
  "}}]]",
])("%j has none", (text) => {
  expect(findRepeatedKey(text)).toBeNull();
});

test("whatever JSON.stringify writes has none, and one that is written twice is found", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
      const text = JSON.stringify(value);
      expect(findRepeatedKey(text)).toBeNull();
      const [first = ""] = Object.keys(value);
      expect(findRepeatedKey(`${text.slice(0, -1)},${JSON.stringify(first)}:1}`)).toBe(first);
    }),
  );
});
