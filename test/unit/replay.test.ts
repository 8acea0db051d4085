import fc from "fast-check";
import { expect, test } from "vitest";
import { recordInWorld } from "#domain/replay";
import { factsFrom } from "#domain/replay-facts";
import { rowsOf } from "#domain/replay-table";
import { eventSets } from "#support/event-sets";
import { nowMs as atMs } from "#support/domain-factories";
import { deliver, openMemoryWorld } from "#support/memory-world";
import { aDelivery, aMoment, aWorld, report, signup } from "#support/replay-factories";

test("an event that was recorded is answered as at first and changes nothing", () => {
  for (const set of fc.sample(eventSets, { numRuns: 20, seed: 7 })) {
    const world = openMemoryWorld(set);
    const nowMs = Date.UTC(2027, 0, 5);
    const answers = set.deliveries.map((delivery, index) => deliver(world, delivery, nowMs + index));
    const before = [rowsOf(world.events), rowsOf(world.rewards), world.steps.length];
    const again = set.deliveries.map((delivery, index) => deliver(world, delivery, nowMs + 1000 + index));
    expect(again).toEqual(answers);
    expect([rowsOf(world.events), rowsOf(world.rewards), world.steps.length]).toEqual(before);
  }
});

test("facts of an event that names nobody hold nobody", () => {
  const [set] = fc.sample(eventSets, { numRuns: 1, seed: 7 });
  if (set === undefined) throw new Error("no set");
  const evidence = { typedCode: null, urlCode: null, touches: null };
  const readable = {
    mode: "live" as const,
    contentHash: "",
    evidence,
    journeyProgramId: null,
    visitorId: null,
    codes: [],
  };
  const facts = factsFrom(
    openMemoryWorld(set),
    { id: "e", type: "refund", paymentRef: "none" },
    { readable, nowMs: 0 },
  );
  expect(facts).toMatchObject({ known: null, referee: null, history: [], programs: [], referrals: [], rewards: [] });
});

test("the same id with other content is refused, and nothing comes of it", () => {
  const world = aWorld();
  report(world, signup);
  const answer = recordInWorld(world, aDelivery({ ...signup, type: "activated" }), aMoment(atMs));
  expect(answer).toEqual({ ok: false, refusal: { code: "event_content_differs", eventId: "s1" } });
  expect(rowsOf(world.events)).toHaveLength(1);
});
