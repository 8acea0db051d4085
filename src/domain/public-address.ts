/** Why a webhook cannot go there. */
export type AddressProblem =
  | "malformed"
  | "not_https"
  | "has_credentials"
  | "has_fragment"
  | "port_not_allowed"
  | "ip_address"
  | "name_not_public";

/** What only DNS can say of a name: that it has no address, has one that is not public, or nothing just now. */
export type NameProblem = "name_unknown" | "address_not_public" | "resolver_silent";

/** Why a webhook cannot go to a receiver: its address as it is written, or where its name leads. */
export type ReceiverProblem = AddressProblem | NameProblem;

const longestUrl = 2048;
const longestName = 253;
const lowestOpenPort = 1024;
const highestPort = 65_535;

/**
 * What stands against sending something there; null for an `https` address with a public name. Stricter than a URL
 * parser on purpose: a host is refused in every form that some parser reads as an address (any last label that is not
 * a word), so that what is looked at here is what is asked afterwards. Addresses are refused altogether, public ones
 * too: a certificate is given to a name.
 */
export function findAddressProblem(url: string): AddressProblem | null {
  if (url.length > longestUrl || !/^[\x21-\x7e]+$/.test(url) || url.includes("\\")) return "malformed";
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)(#?)/i.exec(url);
  if (parts === null) return "malformed";
  const [, scheme = "", authority = "", , fragment] = parts;
  if (scheme.toLowerCase() !== "https") return "not_https";
  if (fragment === "#") return "has_fragment";
  if (authority.includes("@")) return "has_credentials";
  if (authority.startsWith("[")) return "ip_address";
  const [, host = "", port] = /^([^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (host === "") return "malformed";
  return findPortProblem(port) ?? findNameProblem(host.toLowerCase());
}

/** 443, or one that any program may listen on: the others belong to mail, shells and databases. */
function findPortProblem(port: string | undefined): AddressProblem | null {
  if (port === undefined || port === "443") return null;
  if (!/^[1-9][0-9]{0,4}$/.test(port)) return "port_not_allowed";
  const number = Number(port);
  return number >= lowestOpenPort && number <= highestPort ? null : "port_not_allowed";
}

/** `host` in lower case. */
function findNameProblem(host: string): AddressProblem | null {
  if (isNumeric(host)) return "ip_address";
  const labels = host.split(".");
  if (host.length > longestName || !labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) {
    return "malformed";
  }
  const isPrivate = labels.some((label, i) => label === "localhost" || privateNames.has(labels.slice(i).join(".")));
  if (labels.length < 2 || isPrivate) return "name_not_public";
  // Services that answer with the address in the name they are asked for are too many to list.
  return /(^|[.-])\d{1,3}([.-]\d{1,3}){3}([.-]|$)/.test(host) ? "name_not_public" : null;
}

/** Whether parsers read the host as an IPv4 address: its last label is a number, in digits or in hexadecimal. */
function isNumeric(host: string): boolean {
  return /(^|\.)(\d+|0x[0-9a-f]*)\.?$/.test(host);
}

/** Each with everything below it. */
const privateNames: ReadonlySet<string> = new Set([
  // Reserved, or in use inside companies and homes (RFC 2606, 6761, 6762, 7686, 8375, 9476; ICANN's `internal`).
  ...["localhost", "localdomain", "local", "internal", "intranet", "private", "home", "lan", "corp", "mail", "domain"],
  ...["workgroup", "router", "arpa", "test", "example", "invalid", "alt", "onion", "svc", "cluster", "consul"],
  // Clouds tell secrets of a machine under these.
  ...["metadata.goog", "metadata.tencentyun.com", "metadata.packet.net", "metadata.platformequinix.com"],
  // Public names that lead to the own machine, or to whatever address stands in the name.
  ...["nip.io", "sslip.io", "xip.io", "xip.name", "hipio.net", "ip6.name", "traefik.me", "backname.io", "1u.ms"],
  ...[
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "fuf.me",
    "local.gd",
    "localho.st",
    "lacolhost.com",
    "lndo.site",
    "ddev.site",
  ],
  ...["ulh.us", "42foo.com", "beweb.com", "smackaho.st", "127-0-0-1.org.uk", "localhost.direct"],
  ...["rbndr.us", "rebind.it", "burpcollaborator.net", "oastify.com", "interact.sh"],
]);
