import type { Chance } from "#bench/fraud-world/chance";

/** A copy with something wrong in one to three places, as slips and attacks have it. */
export function spoil(chance: Chance, value: unknown): unknown {
  let spoiled = structuredClone(value);
  for (let times = chance.int(1, 3); times > 0; times -= 1) spoiled = spoilOnce(chance, spoiled);
  return spoiled;
}

function spoilOnce(chance: Chance, value: unknown): unknown {
  if (value === null || typeof value !== "object" || chance.happens(0.1)) return strange(chance, value);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance.happens(0.2)) return lengthen(chance, value);
    const at = chance.int(0, value.length - 1);
    return value.map((part: unknown, i) => (i === at ? spoilOnce(chance, part) : part));
  }
  const entries = Object.entries(value);
  const way = chance.int(0, 9);
  if (entries.length === 0 || way === 0) return withKey(chance, entries);
  const at = chance.int(0, entries.length - 1);
  if (way === 1) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return fromEntries(entries.map(([key, part], i) => [key, i === at ? spoilOnce(chance, part) : part]));
}

function withKey(chance: Chance, entries: [string, unknown][]): unknown {
  const key = chance.pick(["__proto__", "constructor", "toString", "unheard_of", "", "a\u0000b", "id", "mode", "💐"]);
  return fromEntries([...entries, [key, strange(chance, null)]]);
}

/** `Object.fromEntries` makes an own `__proto__`, as `JSON.parse` does. */
function fromEntries(entries: [string, unknown][]): unknown {
  return Object.fromEntries(entries);
}

function lengthen(chance: Chance, list: unknown[]): unknown[] {
  const last: unknown = list.at(-1) ?? 1;
  return Array.from({ length: chance.pick([0, 1, 33, 101, 501]) }, () => last);
}

function strange(chance: Chance, value: unknown): unknown {
  if (typeof value === "number" && chance.happens(0.5)) return chance.pick(numbers);
  if (typeof value === "string" && chance.happens(0.5)) return spoilText(chance, value);
  return chance.pick([
    null,
    true,
    false,
    [],
    {},
    "",
    [[]],
    { a: null },
    chance.pick(numbers),
    chance.pick(strangeTexts),
  ]);
}

const numbers = [
  ...[0, -0, -1, 0.1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 63, -(2 ** 53), 1e21, 1e300, 5e-324],
  ...[99_999_999_999_999, 1_000_000_000_001, 10_000, 10_001, 366, 365, 4102444800000],
];

const strangeTexts = [
  ...["\u0000", "a\u0000b", "\ud800", "\udc00x", "\ufeff", "\uffff", "\u202e\u2066", "👩‍👩‍👧‍👦".repeat(40), "é".repeat(300)],
  ...["x".repeat(129), "x".repeat(501), "x".repeat(5000), "🙂".repeat(2000), "9".repeat(400), "-", " ", "\n", "\t\r\n"],
  ...["2026-02-30T00:00:00Z", "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "2026-13-01", "0000-01-01T00:00:00Z"],
  ...["+275760-09-13T00:00:00.001Z", "2026-05-01T24:00:00Z", "2026-05-01T00:00:60Z", "2026-05-01T00:00:00.1234567890Z"],
  ...[
    "prg_missing",
    "ptc_00000000000000000000000",
    "rwd_' OR '1'='1",
    "%",
    "_",
    "*",
    "(",
    "a%2Fb",
    "../x",
    "?a=b",
    "#",
  ],
  ...["https://evil.example", "javascript:alert(1)", "https://127.0.0.1/", "a@b", "@", "true", "İ", "ǅ", "ﷺ", "Ⅷ"],
];

function spoilText(chance: Chance, text: string): string {
  const at = chance.int(0, text.length);
  const way = chance.int(0, 5);
  if (way === 0) return text.slice(0, at);
  if (way === 1) return text + text;
  if (way === 2) return text.slice(0, at) + chance.pick(strangeTexts) + text.slice(at);
  if (way === 3) return text.toUpperCase();
  if (way === 4) return text.slice(0, -1) + chance.pick(["0", "Z", "_", " "]);
  return chance.pick(strangeTexts);
}
