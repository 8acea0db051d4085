import { expect, test } from "vitest";
import { versionInForce } from "#domain/program";
import { aDocument } from "#support/domain-factories";

const versions = [20, 10].map((publishedAtMs) => ({
  version: publishedAtMs / 10,
  document: aDocument(),
  publishedAtMs,
}));

test.each([
  [9, 1],
  [10, 1],
  [19, 1],
  [20, 2],
])("at %i version %i is in force", (atMs, version) => {
  expect(versionInForce(versions, atMs)?.version).toBe(version);
});

test("before anything is published none is", () => {
  expect(versionInForce([], 1)).toBeNull();
});
