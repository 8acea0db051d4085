import { renderEmailHtml } from "#domain/email-html";
import type { Segment } from "#domain/email-text";

/** An email before it has a form: text and HTML are made of the same. */
export type EmailContent = {
  subject: string;
  paragraphs: Segment[][];
  button: { text: string; url: string } | null;
  /** Who sends it and why. */
  footer: string[];
  /** Null: to the team, which cannot unsubscribe. */
  unsubscribeUrl: string | null;
};

export type RenderedEmail = { subject: string; text: string; html: string };

export function renderEmail(content: EmailContent): RenderedEmail {
  return { subject: content.subject, text: renderText(content), html: renderEmailHtml(content) };
}

function renderText({ paragraphs, button, footer, unsubscribeUrl }: EmailContent): string {
  const body = paragraphs.map(plainText);
  const blocks = [
    ...body,
    ...(button === null ? [] : [`${button.text}:\n${button.url}`]),
    // Mail clients know these two dashes and a space as the end of what was written.
    ["-- ", ...footer, ...(unsubscribeUrl === null ? [] : [`Unsubscribe: ${unsubscribeUrl}`])].join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

export function plainText(paragraph: readonly Segment[]): string {
  return paragraph.map((segment) => ("url" in segment ? segment.url : segment.text)).join("");
}
