import { disposableEmailBlocklist } from "disposable-email-domains-js";

/**
 * Domains of throw-away mail, in lower case, as the package's authors list them. The list is read when this module is
 * evaluated, about a millisecond: so load it by `import()`, behind the API, and never from what a click needs.
 */
export const disposableDomains: ReadonlySet<string> = new Set(disposableEmailBlocklist());
