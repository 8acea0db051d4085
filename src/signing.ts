import { createHmac, createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Signing } from "#domain/journey";

type SigningKey = { kid: string; secret: string };

const shortestSecret = 32;
const fewestDifferentSymbols = 8;
/** Fragments of values that stand in examples: a deployment that kept one must not start. */
const placeholders = /change[-_ ]?me|replace[-_ ]?(me|this|with)|placeholder|your[-_ ]?secret|example|todo|xxxx/i;

/**
 * HMAC-SHA256 with rotating keys from `kid:secret,kid:secret`, newest first: the first signs, all verify.
 * Throws when the setting is missing, short or a known placeholder, so that nothing is signed with it.
 */
export function createSigning(setting: string | undefined): Signing {
  const keys = parseKeys(setting ?? "");
  const newest = keys[0];
  if (newest === undefined) throw new Error("SIGNING_KEYS is missing; give it as kid:secret,kid:secret, newest first");
  // Read into key objects once: an HMAC from a text reads the key anew each time.
  const secrets = new Map(keys.map(({ kid, secret }) => [kid, createSecretKey(secret, "utf8")]));
  const newestSecret = createSecretKey(newest.secret, "utf8");
  return {
    sign: (text) => ({ kid: newest.kid, signature: hmac(newestSecret, text) }),
    verify(text, kid, signature) {
      const secret = secrets.get(kid);
      return secret !== undefined && equalInConstantTime(hmac(secret, text), signature);
    },
    derive(text, kid = newest.kid) {
      const secret = secrets.get(kid);
      return secret === undefined ? null : { kid, secret: hmac(secret, text, "base64") };
    },
    pseudonyms: (text) => [...secrets].map(([kid, secret]) => `${kid}.${hmac(secret, text)}`),
  };
}

function parseKeys(setting: string): SigningKey[] {
  const keys = setting
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseKey);
  for (const values of [keys.map((key) => key.kid), keys.map((key) => key.secret)]) {
    if (new Set(values).size !== values.length) throw new Error("SIGNING_KEYS repeats a key id or a secret");
  }
  return keys;
}

/** The secret never enters an error's text: errors are logged. */
function parseKey(part: string): SigningKey {
  const colon = part.indexOf(":");
  const kid = part.slice(0, colon);
  const secret = part.slice(colon + 1);
  if (colon < 0 || !/^[A-Za-z0-9_-]{1,16}$/.test(kid)) {
    throw new Error("SIGNING_KEYS: a key id is 1 to 16 of A-Z a-z 0-9 _ - and ends at a colon");
  }
  if (secret.length < shortestSecret || new Set(secret).size < fewestDifferentSymbols) {
    throw new Error(`SIGNING_KEYS: the secret of ${kid} needs at least ${shortestSecret} symbols, made at random`);
  }
  if (placeholders.test(secret)) throw new Error(`SIGNING_KEYS: the secret of ${kid} is a placeholder`);
  return { kid, secret };
}

function hmac(secret: KeyObject, text: string, encoding: "base64" | "base64url" = "base64url"): string {
  return createHmac("sha256", secret).update(text).digest(encoding);
}

function equalInConstantTime(expected: string, given: string): boolean {
  if (expected.length !== given.length) return false;
  let difference = 0;
  for (let i = 0; i < expected.length; i += 1) difference |= expected.charCodeAt(i) ^ given.charCodeAt(i);
  return difference === 0;
}
