import fc from "fast-check";
import { expect, test } from "vitest";
import { emailTemplates, isTeamTemplate, placeholders, teamTemplates, templateTexts } from "#domain/email-template";
import { cleanLine, fillLine, fillParagraph, placeholdersIn } from "#domain/email-text";

test("a line loses line breaks, control characters and what turns its direction, and keeps emoji whole", () => {
  expect(cleanLine("a\r\nBcc: x@example.com")).toBe("a Bcc: x@example.com");
  expect(cleanLine("\u202egnp.exe\u2066 \u0000\u0007 b\u2028c")).toBe("gnp.exe bc");
  expect(cleanLine("  👩‍💻   שלום  ")).toBe("👩‍💻 שלום");
  expect(cleanLine("\ud800x")).toBe("x");
});

test("a line has no more symbols than it may, and an ellipsis where it was cut", () => {
  expect(cleanLine("💐💐💐💐", 3)).toBe("💐💐…");
  expect(cleanLine("💐💐💐", 3)).toBe("💐💐💐");
});

test("whatever stands in a placeholder, a subject is one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect(fillLine("Hi {name}", { name })).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u);
    }),
  );
});

test("what a value says in braces is not filled in its turn", () => {
  expect(fillLine("{name}, {reward}", { name: "{reward}", reward: "a month" })).toBe("{reward}, a month");
});

test("a value is text, even where a replacement would read it as a pattern", () => {
  expect(fillParagraph("Hi {name},", { name: "$& $1 $$" })).toEqual([{ text: "Hi $& $1 $$," }]);
});

test("a paragraph of placeholders that come to nothing is left out; one with words stays", () => {
  expect(fillParagraph("{offer} {until}", {})).toBeNull();
  expect(fillParagraph("{offer} {until}", { until: "Until May." })).toEqual([{ text: "Until May." }]);
  expect(fillParagraph("Hi {name},", {})).toEqual([{ text: "Hi ," }]);
});

test("only the link that we made is a link", () => {
  expect(fillParagraph("Here: {link}!", { link: "https://go.example.com/r/A" })).toEqual([
    { text: "Here: " },
    { url: "https://go.example.com/r/A" },
    { text: "!" },
  ]);
  expect(fillParagraph("{name}", { name: "https://evil.example" })).toEqual([{ text: "https://evil.example" }]);
});

test("every template says only what it has placeholders for, and each of them is known", () => {
  for (const template of emailTemplates) {
    const { subject, body, button, why, placeholders: allowed } = templateTexts[template];
    const used = [subject, ...body, button?.text ?? "", why].flatMap(placeholdersIn);
    expect(used.filter((name) => ![...allowed, "program", "referrer"].some((known) => known === name))).toEqual([]);
    expect(allowed.filter((name) => !placeholders.includes(name))).toEqual([]);
  }
  expect(emailTemplates.filter(isTeamTemplate)).toEqual([...teamTemplates]);
});
