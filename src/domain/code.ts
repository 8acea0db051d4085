import type { CodePolicy } from "#domain/program";

/** 32 symbols without 0 O 1 I, which people confuse. */
export const codeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const randomCodeSize = 8;
const memorableTailSize = 6;
/** After so many collisions something else is wrong. */
export const maxCodeAttempts = 10;

/** Words that would read like a page or a promise of the deployment. */
const reservedCodes = new Set(
  "ADMIN API APP AUTH BOUQUET CODE DASHBOARD DOCS FREE HEALTH HELP HOME JOIN LINK LOGIN LOGOUT NULL OFFICIAL QR REF REFERRAL ROOT SIGNUP STAFF SUPPORT SYSTEM TEAM TEST UNDEFINED UNKNOWN V1 WIDGET WWW".split(
    " ",
  ),
);

export type NewCode = (alphabet: string, size: number) => string;

/**
 * Codes are compared in this form only: what people type, scan or paste is the same code. NFKC twice,
 * because upper-casing can make what NFKC would compose again (ß before an accent).
 */
export function normalizeCode(code: string): string {
  return code.normalize("NFKC").toUpperCase().normalize("NFKC").trim();
}

/** What `normalizeCode` must have given for a code that can exist. */
export function isCodeForm(code: string): boolean {
  return /^[A-Z0-9](?:[A-Z0-9-]{1,30})[A-Z0-9]$/.test(code);
}

export function isReservedCode(code: string): boolean {
  return reservedCodes.has(code);
}

/** One proposal by the program's policy; whether it is free only the database knows. */
export function proposeCode(policy: CodePolicy, kind: string, newCode: NewCode): string {
  const words = policy.style === "memorable" ? wordsFor(policy, kind) : [];
  const word = pick(words, newCode);
  return word === null ? newCode(codeAlphabet, randomCodeSize) : `${word}-${newCode(codeAlphabet, memorableTailSize)}`;
}

/** A kind without words of its own takes any: every participant of the program gets a memorable code. */
function wordsFor({ words = {} }: CodePolicy, kind: string): string[] {
  return words[kind] ?? Object.values(words).flat();
}

/** Two symbols are 1,024 numbers: even enough over the few words of a policy. */
function pick(words: string[], newCode: NewCode): string | null {
  const [high = "", low = ""] = newCode(codeAlphabet, 2);
  const number = codeAlphabet.indexOf(high) * codeAlphabet.length + codeAlphabet.indexOf(low);
  return words[number % words.length] ?? null;
}
