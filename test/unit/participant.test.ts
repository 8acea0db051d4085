import { getTableColumns } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { isSelfReferral, noPersonalFields, normalizeEmail, refuseSuspended } from "#domain/participant";
import type { Participant } from "#domain/participant";
import { participants } from "#schema/participants";

test("whatever may be said of a person, and may be left out, is emptied when he is erased", () => {
  const columns = Object.entries(getTableColumns(participants));
  const optional = columns.filter(([, column]) => !column.notNull).map(([name]) => name);
  expect(Object.keys(noPersonalFields).toSorted()).toEqual(optional.filter((name) => name !== "erasedAtMs").toSorted());
});

describe("normalizeEmail", () => {
  test.each([
    ["Sarah.Jones+fair@Gmail.com", "sarahjones@gmail.com"],
    ["sarahjones@googlemail.com", "sarahjones@gmail.com"],
    [" Mike@Example.COM ", "mike@example.com"],
    ["mike+a+b@example.com", "mike@example.com"],
    ["first.last@example.com", "first.last@example.com"],
    ["no-at-sign", "no-at-sign"],
  ])("%s is the mailbox %s", (email, mailbox) => {
    expect(normalizeEmail(email)).toBe(mailbox);
  });
});

describe("isSelfReferral", () => {
  const sarah = person({ id: "ptc_1", normalizedEmail: "sarah@example.com" });

  test("two people with nothing in common are not one", () => {
    expect(isSelfReferral(sarah, person({ id: "ptc_2" }))).toBe(false);
  });
  test("one participant, mailbox, organisation or card is one person", () => {
    expect(isSelfReferral(sarah, sarah)).toBe(true);
    expect(isSelfReferral(sarah, person({ id: "ptc_2", normalizedEmail: "sarah@example.com" }))).toBe(true);
    expect(isSelfReferral(person({ organization: "Lens Ltd" }), person({ id: "x", organization: " lens ltd" }))).toBe(
      true,
    );
    expect(isSelfReferral(person({ paymentFingerprint: "f1" }), person({ id: "x", paymentFingerprint: "f1" }))).toBe(
      true,
    );
  });
  test("empty fields are nothing in common", () => {
    expect(isSelfReferral(person({ organization: "" }), person({ id: "x", organization: "" }))).toBe(false);
  });
});

function person(fields: Partial<Participant>): Participant {
  return {
    id: "ptc_0",
    mode: "live",
    kind: "supplier",
    externalId: "0",
    name: null,
    email: null,
    normalizedEmail: null,
    organization: null,
    category: null,
    location: null,
    status: "active",
    paymentFingerprint: null,
    registeredAtMs: null,
    ...fields,
  };
}

test("who is suspended uses nothing", () => {
  expect(refuseSuspended({ id: "ptc_1", status: "suspended" })).toMatchObject({
    refusal: { code: "participant_suspended", participant: "ptc_1" },
  });
  expect(refuseSuspended({ id: "ptc_1", status: "active" })).toBeNull();
  expect(refuseSuspended({ id: "ptc_1", status: "inactive" })).toBeNull();
});
