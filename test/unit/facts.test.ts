import { expect, test } from "vitest";
import { factTypes, participantFacts } from "#domain/facts";
import { aParticipant } from "#support/domain-factories";

test("every fact about a participant has a declared type", () => {
  const person = aParticipant("ann", { category: "dj", location: "Leeds" });
  const facts = { ...participantFacts("referrer", person), ...participantFacts("referee", person) };
  expect(facts).toMatchObject({
    "referrer.kind": "supplier",
    "referrer.status": "active",
    "referee.category": "dj",
    "referee.location": "Leeds",
  });
  expect(Object.keys(facts).filter((name) => !(name in factTypes))).toEqual([]);
});
