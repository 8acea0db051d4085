import { expect, test } from "vitest";
import { createSigning } from "#signing";

const good = "k1:first-test-secret-of-32-symbols!!!";

test("nothing is signed with a missing, short, repeated or known secret", () => {
  const refused = [
    undefined,
    "",
    " , ",
    "no-colon-here-but-long-enough-to-pass-for-one",
    "k1:short",
    `k1:${"a".repeat(64)}`,
    "k1:change-me-change-me-change-me-change-me",
    "k1:replace-this-with-openssl-rand-base64-32",
    "k1:your-secret-goes-here-0123456789abcdef",
    "bad.kid:first-test-secret-of-32-symbols!!!",
    `${good},${good}`,
    `${good},k2:first-test-secret-of-32-symbols!!!`,
  ];
  for (const setting of refused) expect(() => createSigning(setting)).toThrow("SIGNING_KEYS");
});

test("a refused secret is not told to the log", () => {
  expect(() => createSigning("k1:tell-nobody")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("tell-nobody") }),
  );
});

test("signatures differ by key and text, and verify only as a whole", () => {
  const signing = createSigning(` k2:second-test-secret-of-32-symbols!! , ${good}`);
  const { kid, signature } = signing.sign("text");
  expect(kid).toBe("k2");
  expect(signing.verify("text", "k2", signature)).toBe(true);
  expect(signing.verify("text", "k1", signature)).toBe(false);
  expect(signing.verify("text", "k3", signature)).toBe(false);
  expect(signing.verify("texts", "k2", signature)).toBe(false);
  expect(signing.verify("text", "k2", signature.slice(0, -1))).toBe(false);
  expect(createSigning(good).verify("text", "k1", createSigning(good).sign("text").signature)).toBe(true);
});

test("a derived secret is told by its text and key, and a retired key derives none", () => {
  const signing = createSigning(`k2:second-test-secret-of-32-symbols!!,${good}`);
  expect(signing.derive("a")?.kid).toBe("k2");
  expect(signing.derive("a")).toEqual(signing.derive("a", "k2"));
  const secrets = [signing.derive("a"), signing.derive("b"), signing.derive("a", "k1")].map((one) => one?.secret);
  expect(new Set(secrets).size).toBe(3);
  expect(signing.derive("a", "k1")).toEqual(createSigning(good).derive("a"));
  expect(signing.derive("a", "k0")).toBeNull();
});

test("a pseudonym of a text is made by each key, the newest first, and by nobody without one", () => {
  const signing = createSigning(`k2:second-test-secret-of-32-symbols!!,${good}`);
  const [newest, older] = signing.pseudonyms("a");
  expect([newest, older]).toEqual([expect.stringMatching(/^k2\./), createSigning(good).pseudonyms("a")[0]]);
  expect(signing.pseudonyms("b")).not.toContain(newest);
});
