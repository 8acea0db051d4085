import { expect, test } from "vitest";
import { factsFrom } from "#domain/replay-facts";
import type { World } from "#domain/replay-world";
import type { ReportedEvent } from "#domain/event";
import { dayMs } from "#domain/day";
import { aLink, anEvent, aPayment, aProgram, aRule, nowMs } from "#support/domain-factories";
import { aDelivery, aWorld, payment, report, signup } from "#support/replay-factories";

const facts = (world: World, event: ReportedEvent, atMs = nowMs) =>
  factsFrom(world, event, { readable: aDelivery(event).readable, nowMs: atMs });

test("a signup's facts are its program by the code, the link and its owner", () => {
  const found = facts(aWorld(), signup);
  expect(found).toMatchObject({ known: null, referee: null, history: [], referrals: [] });
  expect(found.programs.map(({ id }) => id)).toEqual(["prg_1"]);
  expect([...found.links.keys()]).toEqual(["ANN"]);
  expect([...found.owners.keys()]).toEqual(["ptc_ann"]);
});

test("a later event's facts are what is known of its referee, and of nobody else", () => {
  const world = aWorld();
  report(world, signup);
  report(world, payment);
  report(world, { ...signup, id: "s2", referee: { externalId: "other", kind: "supplier" } });
  const found = facts(world, aPayment({ id: "p2", paymentRef: "inv-2" }));
  expect(found.history.map(({ event }) => event.id)).toEqual(["s1", "p1"]);
  expect(found.referrals).toHaveLength(1);
  expect(found.conversions.map(({ paymentRef }) => paymentRef)).toEqual(["inv-1"]);
  expect(found.rewards.map(({ subject }) => subject)).toEqual(["inv-1"]);
  expect([...found.owners.keys()]).toEqual(["ptc_ann"]);
});

test("a refund that names its payment alone is about whoever paid", () => {
  const world = aWorld();
  report(world, signup);
  report(world, payment);
  const found = facts(world, { id: "r1", type: "refund", paymentRef: "inv-1" });
  expect(found.referee?.externalId).toBe("mike");
  expect(found.rewards).toHaveLength(1);
});

test("only programs that the event names or concerns are in it", () => {
  const world = aWorld();
  world.programs.push(aProgram({ id: "prg_2", key: "other" }), aProgram({ id: "prg_3", key: "program", mode: "test" }));
  expect(facts(world, anEvent({ program: "other" })).programs.map(({ id }) => id)).toEqual(["prg_2"]);
  expect(facts(world, anEvent({ program: "program" })).programs.map(({ id }) => id)).toEqual(["prg_1"]);
  expect(facts(world, anEvent()).programs).toEqual([]);
});

test("whom the referee brought stands below", () => {
  const world = aWorld();
  report(world, { ...signup, referee: { externalId: "bob", kind: "supplier" } });
  const links = new Map([...world.links, ["BOB", aLink("bob")]]);
  const event = anEvent({ id: "s2", code: "BOB", referee: { externalId: "ann", kind: "supplier" } });
  expect(facts({ ...world, links }, event).ownersBelowReferee).toEqual(new Set(["prg_1/ptc_bob"]));
});

test("counters of windows that were over when it happened are left out", () => {
  const rule = aRule({ limit: [{ per: "referrer", max: 1, window: "calendar_day" }] });
  const world = aWorld({ rules: [rule] });
  report(world, signup);
  report(world, payment);
  // The other one, for ever, is of her paid conversions.
  expect([...facts(world, aPayment({ id: "p2" })).counters.values()]).toEqual([1, 1]);
  const other = anEvent({ id: "s3", code: "ANN", referee: { externalId: "other", kind: "supplier" } });
  expect([...facts(world, other).counters.values()]).toEqual([1, 1]);
  expect([...facts(world, other, nowMs + dayMs).counters.values()]).toEqual([1]);
});
