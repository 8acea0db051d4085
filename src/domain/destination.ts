/** A destination cut at the place of the click token, so that a redirect only joins three strings. */
export type DestinationParts = {
  /** The whole address with `ref`, for clicks that get no token. */
  bare: string;
  /** Null when the destination brings a `ref_click` of its own, which is not overwritten. */
  beforeToken: string | null;
  afterToken: string;
};

/** Merges `ref` (and room for `ref_click`) into the destination's query; its own query and fragment stay as they are. */
export function cutDestination(destinationUrl: string, ref: string): DestinationParts {
  const hash = destinationUrl.indexOf("#");
  const beforeHash = hash < 0 ? destinationUrl : destinationUrl.slice(0, hash);
  const fragment = hash < 0 ? "" : destinationUrl.slice(hash);
  const mark = beforeHash.indexOf("?");
  const query = mark < 0 ? "" : beforeHash.slice(mark + 1);
  const names = query.split("&").map(parameterName);
  const start = mark < 0 ? withPath(beforeHash) : beforeHash;
  const withRef = names.includes("ref") ? start : `${start}${joint(start)}ref=${ref}`;
  return {
    bare: withRef + fragment,
    beforeToken: names.includes("ref_click") ? null : `${withRef}${joint(withRef)}ref_click=`,
    afterToken: fragment,
  };
}

/** The address that a click is sent to. Null: without a token. */
export function joinDestination({ bare, beforeToken, afterToken }: DestinationParts, token: string | null): string {
  return token === null || beforeToken === null ? bare : beforeToken + token + afterToken;
}

/**
 * Whether a link may lead there: `https` (or `http` to the own machine, for trying things out), one of the
 * allowed hosts exactly, port included. Stricter than a URL parser on purpose: what browsers read in more
 * than one way (user names, backslashes, percent signs or odd symbols in the host, white space) is refused.
 */
export function isAllowedDestination(url: string, allowedHosts: readonly string[]): boolean {
  const match = /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?)(?=[/?#]|$)/i.exec(url);
  if (match === null || url.length > 2048 || !onlyVisibleAscii(url) || url.includes("\\")) return false;
  const scheme = match[1]?.toLowerCase() ?? "";
  const host = withoutDefaultPort(scheme, match[2]?.toLowerCase() ?? "");
  if (scheme === "http" && !isOwnMachine(host)) return false;
  return allowedHosts.some((allowed) => withoutDefaultPort(scheme, allowed.toLowerCase()) === host);
}

/** What a program says of destinations, as its document has it. */
export type ProgramDestination = { url: string; allowed_hosts: readonly string[] };

/** Where a link leads: to its own destination, else to its program's. Null when that host is not allowed (any more). */
export function resolveDestination(ownUrl: string | null, program: ProgramDestination): string | null {
  const url = ownUrl ?? program.url;
  return isAllowedDestination(url, program.allowed_hosts) ? url : null;
}

/** The host that a destination names, for messages; null when there is none to be read. */
export function destinationHost(url: string): string | null {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? null;
}

function joint(address: string): string {
  if (!address.includes("?")) return "?";
  return address.endsWith("?") || address.endsWith("&") ? "" : "&";
}

/** `https://host?x` and `https://host/?x` are the same address; the second is read alike everywhere. */
function withPath(address: string): string {
  return /^https?:\/\/[^/]+$/i.test(address) ? `${address}/` : address;
}

function parameterName(parameter: string): string {
  const name = (parameter.split("=", 1)[0] ?? "").replaceAll("+", " ");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function onlyVisibleAscii(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

function withoutDefaultPort(scheme: string, host: string): string {
  return host.replace(scheme === "https" ? /:443$/ : /:80$/, "");
}

function isOwnMachine(host: string): boolean {
  return /^(localhost|127\.0\.0\.1)(:|$)/.test(host);
}
