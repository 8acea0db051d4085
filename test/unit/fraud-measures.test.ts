import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { PastReferral } from "#domain/fraud-history";
import {
  found,
  measureAddressClustering,
  measureConversionSpeed,
  measureSimilarity,
  measureTiming,
  measureVelocity,
  nothing,
  timingRun,
} from "#domain/fraud-measures";
import { nowMs } from "#support/domain-factories";
import { aHistory, aPastReferral, withEmail } from "#support/fraud-factories";

const hourMs = 3_600_000;
const at = (offsetMs: number, index: number) => aPastReferral(`r${index}`, { signedUpAtMs: nowMs + offsetMs });

describe("velocity", () => {
  const measured = (offsets: number[]) => measureVelocity(aHistory({ others: offsets.map(at) })).measure;

  test("a referral by itself is one", () => {
    expect(measured([])).toBe(1);
  });
  test("those of 24 hours count, wherever in them the signup lies", () => {
    expect(measured([-12 * hourMs, 11 * hourMs])).toBe(3);
    expect(measured([-dayMs + 1, -1, -2])).toBe(4);
    expect(measured([-dayMs, dayMs])).toBe(1);
  });
  test("a crowd that had gone by then does not", () => {
    expect(measured([-3 * dayMs, -3 * dayMs + 1, -3 * dayMs + 2])).toBe(1);
  });
  test("who they were is told, without the referee", () => {
    const others = [at(-hourMs, 2), at(hourMs, 1), at(-2 * dayMs, 3)];
    expect(measureVelocity(aHistory({ others })).participants).toEqual(["ptc_r1", "ptc_r2"]);
  });
});

describe("similarity", () => {
  const mike = withEmail("Mike Brown", "mike.brown77@mail.example");
  const measured = (others: PastReferral[], referrer = withEmail("Ann", "ann@quo.test")) =>
    measureSimilarity(aHistory({ referral: aPastReferral("x", { referee: mike }), referrer, others }));
  const other = (name: string, email: string) => aPastReferral("y", { referee: withEmail(name, email) });

  test("a name like the referrer's is told by the referrer's id", () => {
    const twin = withEmail("Mike Browne", "a@b.example");
    expect(measured([], twin)).toMatchObject({ participants: ["ptc_Mike Browne"], note: "name", measure: 869_565 });
  });
  test("of five others one may be alike by chance, of ten two", () => {
    const strangers = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        aPastReferral(`z${index}`, { referee: withEmail(`Q${index}`, `q@z.example`) }),
      );
    const twins = [1, 2, 3].map((index) =>
      aPastReferral(`y${index}`, { referee: withEmail("Mike Browne", `a@b${index}.example`) }),
    );
    const best = (alike: number, unlike: number) => measured([...twins.slice(0, alike), ...strangers(unlike)]).measure;
    expect([best(1, 3), best(2, 3), best(3, 7)]).toEqual([869_565, 869_565, 869_565]);
    for (const measure of [best(1, 4), best(2, 8)]) expect(measure).toBeLessThan(500_000);
  });
  test("numbered mailboxes of one provider are alike", () => {
    const { note, measure } = measured([other("Zoe", "mike.brown78@mail.example")]);
    expect([note, measure]).toEqual(["email", 846_154]);
  });
  test("one provider is nothing in common, and neither is a mailbox called info", () => {
    expect(measured([other("Zoe", "zz@mail.example")]).measure).toBe(0);
    const info = (domain: string) => withEmail(domain, `info@${domain}.example`);
    const history = aHistory({
      referral: aPastReferral("x", { referee: info("lens") }),
      others: [aPastReferral("y", { referee: info("bloom") })],
    });
    expect(measureSimilarity(history).measure).toBeLessThan(800_000);
  });
  test("nobody is like himself, and who has no name and no mailbox is like nobody", () => {
    expect(measured([aPastReferral("x", { referee: mike })]).measure).toBe(0);
    const blank = { ...mike, name: null, email: null, normalizedEmail: null };
    const history = aHistory({ referral: aPastReferral("x", { referee: blank }) });
    expect(measureSimilarity({ ...history, referrer: { ...blank, id: "ptc_other" } }).measure).toBe(0);
  });
});

describe("address clustering", () => {
  const there = (name: string, addressHash: string | null = "fair") => aPastReferral(name, { addressHash });

  test("referees of one address are counted once each", () => {
    const others = [there("a"), there("b"), there("b"), there("c", "home"), there("d", null)];
    expect(measureAddressClustering(aHistory({ referral: there("mike"), others }))).toEqual({
      ...{ measure: 3, participants: ["ptc_a", "ptc_b"], note: null },
    });
  });
  test("without an address there is nothing to count", () => {
    expect(measureAddressClustering(aHistory({ referral: there("mike", null), others: [there("d", null)] }))).toBe(
      nothing,
    );
  });
});

describe("timing", () => {
  const run = (intervals: number[]) => {
    let atMs = 0;
    return intervals.map((interval, index) => at((atMs += interval), index));
  };
  const measured = (intervals: number[]) => measureTiming(aHistory({ others: run(intervals) })).measure;

  test("equal intervals are whole, whatever their length", () => {
    expect(measured([60_000, 60_000, 60_000, 60_000, 60_000])).toBe(1_000_000);
    expect(measured([7, 7, 7, 7, 7])).toBe(1_000_000);
  });
  test("a jitter of a tenth leaves nine tenths of it, and chance little", () => {
    expect(measured([90, 110, 90, 110, 100])).toBe(920_000);
    expect(measured([1, 1, 1, 1, 100_000])).toBe(0);
  });
  test("the most regular run around the signup counts; a regular run of others does not", () => {
    expect(measured([60, 60, 60, 60, 60, 5000, 9000])).toBe(1_000_000);
    const early = Array.from({ length: 6 }, (_, index) => at(-hourMs * (40 - index), index));
    const late = [at(hourMs, 7)];
    expect(measureTiming(aHistory({ others: [...early, ...late] })).measure).toBeLessThan(500_000);
  });
  test(`fewer than ${timingRun} say nothing, nor does one moment`, () => {
    expect(measured([60, 60, 60, 60])).toBeNull();
    expect(measured([0, 0, 0, 0, 0])).toBeNull();
  });
});

describe("conversion speed", () => {
  const measured = (clickedAtMs: number | null, paidAtMs: number | null) =>
    measureConversionSpeed(aHistory({ referral: aPastReferral("mike", { clickedAtMs, paidAtMs }) })).measure;

  test("it is whole seconds from click to payment", () => {
    expect(measured(nowMs, nowMs + 299_999)).toBe(299);
    expect(measured(nowMs, nowMs + 300_000)).toBe(300);
  });
  test("without a click or a payment, and with a payment before the click, nobody knows", () => {
    expect([measured(null, nowMs), measured(nowMs, null), measured(nowMs, nowMs - 1)]).toEqual([null, null, null]);
  });
});

test("at most ten people are told, by the order of their ids", () => {
  const ids = Array.from({ length: 12 }, (_, index) => `ptc_${99 - index}`);
  expect(found(12, ids).participants).toEqual(ids.toSorted().slice(0, 10));
});
