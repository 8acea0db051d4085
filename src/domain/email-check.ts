import { emailTemplates, templateTexts } from "#domain/email-template";
import type { EmailTemplate } from "#domain/email-template";
import { placeholdersIn } from "#domain/email-text";
import type { EmailText, ProgramDocument } from "#domain/program";
import type { Issue } from "#domain/refusal";

/** Words in braces that a template knows nothing of would stand in an email as they are, or as nothing. */
export function checkEmails({ emails }: ProgramDocument): Issue[] {
  return emailTemplates.flatMap((template) => {
    const text = emails?.templates?.[template];
    return text === undefined ? [] : checkText(template, text);
  });
}

function checkText(template: EmailTemplate, text: EmailText): Issue[] {
  const { placeholders, button } = templateTexts[template];
  const path = `emails.templates.${template}`;
  const allowed = placeholders.map((name) => `{${name}}`).join(", ");
  const issues = (["subject", "body", "button"] as const).flatMap((field): Issue[] => {
    const known = (name: string) => placeholders.some((placeholder) => placeholder === name);
    const unknown = placeholdersIn(text[field] ?? "").filter((name) => !known(name));
    if (unknown.length === 0) return [];
    const found = unknown.map((name) => `{${name}}`).join(", ");
    return [{ path: `${path}.${field}`, message: `has ${found}; allowed in braces: ${allowed}` }];
  });
  if (text.button !== undefined && button === null) {
    issues.push({ path: `${path}.button`, message: "is for templates with a button; this one has none" });
  }
  return issues;
}
