import { dayOf } from "#domain/day";
import type { Signing } from "#domain/journey";

/** 132 bits: enough to tell addresses apart. */
const hashLength = 22;

/**
 * What is hashed of a client's address: all of an IPv4 address; of IPv6 the /64 that a household or office
 * has, since one machine walks through many addresses inside it. Null for what is no address.
 */
export function addressNetwork(address: string): string | null {
  const text = address.trim().toLowerCase();
  if (isIpv4(text)) return text;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (mapped !== undefined) return isIpv4(mapped) ? mapped : null;
  return ipv6Network(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function ipv6Network(text: string): string | null {
  if (!/^[0-9a-f:]{2,39}$/.test(text)) return null;
  const [front = "", back, ...more] = text.split("::");
  if (more.length > 0) return null;
  const head = front === "" ? [] : front.split(":");
  const tail = back === undefined || back === "" ? [] : back.split(":");
  const missing = 8 - head.length - tail.length;
  if (back === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/**
 * Under what a client is counted: a keyed hash of its network, another one each day (UTC). Null for what is no
 * address.
 */
export function addressKey({ sign }: Pick<Signing, "sign">, address: string | null, nowMs: number): string | null {
  const network = address === null ? null : addressNetwork(address);
  return network === null ? null : `adr:${sign(`rate ${dayOf(nowMs)} ${network}`).signature.slice(0, hashLength)}`;
}
