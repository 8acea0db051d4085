import { expect, test } from "vitest";
import {
  readMetadataReferences,
  readPaymentRef,
  readReferences,
  readWaitsFor,
  waitsForCustomer,
  waitsForPayment,
} from "#domain/provider";

const bare = (externalId: string) => ({ by: "bare" as const, externalId });
const key = (kind: string, externalId: string) => ({ by: "key" as const, kind, externalId });

test.each([
  ["ptc_1k8elf9ua0001", [{ by: "id", id: "ptc_1k8elf9ua0001" }]],
  ["supplier:mike", [key("supplier", "mike"), bare("supplier:mike")]],
  ["supplier:acct:42", [key("supplier", "acct:42"), bare("supplier:acct:42")]],
  ["mike", [bare("mike")]],
  ["ptc_", [bare("ptc_")]],
  ["Supplier:mike", [bare("Supplier:mike")]],
  ["supplier:", [bare("supplier:")]],
  [":mike", [bare(":mike")]],
  ["", []],
  [null, []],
  ["with\nline", []],
  ["x".repeat(129), []],
  ["half a \ud83d", []],
])("%j names %j", (text, references) => {
  expect(readReferences(text)).toEqual(references);
});

test("metadata name a person by kind and id before anything else, and one part of it names nobody", () => {
  const both = { bouquet_kind: "supplier", bouquet_external_id: "mike", bouquet_participant: "ptc_1" };
  expect(readMetadataReferences(both)).toEqual([key("supplier", "mike"), { by: "id", id: "ptc_1" }]);
  expect(readMetadataReferences({ bouquet_kind: "supplier" }, { bouquet_external_id: "mike" })).toEqual([]);
  expect(readMetadataReferences({ bouquet_kind: "No Kind", bouquet_external_id: "mike" })).toEqual([]);
});

test("a name for the payment is one that the API would take", () => {
  expect(readPaymentRef({ payment_ref: "order-7" })).toBe("order-7");
  for (const wrong of [
    {},
    { payment_ref: "" },
    { payment_ref: "x".repeat(129) },
    { payment_ref: "a\u0000b" },
    { payment_ref: "\udc90" },
  ])
    expect(readPaymentRef(wrong)).toBeNull();
});

test("what is waited for says what kind of id it is", () => {
  expect([waitsForCustomer("cus_1"), waitsForPayment("pi_1")]).toEqual(["customer:cus_1", "payment:pi_1"]);
  expect(readWaitsFor(waitsForCustomer("cus:1"))).toEqual({ what: "customer", id: "cus:1" });
  expect(readWaitsFor(waitsForPayment("pi\n1"))).toEqual({ what: "payment", id: "pi\n1" });
  for (const nothing of [null, "", "customer:", "invoice:in_1"]) expect(readWaitsFor(nothing)).toBeNull();
});
