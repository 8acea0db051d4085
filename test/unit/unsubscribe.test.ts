import { expect, test } from "vitest";
import { readUnsubscribeToken, writeUnsubscribeToken } from "#domain/unsubscribe";
import { createSigning } from "#signing";

const old = "k1:0123456789abcdefghijklmnopqrstuvwxyz0123";
const signing = createSigning(old);
const token = writeUnsubscribeToken(signing, { mode: "live", participantId: "ptc_1jkq0v4n8" });

test("a token says who and in which mode, and nothing personal", () => {
  expect(readUnsubscribeToken(signing, token)).toEqual({ mode: "live", participantId: "ptc_1jkq0v4n8" });
  expect(token).toMatch(/^u1\.k1\.live\.ptc_1jkq0v4n8\.[A-Za-z0-9_-]{43}$/);
});

test("a token outlives a new key", () => {
  const rotated = createSigning(`k2:another-secret-of-many-symbols-0123456789,${old}`);
  expect(readUnsubscribeToken(rotated, token)).not.toBeNull();
});

test.each([
  ["of another person", token.replace("ptc_1", "ptc_2")],
  ["of the other mode", token.replace("live", "test")],
  ["with another signature", `${token.slice(0, -3)}AAA`],
  ["that is longer", `${token}A`],
  ["of no form", "u1.k1.live"],
  ["that is empty", ""],
])("a token %s is none", (_what, forged) => {
  expect(readUnsubscribeToken(signing, forged)).toBeNull();
});

test("a signature that was made for something else unsubscribes nobody", () => {
  const { kid, signature } = signing.sign("v1.live.ptc_1jkq0v4n8");
  expect(readUnsubscribeToken(signing, `u1.${kid}.live.ptc_1jkq0v4n8.${signature}`)).toBeNull();
});
