import type { Placeholder } from "#domain/email-template";

/** What a template's placeholders come to. What is not there comes to nothing. */
export type EmailValues = Partial<Record<Placeholder, string>>;

/** A piece of a paragraph: words, or an address that we made. */
export type Segment = { text: string } | { url: string };

/** Marks that turn the direction of what follows, and separators that some readers take for a line's end. */
const turning = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const control = /\p{Cc}+/gu;
const loneSurrogate = /\p{Cs}/gu;
const braces = /\{([^{}]*)\}/g;
const longestLine = 200;

/**
 * Text that came from people or from a program, in one line: fit for a header, since no line break or control
 * character is left of it. Emoji stay whole, for what joins them is no such character.
 */
export function cleanLine(text: string, longest = longestLine): string {
  const line = text.replace(loneSurrogate, "").replace(turning, "").replace(control, " ").replace(/\s+/gu, " ").trim();
  const symbols = Array.from(line);
  return symbols.length <= longest ? line : `${symbols.slice(0, longest - 1).join("")}…`;
}

/** The words in braces, as they stand in a text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(braces)].map(([, name = ""]) => name);
}

/** A subject: one line, whatever stands in its placeholders. */
export function fillLine(text: string, values: EmailValues): string {
  return cleanLine(text.replace(braces, (_, name: string) => valueOf(name, values)));
}

/**
 * A paragraph with its placeholders filled, in one pass: what a value says in braces stays as it is. The link is a
 * piece of its own, so that it alone is shown as one. Null when nothing is left to say.
 */
export function fillParagraph(text: string, values: EmailValues): Segment[] | null {
  const names = placeholdersIn(text);
  if (names.length > 0 && names.every((name) => valueOf(name, values) === "") && isBare(text)) return null;
  const segments = text.split(/(\{link\})/g).flatMap((part): Segment[] => {
    if (part === "{link}") return values.link === undefined ? [] : [{ url: values.link }];
    const filled = part.replace(braces, (_, name: string) => valueOf(name, values)).replace(/\s+/gu, " ");
    return filled === "" ? [] : [{ text: filled }];
  });
  return segments.length === 0 ? null : trimmed(segments);
}

/** A paragraph that is nothing but placeholders. */
function isBare(text: string): boolean {
  return text.replace(braces, "").trim() === "";
}

function trimmed(segments: Segment[]): Segment[] {
  return segments.map((segment, index) => {
    if ("url" in segment) return segment;
    const start = index === 0 ? segment.text.trimStart() : segment.text;
    return { text: index === segments.length - 1 ? start.trimEnd() : start };
  });
}

function valueOf(name: string, values: EmailValues): string {
  // Safe because a name that is none reads as undefined.
  return values[name as Placeholder] ?? "";
}
