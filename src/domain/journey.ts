import { minuteMs } from "#domain/day";

/** How a link travelled (`?c=` on the short link). */
export const channels = ["link", "qr", "email", "social", "direct"] as const;
export type Channel = (typeof channels)[number];

/** A human click inside a visitor's journey. Times are server milliseconds. */
export type Touch = { code: string; atMs: number; channel: Channel; campaign?: string; variant?: string };

/** The list of touches that a visitor carries, in a cookie and in the click token alike. */
export type Journey = { programId: string; visitorId: string; touches: Touch[] };

/** HMAC over a text with rotating keys. `sign` uses the newest; `verify` takes any that is still listed. */
export type Signing = {
  sign(text: string): { kid: string; signature: string };
  verify(text: string, kid: string, signature: string): boolean;
  /** A secret of its own for each text, in base64, by the newest key or the one named; null when that one is retired. */
  derive(text: string, kid?: string): { kid: string; secret: string } | null;
  /** What only a holder of the keys can make of a text, once by each key, the newest first: `<kid>.<hmac>`. */
  pseudonyms(text: string): string[];
};

export const maxTouches = 8;
/** Browsers keep no cookie for longer. */
export const longestCookieDays = 400;
const repeatWindowMs = 30 * minuteMs;
/** Longer than eight touches of the longest codes and keys, and well inside a cookie's 4,096 bytes. */
const longestValue = 2048;

/**
 * `v1.<kid>.<program>.<visitor>~CODE.<ms in base 36>.<channel letter>.<campaign>.<variant>~….<signature>`.
 * Every symbol is safe in a URL's query and in a cookie, so nothing is escaped on the way.
 */
export function encodeJourney(signing: Signing, journey: Journey): string {
  let body = `${journey.programId}.${journey.visitorId}`;
  for (const touch of journey.touches) {
    body += `~${touch.code}.${touch.atMs.toString(36)}.${channelLetters[touch.channel]}.${keyOrNothing(touch.campaign)}.${keyOrNothing(touch.variant)}`;
  }
  const { kid, signature } = signing.sign(`v1.${body}`);
  return `v1.${kid}.${body}.${signature}`;
}

/** The journey in a cookie or click token; null for whatever was not signed by one of our keys. */
export function verifyJourney(signing: Signing, value: string): Journey | null {
  if (value.length > longestValue || !value.startsWith("v1.")) return null;
  const afterKid = value.indexOf(".", 3);
  const beforeSignature = value.lastIndexOf(".");
  if (afterKid < 0 || beforeSignature <= afterKid) return null;
  const body = value.slice(afterKid + 1, beforeSignature);
  if (!signing.verify(`v1.${body}`, value.slice(3, afterKid), value.slice(beforeSignature + 1))) return null;
  return decodeBody(body);
}

/** The first touch is never dropped: the default model pays it. Of the others the newest stay. */
export function addTouch(journey: Journey, touch: Touch): Journey {
  const [first, ...later] = journey.touches;
  if (first === undefined) return { ...journey, touches: [touch] };
  return { ...journey, touches: [first, ...later.slice(-(maxTouches - 2)), touch] };
}

/** The same visitor and code within 30 minutes: counted, but no new touch. */
export function isRepeat(journey: Journey, code: string, atMs: number): boolean {
  return journey.touches.some((touch) => touch.code === code && atMs - touch.atMs < repeatWindowMs);
}

export function channelOf(wanted: string | null | undefined, otherwise: Channel): Channel {
  return channels.find((channel) => channel === wanted) ?? otherwise;
}

/** Campaign and variant keys travel in the journey, so they have its alphabet and leave room for eight touches. */
export const touchKeyForm = /^[A-Za-z0-9_-]{1,40}$/;

export function isTouchKey(text: string): boolean {
  return touchKeyForm.test(text);
}

const channelLetters: Record<Channel, string> = { link: "l", qr: "q", email: "e", social: "s", direct: "d" };

function keyOrNothing(key: string | undefined): string {
  return key !== undefined && isTouchKey(key) ? key : "";
}

function decodeBody(body: string): Journey | null {
  const [head, ...rest] = body.split("~");
  const [programId, visitorId, ...more] = (head ?? "").split(".");
  if (!programId || !visitorId || more.length > 0 || rest.length > maxTouches) return null;
  const touches = rest.map(decodeTouch);
  return touches.includes(null) ? null : { programId, visitorId, touches: touches.filter((touch) => touch !== null) };
}

function decodeTouch(text: string): Touch | null {
  const [code, at, letter, campaign, variant] = text.split(".");
  const channel = channels.find((name) => channelLetters[name] === letter);
  const atMs = Number.parseInt(at ?? "", 36);
  if (!code || !Number.isSafeInteger(atMs) || channel === undefined) return null;
  return { code, atMs, channel, ...(campaign && { campaign }), ...(variant && { variant }) };
}
