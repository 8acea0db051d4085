import { expect, test } from "vitest";
import { firstName, firstNameAndInitial, isLinkLike } from "#domain/first-name";
import { isEmailAddress, parseMailbox, writeMailbox } from "#domain/mailbox";
import { escapeMarkup } from "#domain/markup";

test.each([
  ["hello@example.com", { name: null, email: "hello@example.com" }],
  ["Bouquet <hello@example.com>", { name: "Bouquet", email: "hello@example.com" }],
  ["  Grüße & Küsse  <a.b+c@mail.example.co.uk> ", { name: "Grüße & Küsse", email: "a.b+c@mail.example.co.uk" }],
])("%s is a mailbox", (text, mailbox) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.each(["", "hello", "a@b", "a b@example.com", "A <a@example.com", "a@example.com\r\nBcc: b@example.com", "A <>"])(
  "%j is none",
  (text) => {
    expect(parseMailbox(text)).toBeNull();
  },
);

test("an address has a bounded length", () => {
  expect(isEmailAddress(`${"a".repeat(64)}@example.com`)).toBe(true);
  expect(isEmailAddress(`${"a".repeat(65)}@example.com`)).toBe(false);
});

test("a name cannot leave its quotation marks", () => {
  const written = writeMailbox({ name: 'Eve" <eve@evil.example>,\r\n"', email: "hello@example.com" });
  expect(written).toBe('"Eve eve@evil.example," <hello@example.com>');
  expect(writeMailbox({ name: '"<>', email: "hello@example.com" })).toBe("hello@example.com");
});

test("of a name no more than the first word is told, and no address", () => {
  expect(firstName("  Ada\u202e Lovelace")).toBe("Ada");
  expect(firstName("ada@example.com")).toBeNull();
  expect(firstName("https://evil.example/win")).toBeNull();
  expect(firstName(null)).toBeNull();
});

test.each(["evil.example", "www.evil", "https://evil", "x@y", "win-money.com/now"])("%s looks like a link", (name) => {
  expect(isLinkLike(name)).toBe(true);
});

test.each(["Ada", "J.R.", "O’Neill", "St.", "A. B."])("%s looks like a name", (name) => {
  expect(isLinkLike(name)).toBe(false);
});

test("markup is text after it was escaped", () => {
  expect(escapeMarkup(`<a href="x" b='y'>&`)).toBe("&#60;a href=&#34;x&#34; b=&#39;y&#39;&#62;&#38;");
});

test.each([
  ["Mike Miller", "Mike M."],
  ["  mike van der éluard ", "mike É."],
  ["Cher", "Cher"],
  ["Ada (Countess of) \u202eLovelace", "Ada L."],
  ["李 小龍", "李 小."],
  ["Mike 7", "Mike"],
  ["ada@example.com", null],
  ["example.com Miller", null],
  ["", null],
  [null, null],
])("of %j a participant sees %j", (name, shown) => {
  expect(firstNameAndInitial(name)).toBe(shown);
});
