import { classifyClick, viaOf } from "#domain/click";
import type { AgentClass } from "#domain/click";
import { joinDestination } from "#domain/destination";
import { mayUseCookie } from "#domain/edge-link";
import { addTouch, channelOf, encodeJourney, isRepeat, verifyJourney } from "#domain/journey";
import type { Channel, Signing } from "#domain/journey";
import { securityHeaders } from "#domain/security-headers";
import type { PendingClick } from "#edge/click-buffer";
import type { PreparedLink } from "#edge/prepared-link";
import { readCookie } from "#edge/visitor";

export type RedirectParts = {
  signing: Signing;
  agentClass: (userAgent: string | null) => AgentClass;
  newVisitorId: () => string;
};

/** When a click came, by the program's clock and by ours. */
export type ClickTime = { atMs: number; receivedAtMs: number };

/** The answer to a click on an open link, and the click to be logged. Asks no store, so nothing can hold it up. */
export function redirect(
  request: Request,
  prepared: PreparedLink,
  { atMs, receivedAtMs }: ClickTime,
  parts: RedirectParts,
): { response: Response; click: PendingClick } {
  const { headers } = request;
  const { link } = prepared;
  const purpose = headers.get("sec-purpose") ?? headers.get("purpose");
  const clickClass = classifyClick(request.method, purpose, parts.agentClass(headers.get("user-agent")));
  const channel = channelOf(channelParameter(request.url), link.channel);
  const passage = clickClass === "human" ? passHuman(headers, prepared, { channel, atMs }, parts) : unmarked;
  return {
    response: new Response(null, { status: 302, headers: answerHeaders(prepared, passage) }),
    click: {
      code: link.code,
      atMs,
      channel,
      class: clickClass,
      repeat: passage.repeat,
      visitorId: passage.visitorId,
      address: headers.get("cf-connecting-ip"),
      via: clickClass === "human" ? viaOf(headers.get("sec-fetch-dest")) : null,
      receivedAtMs,
    },
  };
}

/** What a visitor takes along: the signed journey, as token and where allowed as cookie. */
type Passage = { token: string | null; setsCookie: boolean; visitorId: string | null; repeat: boolean };

const unmarked: Passage = { token: null, setsCookie: false, visitorId: null, repeat: false };

function passHuman(
  headers: Headers,
  prepared: PreparedLink,
  { channel, atMs }: { channel: Channel; atMs: number },
  parts: RedirectParts,
): Passage {
  const { link } = prepared;
  const mayCookie = mayUseCookie(link, link.honorGpc && headers.get("sec-gpc") === "1");
  const carried = mayCookie ? readCookie(headers.get("cookie"), prepared.cookieName) : null;
  const verified = carried === null ? null : verifyJourney(parts.signing, carried);
  const before = verified?.programId === link.programId ? verified : null;
  if (before !== null && isRepeat(before, link.code, atMs)) {
    return { token: carried, setsCookie: false, visitorId: before.visitorId, repeat: true };
  }
  const journey = before ?? { programId: link.programId, visitorId: parts.newVisitorId(), touches: [] };
  const touch = { code: link.code, atMs, channel, ...(link.campaign !== null && { campaign: link.campaign }) };
  const token = encodeJourney(parts.signing, addTouch(journey, touch));
  return { token, setsCookie: mayCookie, visitorId: mayCookie ? journey.visitorId : null, repeat: false };
}

function answerHeaders({ destination, cookieName, cookieAttributes }: PreparedLink, passage: Passage): HeadersInit {
  const location = joinDestination(destination, passage.token);
  const headers: Record<string, string> = { ...securityHeaders.redirect, Location: location };
  if (passage.setsCookie) headers["Set-Cookie"] = `${cookieName}=${passage.token}${cookieAttributes}`;
  return headers;
}

/** `?c=` of an address, without parsing all of it: this runs at each click. */
export function channelParameter(url: string): string | null {
  const query = url.indexOf("?");
  if (query < 0) return null;
  for (let at = query; at >= 0; at = url.indexOf("&", at + 1)) {
    if (url.startsWith("c=", at + 1)) {
      const end = url.indexOf("&", at + 3);
      return url.slice(at + 3, end < 0 ? undefined : end);
    }
  }
  return null;
}
