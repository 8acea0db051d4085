import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { measureArrangedPayments, measureReusedDevices } from "#domain/fraud-crowd-measures";
import { nothing } from "#domain/fraud-measures";
import { nowMs } from "#support/domain-factories";
import { aPastReferral, aView } from "#support/fraud-factories";

const hourMs = 3_600_000;

test("devices that several used are counted by those who came second, and a tablet for everybody is left out", () => {
  const own = (name: string) => aPastReferral(name, { visitorId: name });
  const on = (devices: readonly (string | null)[], crowd = 10) => {
    const [referral = aPastReferral("x"), ...some] = devices.map((visitorId, index) =>
      aPastReferral(`p${index}`, { visitorId }),
    );
    const others = [...some, ...Array.from({ length: crowd - devices.length }, (_, index) => own(`q${index}`))];
    return measureReusedDevices(aView({ referral, others }));
  };
  expect(on(["a", "b", "c", null, null]).measure).toBe(0);
  expect(on(["a", "a", "b", "b", "b"])).toMatchObject({
    measure: 3,
    participants: ["ptc_p1", "ptc_p2", "ptc_p3", "ptc_p4"],
  });
  expect(on(["a", "a", "a", "a", "b"]).measure).toBe(0);
  expect(on(["a", "a", "a", "a", "b", "b"]).measure).toBe(1);
  expect(on(["a", "a", "b", "b"], 9)).toBe(nothing);
});

/** Who paid so many hours after the signup; null who never did. */
const paying = (all: readonly (number | null)[], signedUpAtMs = nowMs) => {
  const [referral = aPastReferral("x"), ...others] = all.map((hours, index) =>
    aPastReferral(`p${index}`, { signedUpAtMs, paidAtMs: hours === null ? null : signedUpAtMs + hours * hourMs }),
  );
  return aView({ referral, others });
};

test.each<[string, (number | null)[], number]>([
  ["all after hours or days", [2, 30, 70, 200], 4],
  ["one at once", [0.5, 30, 70, 200], 0],
  ["one when his trial ended", [2, 30, 70, 336], 0],
  ["one not yet", [2, 30, 70, null], 3],
  ["one not even after four days", [2, 30, 120, null], 0],
  ["two alone", [2, 30], 0],
])("payments as by arrangement: %s", (_, hours, measure) => {
  expect(measureArrangedPayments(paying(hours)).measure).toBe(measure);
});

test("of referees of other days who did not come at once nothing is said to be arranged", () => {
  const view = paying([2, 30, 70, 200]);
  const apart = view.others.map((other, index) => ({
    ...other,
    signedUpAtMs: other.signedUpAtMs - (index + 1) * 10 * dayMs,
  }));
  expect(measureArrangedPayments({ ...view, others: apart.slice(0, 1), known: apart }).measure).toBe(0);
});
