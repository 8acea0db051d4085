import { expect, test } from "vitest";
import { composeEmail, isEnabled, senderName } from "#domain/email-compose";
import { renderEmailHtml } from "#domain/email-html";
import { plainText, renderEmail } from "#domain/email-render";
import { sampleFacts } from "#domain/email-sample";
import { emailTemplates, isTeamTemplate } from "#domain/email-template";
import type { EmailFacts } from "#domain/email-values";
import type { EmailSettings } from "#domain/program";
import { aDocument, aReward, nowMs } from "#support/domain-factories";

const links = { origin: "https://go.example.com", unsubscribeUrl: "https://go.example.com/unsubscribe/u1.token" };

function facts(emails: EmailSettings = {}, changes: Partial<EmailFacts> = {}): EmailFacts {
  return { ...sampleFacts("available", aDocument({ emails }), nowMs), ...changes };
}

test.each(emailTemplates)("%s has a subject, paragraphs and an end in both forms, and no braces left", (template) => {
  const rendered = renderEmail(composeEmail(template, sampleFacts(template, aDocument(), nowMs), links));
  const { subject, text, html } = rendered;
  expect(subject.length).toBeGreaterThan(8);
  for (const form of [subject, text, html.replace(/<style>[\s\S]*<\/style>/, "")])
    expect(form).not.toMatch(/[{}]|undefined|null|NaN/);
  expect(html).toContain('<html lang="en"');
  expect(text).toContain("You get this email because");
  expect(html.includes("/unsubscribe/u1.token"), "unsubscribe").toBe(!isTeamTemplate(template));
  expect(text.includes("/unsubscribe/u1.token"), "unsubscribe").toBe(!isTeamTemplate(template));
  expect([...html.matchAll(/class="button"/g)].length).toBeLessThanOrEqual(1);
});

test("an email leads to pages of ours and to hosts that the program allows, and nothing is loaded from elsewhere", () => {
  for (const template of emailTemplates) {
    const { html } = renderEmail(composeEmail(template, sampleFacts(template, aDocument(), nowMs), links));
    const hosts = [...html.matchAll(/(?:href|src|url\()\s*=?["'(]?(https?:\/\/[^/"')]+)/g)].map(([, host]) => host);
    expect(hosts.filter((host) => host !== links.origin && host !== "https://app.example.com")).toEqual([]);
    expect(html).not.toMatch(/<(img|script|iframe|link|form)\b|javascript:/i);
  }
});

test("a destination on another host gives no button", () => {
  const document = aDocument({ destination: { url: "https://evil.example/", allowed_hosts: ["app.example.com"] } });
  const content = composeEmail("available", facts({}, { program: { name: "P", document } }), links);
  expect(content.button).toBeNull();
});

test("a program's own words replace Bouquet's, part by part", () => {
  const available = { subject: "For you, {name}", body: "First.\n\nYou have {reward}.\n \n{expiry}", button: "Open" };
  const content = composeEmail("available", facts({ templates: { available } }), links);
  expect(content.subject).toBe("For you, Alex");
  expect(content.paragraphs.map(plainText)).toEqual([
    "First.",
    "You have GBP 25.00 in credit.",
    "Good until 2 May 2027.",
  ]);
  expect(content.button?.text).toBe("Open");
  const subjectOnly = composeEmail("available", facts({ templates: { available: { subject: "Hi" } } }), links);
  expect(plainText(subjectOnly.paragraphs[1] ?? [])).toMatch(/^Good news: Program has given you GBP 25.00 in credit\./);
});

test("own words that come to nothing leave Bouquet's subject", () => {
  const own = facts({ templates: { available: { subject: "{expiry}" } } }, { reward: aReward() });
  expect(composeEmail("available", own, links).subject).toBe("Yours to use: GBP 10.00 in credit");
});

test("markup in a program's own words is text", () => {
  const body = "<b>bold</b> <script>alert(1)</script>";
  const content = composeEmail("available", facts({ templates: { available: { body } } }), links);
  expect(renderEmailHtml(content)).toContain("&#60;b&#62;bold&#60;/b&#62; &#60;script&#62;");
});

test("a program switches an email off, and gives its sender a name; to the team Bouquet writes", () => {
  const document = aDocument({ emails: { templates: { welcome: { enabled: false } }, sender_name: "The Studio" } });
  expect(isEnabled(document, "welcome")).toBe(false);
  expect(isEnabled(document, "available")).toBe(true);
  expect(isEnabled(null, "failure")).toBe(true);
  expect(senderName("welcome", document)).toBe("The Studio");
  expect(senderName("welcome", aDocument())).toBe("Program");
  expect(senderName("budget", document)).toBe("Bouquet");
});
