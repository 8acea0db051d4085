import { expect, test } from "vitest";
import { hourMs } from "#domain/day";
import { deriveSecret, rotateSecret, signingSecrets } from "#domain/webhook-endpoint";
import { createSigning } from "#signing";

const keys = { k1: "k1:first-test-secret-of-32-symbols!!!", k2: "k2:second-test-secret-of-32-symbols!!" };
const before = createSigning(keys.k1);
const between = createSigning(`${keys.k2},${keys.k1}`);
const after = createSigning(keys.k2);

const nowMs = 1_800_000_000_000;
const endpoint = { id: "whe_1", secretKid: "k1", secretVersion: 1, previousKid: null, previousUntilMs: null };

test("each endpoint and version has a secret of its own, always the same", () => {
  const of = (id: string, version: number) => deriveSecret(before, { id, version })?.secret;
  const secrets = [of("whe_1", 1), of("whe_1", 2), of("whe_2", 1)];
  expect(new Set(secrets).size).toBe(3);
  for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(of("whe_1", 1)).toBe(secrets[0]);
  expect(deriveSecret(between, { id: "whe_1", version: 1 })?.kid).toBe("k2");
});

test("a new signing key changes no secret; the one it was derived from is needed until it is rotated", () => {
  expect(signingSecrets(between, endpoint, nowMs)).toEqual(signingSecrets(before, endpoint, nowMs));
  expect(signingSecrets(after, endpoint, nowMs)).toBeNull();
  const rotated = { ...endpoint, ...rotateSecret(endpoint, { kid: "k2", overlapHours: 24, nowMs }) };
  expect(signingSecrets(after, rotated, nowMs)).toHaveLength(1);
});

test("both secrets sign until the overlap is over, and then the new one alone", () => {
  const [first] = signingSecrets(before, endpoint, nowMs) ?? [];
  const rotated = { ...endpoint, ...rotateSecret(endpoint, { kid: "k2", overlapHours: 2, nowMs }) };
  const both = signingSecrets(between, rotated, nowMs + 2 * hourMs - 1);
  expect(both).toHaveLength(2);
  expect(both?.[1]).toBe(first);
  expect(signingSecrets(between, rotated, nowMs + 2 * hourMs)).toEqual([both?.[0]]);
});

test("without an overlap the secret before ends at once", () => {
  const rotated = { ...endpoint, ...rotateSecret(endpoint, { kid: "k1", overlapHours: 0, nowMs }) };
  expect(rotated).toMatchObject({ secretVersion: 2, previousKid: null, previousUntilMs: null });
  expect(signingSecrets(before, rotated, nowMs)).toHaveLength(1);
});
