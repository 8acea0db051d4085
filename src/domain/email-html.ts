import type { EmailContent } from "#domain/email-render";
import { escapeMarkup } from "#domain/markup";
import type { Segment } from "#domain/email-text";

/** One by one, because some clients drop a whole `font` of which they do not know a part. */
const face = (size: number, lineHeight: number, weight = 400) =>
  `font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:${size}px;line-height:${lineHeight};font-weight:${weight};`;
/** As on the public pages. Every pair of ink and ground has a contrast of 4.5 or more. */
const light = { ground: "#f7f3ef", card: "#ffffff", ink: "#2a2328", soft: "#6b5f67", line: "#e7deda" };
const accent = { ground: "#a3234f", ink: "#ffffff" };

/** Clients that read no style sheet show the light colours, which stand in the elements themselves. */
const styleSheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0 !important; -webkit-text-size-adjust: 100%; }
@media (max-width: 480px) { .card { padding: 28px 22px !important; } .outer { padding: 16px 10px !important; } }
@media (prefers-color-scheme: dark) {
  .ground { background-color: #171316 !important; }
  .card { background-color: #221c20 !important; border-color: #3a3037 !important; }
  .ink { color: #f4edf0 !important; }
  .soft, .soft a { color: #b9aab2 !important; }
  .link { color: #f28bb0 !important; }
  .button { background-color: #f28bb0 !important; }
  .button a { color: #2a0d19 !important; }
}`;

/**
 * One column of 600 px at most, in tables, because some clients know no other layout. Whatever came from people is
 * escaped on its way in; nothing is loaded from elsewhere.
 */
export function renderEmailHtml(content: EmailContent): string {
  const { subject, paragraphs, button } = content;
  const inner = [
    ...paragraphs.map((paragraph, index) =>
      renderParagraph(paragraph, { isLast: button === null && index === paragraphs.length - 1 }),
    ),
    ...(button === null ? [] : [renderButton(button)]),
  ].join("\n");
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeMarkup(subject)}</title>
<style>${styleSheet}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:${light.ground};">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${escapeMarkup(preheaderOf(content))}${"&#847;&zwnj;&nbsp;".repeat(40)}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:${light.ground};">
<tr><td class="outer" align="center" style="padding:32px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;">
<tr><td class="card" style="padding:40px 44px;background-color:${light.card};border:1px solid ${light.line};border-radius:18px;">
<h1 class="ink" dir="auto" style="margin:0 0 20px;${face(25, 1.25, 700)}letter-spacing:-0.01em;color:${light.ink};overflow-wrap:anywhere;">${escapeMarkup(subject)}</h1>
${inner}
</td></tr>
<tr><td class="soft" align="center" style="padding:22px 20px 8px;${face(14, 1.5)}color:${light.soft};overflow-wrap:anywhere;">
${renderFooter(content)}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** What an inbox shows beside the subject: the first words after the greeting. */
function preheaderOf({ paragraphs }: EmailContent): string {
  const texts = paragraphs.map((paragraph) => paragraph.map((part) => ("url" in part ? part.url : part.text)).join(""));
  return texts.find((text) => text.length > 30) ?? texts[0] ?? "";
}

function renderParagraph(paragraph: readonly Segment[], { isLast }: { isLast: boolean }): string {
  const inner = paragraph.map((part) => ("url" in part ? renderLink(part.url) : escapeMarkup(part.text))).join("");
  return `<p class="ink" dir="auto" style="margin:0 0 ${isLast ? 0 : 16}px;${face(17, 1.55)}color:${light.ink};overflow-wrap:anywhere;">${inner}</p>`;
}

/** Short enough for a phone: what every address begins with is not shown. */
function renderLink(url: string): string {
  const address = escapeMarkup(url);
  return `<a class="link" href="${address}" style="color:${accent.ground};font-weight:600;text-decoration:underline;">${address.replace("https://", "")}</a>`;
}

/** The cell has the colour, so that clients without padded links show a button too. */
function renderButton({ text, url }: { text: string; url: string }): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:26px;">
<tr><td class="button" align="center" bgcolor="${accent.ground}" style="border-radius:12px;background-color:${accent.ground};">
<a href="${escapeMarkup(url)}" style="display:block;padding:15px 24px;${face(17, 1.3, 600)}color:${accent.ink};text-decoration:none;border-radius:12px;">${escapeMarkup(text)}</a>
</td></tr>
</table>`;
}

function renderFooter({ footer, unsubscribeUrl }: EmailContent): string {
  const lines = footer.map((line) => escapeMarkup(line));
  if (unsubscribeUrl !== null) {
    lines.push(`<a href="${escapeMarkup(unsubscribeUrl)}" style="color:${light.soft};">Unsubscribe</a>`);
  }
  return lines.map((line) => `<p class="soft" dir="auto" style="margin:0 0 6px;">${line}</p>`).join("\n");
}
