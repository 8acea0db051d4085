/**
 * What an answer is, as far as its safety goes:
 * - `redirect`: the answer to a click.
 * - `page`: ours, for people. `secretPage`: one whose address lets its reader do something.
 * - `picture`: to be shown on pages and in emails of anybody's.
 * - `data`: whatever the API says, problems included. `sharedData`: what it says to everybody alike, to be shown on pages
 *   of anybody's. `document`: a page that the API has.
 */
export type AnswerKind = "redirect" | "page" | "secretPage" | "picture" | "data" | "sharedData" | "document";

/** How long caches keep what is said to everybody alike. */
const sharedForSeconds = 15;

const noStore = { "Cache-Control": "no-store" };
const typeAsSaid = { "X-Content-Type-Options": "nosniff" };
const nothingOfOurs = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const onPages = {
  ...noStore,
  ...typeAsSaid,
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/**
 * The one table of headers that keep answers from being misused (docs/decisions/0010-security-headers.md). A page with
 * a style adds its own `pagePolicy`; whatever comes by https adds `httpsOnly`.
 */
export const securityHeaders = {
  // The address that a click comes from may have a code in it (a landing page's has): its site is all that is told.
  redirect: { ...noStore, "Referrer-Policy": "strict-origin" },
  page: { ...onPages, "Referrer-Policy": "strict-origin" },
  secretPage: { ...onPages, "Referrer-Policy": "no-referrer" },
  picture: {
    ...typeAsSaid,
    // A code always means the same address, so its picture never changes.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": nothingOfOurs,
    "Cross-Origin-Resource-Policy": "cross-origin",
  },
  data: {
    ...noStore,
    ...typeAsSaid,
    "Content-Security-Policy": nothingOfOurs,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
  },
  sharedData: {
    ...typeAsSaid,
    "Cache-Control": `public, max-age=${sharedForSeconds}`,
    "Content-Security-Policy": nothingOfOurs,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
  },
  document: { ...onPages, "Content-Security-Policy": pagePolicy({}), "Referrer-Policy": "no-referrer" },
} satisfies { [K in AnswerKind]: Record<string, string> };

/** A year. Names below the deployment's may be somebody else's, so it speaks for its own alone. */
export const httpsOnly = { name: "Strict-Transport-Security", value: "max-age=31536000" } as const;

/**
 * What a page may load and do: its one style, known by its hash (base64), and a form that comes back to us. Its icon
 * stands in the page, or browsers would ask for one and be refused it aloud.
 */
export function pagePolicy({ styleHash, hasForm = false }: { styleHash?: string; hasForm?: boolean }): string {
  const style = styleHash === undefined ? "" : ` style-src 'sha256-${styleHash}';`;
  const form = hasForm ? "'self'" : "'none'";
  return `default-src 'none'; img-src data:;${style} base-uri 'none'; form-action ${form}; frame-ancestors 'none'`;
}
