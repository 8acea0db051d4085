import { describe, expect, test } from "vitest";
import { mergeReferee } from "#domain/referee";
import { aParticipant, anEvent, eventInput, nowMs } from "#support/domain-factories";

const told = (fields: object) => anEvent({ referee: { externalId: "mike", kind: "supplier", ...fields } });

describe("mergeReferee", () => {
  test("what an event does not say stays", () => {
    const known = aParticipant("mike", { email: "m@example.org", normalizedEmail: "m@example.org", category: "dj" });
    expect(mergeReferee(eventInput(told({ organization: "Lens" }), { referee: known }))).toMatchObject({
      isNew: false,
      participant: { email: "m@example.org", category: "dj", organization: "Lens" },
    });
  });
  test("the earliest account date wins, in either order", () => {
    for (const [before, after] of [
      [5, 9],
      [9, 5],
    ] as const) {
      const known = aParticipant("mike", { registeredAtMs: nowMs - before });
      const merged = mergeReferee(eventInput(told({ createdAtMs: nowMs - after }), { referee: known }));
      expect(merged?.participant.registeredAtMs ?? known.registeredAtMs).toBe(nowMs - 9);
    }
  });
  test("nothing new, or nobody named, is nothing to write", () => {
    expect(mergeReferee(eventInput(told({ name: "mike" })))).toBeNull();
    expect(mergeReferee(eventInput(anEvent({ referee: undefined })))).toBeNull();
  });
  test("a new person is active, with the mailbox behind his address", () => {
    expect(mergeReferee(eventInput(told({ email: "M.Ike+x@gmail.com" }), { referee: null }))).toMatchObject({
      isNew: true,
      participant: { status: "active", normalizedEmail: "mike@gmail.com", registeredAtMs: null },
    });
  });
});
