import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { FraudListKind } from "#domain/fraud-list";
import {
  checkListValue,
  decideEntries,
  entryName,
  latestEnd,
  maxListEntries,
  maxReadEntries,
  readListValue,
} from "#domain/fraud-list-entry";
import type { ListGround, WantedEntry } from "#domain/fraud-list-entry";
import { nowMs } from "#support/domain-factories";

function wanted(fields: Partial<WantedEntry> = {}): WantedEntry {
  return {
    effect: "block",
    kind: "domain",
    value: "bad.example",
    programId: "",
    note: null,
    expiresAtMs: null,
    ...fields,
  };
}

function decide(entries: WantedEntry[], ground: Partial<ListGround> = {}) {
  let made = 0;
  const setting = { newId: () => `fle_new${++made}`, nowMs };
  return decideEntries(entries, { known: [], count: 0, ofKind: { pattern: 0, address: 0 }, ...ground }, setting);
}

test.each<[FraudListKind, string, string]>([
  ["email", " Jo.Hn+list@GoogleMail.com ", "john@gmail.com"],
  ["domain", "@Bad.Example.", "bad.example"],
  ["domain", "MÜLL.example", "müll.example"],
  ["pattern", "Promo*@Mail.Example", "promo*@mail.example"],
  ["address", "abcdefghijklmnopqrstu_", "abcdefghijklmnopqrstu_"],
  ["participant", " ptc_1 ", "ptc_1"],
])("%s %j is kept as %j", (kind, value, kept) => {
  expect(readListValue(kind, value)).toEqual({ ok: true, value: kept });
});

test.each<[FraudListKind, string]>([
  ["email", "nobody"],
  ["email", "*@bad.example"],
  ["domain", "com"],
  ["domain", "bad .example"],
  ["domain", "-bad.example"],
  ["domain", "*.bad.example"],
  ["address", "203.0.113.7"],
  ["address", "2001:db8::1"],
  ["participant", "two words"],
  ["pattern", "*"],
  ["pattern", "*@*.*"],
  ["pattern", "ab*@"],
  ["pattern", "a*b*c*d*e*f*g"],
  ["pattern", "two words*"],
  ["pattern", "x".repeat(101)],
])("%s %j is refused", (kind, value) => {
  expect(checkListValue(kind, value)).toMatch(/^must /);
  expect(readListValue(kind, value)).toMatchObject({ ok: false });
});

test("an address ends at the next midnight UTC, nothing else by itself", () => {
  expect(latestEnd("address", nowMs)).toBe(Math.floor(nowMs / dayMs) * dayMs + dayMs);
  expect(latestEnd("email", nowMs)).toBeNull();
});

test("what is there already is answered as it stands, and not twice in one batch", () => {
  const known = [{ ...wanted(), id: "fle_old" }];
  const [old, other, again, inProgram] = decide(
    [wanted(), wanted({ value: "worse.example" }), wanted({ value: "worse.example" }), wanted({ programId: "prg_1" })],
    { known, count: 1 },
  );
  expect(old).toMatchObject({ value: { id: "fle_old", isNew: false } });
  expect(other).toMatchObject({ value: { id: "fle_new1", isNew: true } });
  expect(again).toMatchObject({ value: { id: "fle_new1", isNew: false } });
  expect(inProgram).toMatchObject({ value: { id: "fle_new2", isNew: true } });
  expect(entryName(wanted())).not.toBe(entryName(wanted({ programId: "prg_1" })));
});

test("what is listed with the other effect is refused, unless that has ended", () => {
  const known = [{ ...wanted({ effect: "allow", expiresAtMs: nowMs + 1 }), id: "fle_old" }];
  expect(decide([wanted()], { known, count: 1 })[0]).toEqual({
    ok: false,
    refusal: { code: "fraud_entry_contradicts", entry: "fle_old", effect: "allow" },
  });
  const ended = known.map((entry) => ({ ...entry, expiresAtMs: nowMs }));
  expect(decide([wanted()], { known: ended, count: 0 })[0]).toMatchObject({ value: { isNew: true } });
});

test("the last place is given, the one after refused, and what is there already needs none", () => {
  const known = [{ ...wanted(), id: "fle_old" }];
  const entries = [wanted({ value: "a.example" }), wanted({ value: "b.example" }), wanted()];
  const answers = decide(entries, { known, count: maxListEntries - 1 });
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(answers[1]).toMatchObject({ refusal: { code: "fraud_list_full", kind: null, limit: 10_000 } });
});

test("of the kinds that scoring reads whole there is a last place too", () => {
  const entries = (["address", "pattern", "pattern", "domain"] as const).map((kind, n) =>
    wanted({ kind, value: `v${n}` }),
  );
  const ofKind = { pattern: maxReadEntries - 1, address: maxReadEntries };
  const answers = decide(entries, { known: [], count: 5000, ofKind });
  expect(answers.map(({ ok }) => ok)).toEqual([false, true, false, true]);
  expect(answers[0]).toMatchObject({ refusal: { code: "fraud_list_full", kind: "address", limit: 1000 } });
  expect(answers[2]).toMatchObject({ refusal: { code: "fraud_list_full", kind: "pattern", limit: 1000 } });
});
