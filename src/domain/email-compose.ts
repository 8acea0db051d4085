import { destinationHost, isAllowedDestination } from "#domain/destination";
import type { EmailContent } from "#domain/email-render";
import { isTeamTemplate, templateTexts } from "#domain/email-template";
import type { EmailTemplate } from "#domain/email-template";
import { cleanLine, fillLine, fillParagraph } from "#domain/email-text";
import { valuesOf } from "#domain/email-values";
import type { EmailFacts } from "#domain/email-values";
import type { EmailText, ProgramDocument } from "#domain/program";

/** Where its links begin, and the address that unsubscribes; null where nobody can. */
export type EmailLinks = { origin: string; unsubscribeUrl: string | null };

/** What an email says about these facts: in the program's own words where it has some, else in Bouquet's. */
export function composeEmail(template: EmailTemplate, facts: EmailFacts, links: EmailLinks): EmailContent {
  const standard = templateTexts[template];
  const own = textOf(facts.program?.document ?? null, template);
  const values = valuesOf(template, facts, links.origin);
  const body = own?.body?.split(/\n[^\S\n]*\n/) ?? standard.body;
  const ownSubject = fillLine(own?.subject ?? "", values);
  return {
    subject: ownSubject === "" ? fillLine(standard.subject, values) : ownSubject,
    paragraphs: body.map((text) => fillParagraph(text, values)).filter((paragraph) => paragraph !== null),
    button: buttonOf(template, facts, { ...links, text: fillLine(own?.button ?? standard.button?.text ?? "", values) }),
    footer: [fillLine(standard.why, values), `Sent by ${senderName(template, facts.program?.document ?? null)}.`],
    unsubscribeUrl: isTeamTemplate(template) ? null : links.unsubscribeUrl,
  };
}

/** Whether a program sends it. */
export function isEnabled(document: ProgramDocument | null, template: EmailTemplate): boolean {
  return textOf(document, template)?.enabled ?? true;
}

/** The name that an inbox shows; to the team it is the engine that writes. */
export function senderName(template: EmailTemplate, document: ProgramDocument | null): string {
  if (document === null || isTeamTemplate(template)) return "Bouquet";
  return cleanLine(document.emails?.sender_name ?? document.name, 100);
}

function textOf(document: ProgramDocument | null, template: EmailTemplate): EmailText | undefined {
  return document?.emails?.templates?.[template];
}

/** It leads to a page of ours or to a host that the program allows, or there is none. */
function buttonOf(
  template: EmailTemplate,
  { code, program }: EmailFacts,
  { origin, text }: { origin: string; text: string },
): EmailContent["button"] {
  const { button } = templateTexts[template];
  if (button === null || text === "" || program === null) return null;
  const { url: app, allowed_hosts: allowed } = program.document.destination;
  const url = button.to === "app" ? app : code === null ? null : `${origin}/join/${code}`;
  const hosts = [destinationHost(origin) ?? "", ...allowed];
  return url !== null && isAllowedDestination(url, hosts) ? { text, url } : null;
}
