import { createHash } from "node:crypto";
import { escapeMarkup } from "#domain/markup";
import { pagePolicy, securityHeaders } from "#domain/security-headers";

/** Markup that is safe to put into a page as it is. Only `html` and `join` make it. */
export type Markup = { readonly markup: string };

/** A template whose values are escaped unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...values: (string | Markup | Markup[])[]): Markup {
  let markup = texts[0] ?? "";
  for (const [index, value] of values.entries()) markup += render(value) + (texts[index + 1] ?? "");
  return { markup };
}

function render(value: string | Markup | Markup[]): string {
  if (typeof value === "string") return escapeMarkup(value);
  return Array.isArray(value) ? value.map(({ markup }) => markup).join("") : value.markup;
}

/** A whole page: one style sheet inside, no script, nothing fetched from elsewhere, and no form. */
export function page(status: number, title: string, body: Markup, moreHeaders: Record<string, string> = {}): Response {
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${style}</style>`,
  ].join("\n");
  const text = `<!doctype html>\n<html lang="en">\n<head>\n${head}\n</head>\n<body><main>${body.markup}</main></body>\n</html>\n`;
  return new Response(text, { status, headers: { ...pageHeaders, ...moreHeaders } });
}

const style = `
:root { color-scheme: light dark; --ground: #f7f3ef; --card: #ffffff; --ink: #2a2328; --soft: #6b5f67; --line: #e7deda; --accent: #a3234f; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #171316; --card: #221c20; --ink: #f4edf0; --soft: #b9aab2; --line: #3a3037; --accent: #f28bb0; --on-accent: #2a0d19; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100svh; display: grid; place-items: center; padding: 24px 16px; background: var(--ground); color: var(--ink); font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 34rem; padding: clamp(28px, 6vw, 48px); background: var(--card); border: 1px solid var(--line); border-radius: 20px; overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: clamp(1.6rem, 1.2rem + 2vw, 2.1rem); line-height: 1.2; letter-spacing: -0.015em; text-wrap: balance; }
h2 { margin: 0 0 4px; font-size: 0.95rem; font-weight: 600; color: var(--soft); }
p { margin: 0 0 16px; }
p:last-child { margin-bottom: 0; }
.soft { color: var(--soft); }
blockquote { margin: 20px 0; padding: 2px 0 2px 18px; border-left: 3px solid var(--accent); white-space: pre-line; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 12px; margin: 24px 0; }
dl > div { padding: 16px 18px; border: 1px solid var(--line); border-radius: 14px; }
dt { color: var(--soft); font-size: 0.95rem; }
dd { margin: 4px 0 0; }
dd strong { display: block; font-size: 1.2rem; line-height: 1.3; }
dd span { color: var(--soft); font-size: 0.95rem; }
.button { display: block; margin-top: 28px; padding: 15px 24px; border-radius: 12px; background: var(--accent); color: var(--on-accent); font-weight: 650; text-align: center; text-decoration: none; }
button.button { width: 100%; border: 0; font: inherit; font-weight: 650; cursor: pointer; }
.button:hover { filter: brightness(1.08); }
.button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
`;

/** The policy names the style sheet by its hash, so that no other style or script can run, whatever is in the page. */
const styleHash = `${createHash("sha256").update(style).digest("base64url").replaceAll("-", "+").replaceAll("_", "/")}=`;

/** For a page whose form comes back to us. Its address is a secret, so it is told to nobody. */
export const formHeaders: Record<string, string> = {
  ...securityHeaders.secretPage,
  "Content-Security-Policy": pagePolicy({ styleHash, hasForm: true }),
};

const pageHeaders: Record<string, string> = {
  ...securityHeaders.page,
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": pagePolicy({ styleHash }),
};
