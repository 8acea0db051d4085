/**
 * Whether an address, as DNS answers it, is one of the public internet: what is private, of the own machine or link,
 * shared (CGNAT), for documentation or tests, multicast or reserved is not, nor is what carries an IPv4 address inside
 * (mapped, NAT64, 6to4, Teredo), since that leads wherever that one does. Anything else than an address is not either.
 */
export function isPublicIp(text: string): boolean {
  const four = readIpv4(text);
  if (four !== null) return !closedIpv4.some(([net, bits]) => isInside(four, net, bits));
  const six = readIpv6Start(text);
  if (six === null) return false;
  // 2000::/3 is all that is given out.
  return isInside(six, 0x2000_0000, 3) && !closedIpv6.some(([net, bits]) => isInside(six, net, bits));
}

type Net = readonly [start: number, bits: number];

/** IANA's special-purpose registry. */
const closedIpv4: readonly Net[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
].map(([net, bits]) => [readIpv4(String(net)) ?? 0, Number(bits)] as const);

/** By their first 32 bits: Teredo and its neighbours, documentation, 6to4. */
const closedIpv6: readonly Net[] = [
  [0x2001_0000, 23],
  [0x2001_0db8, 32],
  [0x2002_0000, 16],
  [0x3fff_0000, 20],
];

function isInside(address: number, net: number, bits: number): boolean {
  return (address ^ net) >>> (32 - bits) === 0;
}

/** The four numbers in decimal, without zeros before them, as one. */
function readIpv4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

/** The first 32 bits of an IPv6 address; null where those are not written out, which no public address does. */
function readIpv6Start(text: string): number | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return null;
  const match = /^([0-9a-f]{1,4}):([0-9a-f]{0,4}):/i.exec(text);
  return match === null ? null : Number.parseInt(match[1] ?? "", 16) * 0x1_0000 + Number.parseInt(match[2] || "0", 16);
}
