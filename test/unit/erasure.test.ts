import { expect, test } from "vitest";
import { erasedEventIds, erasedExternalId, erasedMailbox, isErased, stripEvent } from "#domain/erasure";
import type { ReportedEvent } from "#domain/event";
import { createSigning } from "#signing";

const [older, newer] = ["k1:first-test-secret-of-32-symbols!!!", "k2:second-test-secret-of-32-symbols!!"];
const person = { id: "ptc_1", kind: "supplier", externalId: "ada" };

test("an erased person goes by a name that only the keys can make of his own, and another one each time", () => {
  const name = erasedExternalId(createSigning(older), person);
  expect(name).toMatch(/^erased:k1\.[\w-]{43}$/);
  expect(name).not.toContain("ada");
  expect(erasedExternalId(createSigning(older), person)).toBe(name);
  const others = [
    { ...person, id: "ptc_2" },
    { ...person, kind: "couple" },
    { ...person, externalId: "bea" },
  ];
  const names = others.map((other) => erasedExternalId(createSigning(older), other));
  expect(new Set([name, ...names]).size).toBe(4);
  expect([isErased({ externalId: name }), isErased(person), isErased(null)]).toEqual([true, false, false]);
});

test("an event that was erased under an older key is known as long as the key is listed", () => {
  const [before] = erasedEventIds(createSigning(older), "live", "evt");
  const rotated = erasedEventIds(createSigning(`${newer},${older}`), "live", "evt");
  expect(rotated).toHaveLength(2);
  expect(rotated[1]).toBe(before);
  expect(erasedEventIds(createSigning(newer), "live", "evt")).not.toContain(before);
  expect(erasedEventIds(createSigning(older), "test", "evt")).not.toContain(before);
});

test("a mailbox on a list has a name that only the keys can make, and is known by each of them", () => {
  const [before] = erasedMailbox(createSigning(older), "ada@home.example");
  expect(before).toMatch(/^erased:k1\.[\w-]{43}$/);
  expect(erasedMailbox(createSigning(`${newer},${older}`), "ada@home.example")[1]).toBe(before);
  expect(erasedMailbox(createSigning(newer), "ada@home.example")).not.toContain(before);
  expect(erasedMailbox(createSigning(older), "bea@home.example")).not.toContain(before);
});

test("of an event stays what folds and replays need, and no word about anybody", () => {
  const said = "Ada Lovelace";
  const event: ReportedEvent = {
    ...{ id: "ada-1", type: "payment", occurredAtMs: 5, program: "p", click: said, code: said, codeSource: "typed" },
    ...{ paymentRef: "pay", disputeId: "d", amountMinor: 100, currency: "GBP", plan: "pro", interval: "year" },
    ...{ mrrMinor: 10, paymentFingerprint: said, context: { said }, sourceDetails: { said }, referrerId: "ptc_2" },
    ...{ reason: said, referee: { ...person, email: said, name: said, organization: said, createdAtMs: 1 } },
  };
  const replaced = { id: "erased:1", externalId: "erased:ada", code: undefined, click: undefined };
  expect(JSON.parse(JSON.stringify(stripEvent(event, replaced)))).toEqual({
    ...{ id: "erased:1", type: "payment", occurredAtMs: 5, program: "p", referee: { kind: "supplier" } },
    ...{ paymentRef: "pay", disputeId: "d", amountMinor: 100, currency: "GBP", plan: "pro", interval: "year" },
    ...{ mrrMinor: 10, referrerId: "ptc_2" },
    referee: { kind: "supplier", externalId: "erased:ada" },
  });
  const withCode = stripEvent(event, { ...replaced, code: "SARAH22", click: "v1.k" });
  expect(withCode).toMatchObject({ code: "SARAH22", codeSource: "typed", click: "v1.k" });
  expect(stripEvent({ ...event, referee: undefined }, replaced).referee).toBeUndefined();
});
