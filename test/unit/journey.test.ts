import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addTouch, channels, encodeJourney, isRepeat, isTouchKey, maxTouches, verifyJourney } from "#domain/journey";
import type { Journey, Touch } from "#domain/journey";
import { createSigning } from "#signing";

const first = "k1:first-test-secret-of-32-symbols!!!";
const second = "k2:second-test-secret-of-32-symbols!!";
const signing = createSigning(`${second},${first}`);

const key = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const touch: fc.Arbitrary<Touch> = fc
  .record({
    code: fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{1,30}[A-Z0-9]$/),
    atMs: fc.integer({ min: 0, max: 4e12 }),
    channel: fc.constantFrom(...channels),
    campaign: fc.option(key, { nil: undefined }),
    variant: fc.option(key, { nil: undefined }),
  })
  .map(({ campaign, variant, ...rest }) => ({ ...rest, ...(campaign && { campaign }), ...(variant && { variant }) }));
const journey: fc.Arbitrary<Journey> = fc.record({
  programId: fc.stringMatching(/^prg_[a-z0-9A-Z]{23}$/),
  visitorId: fc.stringMatching(/^[A-Za-z0-9_-]{16}$/),
  touches: fc.array(touch, { minLength: 1, maxLength: maxTouches }),
});
const sample: Journey = {
  programId: "prg_1",
  visitorId: "visitor",
  touches: [{ code: "LOVE-7KQ2MX", atMs: 1_792_497_600_000, channel: "qr", campaign: "spring" }],
};

test("a journey reads back as it was written, and needs no escaping in a cookie or address", () => {
  fc.assert(
    fc.property(journey, (written) => {
      const value = encodeJourney(signing, written);
      expect(verifyJourney(signing, value)).toEqual(written);
      expect(value).toMatch(/^[A-Za-z0-9._~-]+$/);
      expect(value.length).toBeLessThan(2048);
    }),
  );
});

test("a value with any byte changed, added or left out is ignored", () => {
  const value = encodeJourney(signing, sample);
  const symbols = "ABab01-_.~%";
  for (let at = 0; at < value.length; at += 1) {
    expect(verifyJourney(signing, value.slice(0, at) + value.slice(at + 1))).toBeNull();
    for (const symbol of symbols) {
      if (symbol !== value[at])
        expect(verifyJourney(signing, value.slice(0, at) + symbol + value.slice(at + 1))).toBeNull();
      expect(verifyJourney(signing, value.slice(0, at) + symbol + value.slice(at))).toBeNull();
    }
  }
});

test("whatever is not ours is ignored", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => verifyJourney(signing, text) === null));
  for (const text of [
    "",
    "v1",
    "v1.",
    "v1.k1",
    "v1.k1.",
    "v1.k1..",
    `v1.k1.${"x".repeat(5000)}.y`,
    "v2.k2.a.b~C.1.l...x",
  ]) {
    expect(verifyJourney(signing, text)).toBeNull();
  }
});

test("keys rotate: the newest signs, any listed one verifies, a removed one no longer does", () => {
  const before = encodeJourney(createSigning(first), sample);
  expect(before).toMatch(/^v1\.k1\./);
  expect(encodeJourney(signing, sample)).toMatch(/^v1\.k2\./);
  expect(verifyJourney(signing, before)).toEqual(sample);
  expect(verifyJourney(createSigning(second), before)).toBeNull();
});

test("of more than eight touches the first and the seven newest stay", () => {
  fc.assert(
    fc.property(fc.array(touch, { minLength: 1, maxLength: 40 }), (touches) => {
      const empty: Journey = { programId: "prg_1", visitorId: "v", touches: [] };
      const kept = touches.reduce(addTouch, empty).touches;
      expect(kept).toEqual(touches.length <= maxTouches ? touches : [touches[0], ...touches.slice(-(maxTouches - 1))]);
    }),
  );
});

test("the same code is a repeat at 30 min − 1 ms and none at 30 min; another code never is", () => {
  const atMs = sample.touches[0]?.atMs ?? 0;
  const halfHourMs = 30 * 60_000;
  expect(isRepeat(sample, "LOVE-7KQ2MX", atMs + halfHourMs - 1)).toBe(true);
  expect(isRepeat(sample, "LOVE-7KQ2MX", atMs + halfHourMs)).toBe(false);
  expect(isRepeat(sample, "OTHER", atMs)).toBe(false);
});

test("a campaign that cannot travel is left out, and the journey stays readable", () => {
  for (const campaign of ["", "with space", "dot.ted", "til~de", "ünicode", "x".repeat(41)]) {
    expect(isTouchKey(campaign)).toBe(false);
    const value = encodeJourney(signing, { ...sample, touches: [{ code: "AAA", atMs: 1, channel: "link", campaign }] });
    expect(verifyJourney(signing, value)?.touches).toEqual([{ code: "AAA", atMs: 1, channel: "link" }]);
  }
});
